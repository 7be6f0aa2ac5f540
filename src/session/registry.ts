import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'

/** How far a call has come. */
export const phases = ['ringing', 'waiting', 'talking', 'operator_ringing', 'with_operator'] as const
export type Phase = (typeof phases)[number]

/** A call that is up now, as others may see it. */
export interface LiveCall {
  readonly id: string
  readonly direction: Direction
  readonly line: Line
  readonly scenario: string
  readonly startedAt: number
  readonly phase: Phase
  /** Where in the scenario it is; absent before it has begun. */
  readonly step?: { readonly path: string; readonly line: number }
}

/** A call's place in the registry, until disposed. */
export interface Listed extends Disposable {
  /** Tells how far it has come. */
  update(changes: Partial<Pick<LiveCall, 'phase' | 'step'>>): void
}

/** The calls that are up now: held by their sessions, read by everybody. */
export class Registry {
  readonly #calls = new Map<string, LiveCall>()
  #idle = Promise.withResolvers<void>()

  constructor() {
    this.#idle.resolve()
  }

  /** Lists a call until disposed. */
  enter(call: LiveCall): Listed {
    if (this.#calls.size === 0) this.#idle = Promise.withResolvers<void>()
    this.#calls.set(call.id, call)
    return {
      update: (changes) => {
        const now = this.#calls.get(call.id)
        if (now !== undefined) this.#calls.set(call.id, { ...now, ...changes })
      },
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
