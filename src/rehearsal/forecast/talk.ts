import { chanceFor, oneOf } from '../simulation/chance.ts'
import type { Person } from './person.ts'
import type { Question } from './questions.ts'
import type { Sentences } from './sentences.ts'

/** What the words of one person are chosen from. */
export interface TalkParts {
  readonly seed: number
  readonly sentences: ReadonlyMap<Question, Sentences>
}

/** What one person says on one call, question by question. */
export class Talk {
  readonly person: Person
  readonly #agrees: boolean
  readonly #sentences: TalkParts['sentences']
  readonly #random: () => number
  readonly #answered = new Map<Question, number>()

  constructor(phone: string, person: Person, agrees: boolean, { seed, sentences }: TalkParts) {
    this.person = person
    this.#agrees = agrees
    this.#sentences = sentences
    this.#random = chanceFor(seed, `words ${phone}`)
  }

  /** The answer to the question that was heard last, and whether it settles all or they leave soon after. */
  answer(heard: readonly string[]): { readonly words: string; readonly settles: boolean; readonly partsSoon: boolean } {
    const question = this.#questionIn(heard)
    const sentences = question && this.#sentences.get(question)
    if (question === undefined || sentences === undefined) return { words: 'hm', settles: false, partsSoon: false }
    const before = this.#answered.get(question) ?? 0
    this.#answered.set(question, before + 1)
    const { person } = this
    const unclear = { words: unclearWords(sentences, person), settles: person.meaning === 'agrees', partsSoon: false }
    if (this.#agrees) {
      if (person.hesitates && before === 0) return unclear
      return { words: this.#one(sentences.by.agrees, unclear.words), settles: true, partsSoon: false }
    }
    if (person.reply === 'unclear') return unclear
    if (person.reply === 'asks' && before === 0) {
      return { words: this.#one(sentences.by.asks, unclear.words), settles: false, partsSoon: false }
    }
    const kind = person.reply === 'complains' && sentences.by.complains.length > 0 ? 'complains' : 'declines'
    return { words: this.#one(sentences.by[kind], unclear.words), settles: false, partsSoon: !person.isPolite }
  }

  #questionIn(heard: readonly string[]): Question | undefined {
    for (const media of heard.toReversed()) {
      const name = media.slice(media.indexOf(':') + 1)
      for (const question of this.#sentences.keys()) if (question.sounds.has(name)) return question
    }
    return undefined
  }

  #one(words: readonly string[], otherwise: string): string {
    return words.length === 0 ? otherwise : oneOf(this.#random, words)
  }
}

/** Somebody only a model understands says what the virtual model knows by these words. */
export function unclearWords({ unclear }: Sentences, { meaning }: Pick<Person, 'meaning'>): string {
  const [nothing = 'hm', agrees = nothing, declines = nothing] = unclear
  return { nothing, agrees, declines }[meaning]
}
