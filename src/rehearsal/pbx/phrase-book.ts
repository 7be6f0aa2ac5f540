import { spokenIn } from './utterance.ts'

/** The most texts a book holds: a number must fit a sample of sound. */
const capacity = 30_000

/** Which number stands for which text in the sound virtual callers make. */
export class PhraseBook {
  readonly #texts: string[] = []
  readonly #numbers = new Map<string, number>()

  /** The number of a text, from 1; the same text has the same number. Throws when the book is full. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    if (this.#texts.length >= capacity)
      throw new Error(`Virtual callers can say ${capacity} different things, no more.`)
    const number = this.#texts.push(text)
    this.#numbers.set(text, number)
    return number
  }

  /** What a recogniser that hears everything makes of a recording; empty when nothing was said in it. */
  transcriptOf(wav: Uint8Array): string {
    return spokenIn(wav)
      .map((number) => this.#texts[number - 1] ?? '')
      .join(' ')
      .trim()
  }
}
