import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'

/** A call that is up now, as others may see it. */
export interface LiveCall {
  readonly id: string
  readonly direction: Direction
  readonly line: Line
  readonly scenario: string
  readonly startedAt: number
}

/** The calls that are up now: held by their sessions, read by everybody. */
export class Registry {
  readonly #calls = new Map<string, LiveCall>()
  #idle = Promise.withResolvers<void>()

  constructor() {
    this.#idle.resolve()
  }

  /** Lists a call until disposed. */
  enter(call: LiveCall): Disposable {
    if (this.#calls.size === 0) this.#idle = Promise.withResolvers<void>()
    this.#calls.set(call.id, call)
    return {
      [Symbol.dispose]: () => {
        if (this.#calls.delete(call.id) && this.#calls.size === 0) this.#idle.resolve()
      },
    }
  }

  get live(): readonly LiveCall[] {
    return [...this.#calls.values()]
  }

  /** Resolves once no call is up. */
  idle(): Promise<void> {
    return this.#idle.promise
  }
}
