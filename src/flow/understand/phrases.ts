import { fold } from './persian.ts'

/** An intent as far as its phrases go. */
export interface Phrased {
  readonly name: string
  readonly phrases: readonly string[]
}

/** The intent one of whose phrases is the whole reply, spelling and spaces aside; the first declared wins. */
export function heardWhole(transcript: string, intents: readonly Phrased[]): string | undefined {
  const reply = unspaced(transcript)
  if (reply === '') return undefined
  return intents.find((intent) => intent.phrases.some((phrase) => unspaced(phrase) === reply))?.name
}

/** The one intent with a phrase inside the reply, at word boundaries; undefined where there is none or there are several. */
export function heardWithin(transcript: string, intents: readonly Phrased[]): string | undefined {
  const reply = ` ${fold(transcript)} `
  const heard = intents.filter((intent) => intent.phrases.some((phrase) => contains(reply, fold(phrase))))
  return heard.length === 1 ? heard[0]!.name : undefined
}

function contains(reply: string, phrase: string): boolean {
  return phrase !== '' && reply.includes(` ${phrase} `)
}

function unspaced(text: string): string {
  return fold(text).replaceAll(' ', '')
}
