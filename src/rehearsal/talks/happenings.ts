import type { Journey } from './journey.ts'
import type { Expected } from './script.ts'

/** A line of the account of a call: what happened, and at which line of the scenario. */
export interface Happening {
  readonly text: string
  readonly line: number | undefined
}

/** Where the call left the talk; `expected` is undefined where the talk was at its end. */
export interface Parting {
  readonly expected: Expected | undefined
  readonly actual: Happening
}

/** The account of a rehearsed call, as it happens. */
export class Happenings {
  readonly #journey: Journey
  readonly #lines: Happening[] = []
  #parting: Parting | undefined

  constructor(journey: Journey) {
    this.#journey = journey
  }

  get lines(): readonly Happening[] {
    return this.#lines
  }

  get parting(): Parting | undefined {
    return this.#parting
  }

  add(text: string): void {
    this.#lines.push(this.#here(text))
  }

  /** A prompt; several of one step make one line. */
  heard(prompt: string): void {
    const last = this.#lines.at(-1)
    const here = this.#here(`hears ${prompt}`)
    if (last?.text.startsWith('hears ') && last.line === here.line)
      this.#lines[this.#lines.length - 1] = { ...here, text: `${last.text}, ${prompt}` }
    else this.#lines.push(here)
  }

  /** Adds what came of the last line. */
  amend(outcome: string): void {
    const last = this.#lines.pop()
    if (last !== undefined) this.#lines.push({ ...last, text: `${last.text} → ${outcome}` })
  }

  part(expected: Expected | undefined, actual: string): void {
    this.#parting ??= { expected, actual: this.#here(actual) }
  }

  #here(text: string): Happening {
    return { text, line: this.#journey.at?.line }
  }
}
