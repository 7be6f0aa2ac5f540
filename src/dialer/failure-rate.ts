import type { Clock } from '../kernel/clock.ts'

const windowMs = 600_000
/** Fewer attempts than this say nothing about a share. */
const leastAttempts = 20
/** More of them failing technically is too many. */
const mostShare = 0.5

/** How many of the attempts of the last ten minutes failed technically: a fault that lets every other call through, too, must stop the dialer. */
export class FailureRate {
  readonly #clock: Clock
  readonly #attempts: { readonly at: number; readonly failed: boolean }[] = []
  #failed = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** An attempt came to its end; `failed` = technically. */
  note(failed: boolean): void {
    this.#attempts.push({ at: this.#clock.elapsed(), failed })
    if (failed) this.#failed++
  }

  /** Why dialing should rest, for people; undefined while all is well. */
  get tooMany(): string | undefined {
    this.#forgetOld()
    const all = this.#attempts.length
    if (all < leastAttempts || this.#failed <= all * mostShare) return undefined
    return `${this.#failed} of the ${all} calls of the last ten minutes failed technically`
  }

  /** Dialing has rested: what was before says nothing about now. */
  forget(): void {
    this.#attempts.length = 0
    this.#failed = 0
  }

  #forgetOld(): void {
    const since = this.#clock.elapsed() - windowMs
    const fresh = this.#attempts.findIndex(({ at }) => at > since)
    const gone = this.#attempts.splice(0, fresh < 0 ? this.#attempts.length : fresh)
    this.#failed -= gone.filter(({ failed }) => failed).length
  }
}
