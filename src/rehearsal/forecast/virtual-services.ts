import type { Clock } from '../../kernel/clock.ts'
import type { Fetch } from '../../kernel/fetch.ts'
import type { PhraseBook } from '../pbx/phrase-book.ts'
import type { Mix } from './mix.ts'
import type { Leaning, Question } from './questions.ts'
import type { Sentences } from './sentences.ts'

/** Where the services of a simulated campaign are, and what opens them: nothing of it leaves the process. */
export const virtualServices = {
  recogniser: 'http://recogniser.simulated/recognise',
  model: 'http://model.simulated/v1',
  secret: 'simulated',
} as const

/** Carries requests to a recogniser that hears everything and a model that understands as many as the mix says. */
export function servicesFetch({ clock, phrases, mix, sentences }: ServiceParts): {
  readonly fetch: Fetch
  readonly busy: () => number
} {
  let busy = 0
  const understands = modelOf(sentences)
  const fetch: Fetch = async (url, { body, signal }) => {
    if (url === virtualServices.recogniser && body instanceof FormData) {
      busy++
      const audio = body.get('audio')
      const wav = audio instanceof Blob ? await audio.bytes().finally(() => busy--) : new Uint8Array()
      await clock.sleep(mix.recogniser.takesMs, signal)
      const aiResponse = { status: 200, result: { text: phrases.transcriptOf(wav), rtf: 0.1 }, meta: { units: 1 } }
      return Response.json({ data: { status: 'success', data: { aiResponse } } }, { status: 201 })
    }
    if (url.startsWith(virtualServices.model) && typeof body === 'string') {
      await clock.sleep(mix.model.takesMs, signal)
      const content = understands(body)
      return Response.json({ choices: [{ message: { content }, finish_reason: 'stop' }] })
    }
    throw Object.assign(new Error('there is nothing in a simulated network'), { code: 'ECONNREFUSED' })
  }
  return { fetch, busy: () => busy }
}

/** What the services work with. */
export interface ServiceParts {
  readonly clock: Clock
  readonly phrases: PhraseBook
  readonly mix: Mix
  readonly sentences: ReadonlyMap<Question, Sentences>
}

/** A model that knows what those mean who can only be understood by one: their second and third unclear sentence. */
function modelOf(sentences: ServiceParts['sentences']): (body: string) => string {
  const meant = new Map<string, Leaning>()
  const leanings = new Map<string, Leaning>()
  const known = new Map<string, string>()
  for (const [question, { unclear, byModel }] of sentences) {
    for (const [words, name] of byModel) known.set(words, name)
    if (unclear[1] !== undefined) meant.set(unclear[1], 'agrees')
    if (unclear[2] !== undefined) meant.set(unclear[2], 'declines')
    for (const [name, leaning] of question.leanings) leanings.set(name, leaning)
  }
  return (body) => {
    const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] }
    const [system = '', user = ''] = messages.map(({ content }) => content)
    const words = /<reply>(.*)<\/reply>/s.exec(user)?.[1]?.trim() ?? ''
    const names = [...system.matchAll(/^- ([^\s:(]+)/gm)].map(([, name = '']) => name)
    const exact = known.get(words)
    if (exact !== undefined && names.includes(exact)) return exact
    const wanted = meant.get(words)
    return names.find((name) => wanted !== undefined && leanings.get(name) === wanted) ?? 'unknown'
  }
}
