import type { Span } from '../../scenario/problem.ts'
import type { HearsStep, Talk, TalkStep } from './talk.ts'
import { inWords } from './talk-words.ts'

/** What a talk has next, in words, and where it is written. */
export interface Expected {
  readonly at: Span
  readonly words: string
}

/** The steps of a talk, taken one after another as the call goes. */
export class Script {
  readonly #steps: readonly TalkStep[]
  #next = 0
  /** How many prompts of a `hears` have been heard. */
  #heard = 0

  constructor(talk: Talk) {
    this.#steps = talk.steps
  }

  /** What the talk has next; undefined at its end. */
  get next(): TalkStep | undefined {
    return this.#steps[this.#next]
  }

  get expected(): Expected | undefined {
    const { prompt, next } = this
    if (prompt !== undefined) return { at: prompt.at, words: `hears ${prompt.value}` }
    return next && { at: next.at, words: inWords(next) }
  }

  take(): void {
    this.#next++
    this.#heard = 0
  }

  /** The prompt the talk has the caller hear next. */
  get prompt(): HearsStep['prompts'][number] | undefined {
    return this.next?.kind === 'hears' ? this.next.prompts[this.#heard] : undefined
  }

  /** Takes one prompt of a `hears`, and the step with its last. */
  takePrompt(): void {
    this.#heard++
    if (this.next?.kind === 'hears' && this.#heard >= this.next.prompts.length) this.take()
  }
}
