import type { Clock } from '../kernel/clock.ts'
import type { FailureRate } from './failure-rate.ts'
import type { Gates } from './gates.ts'

/** How long dialing rests after too many technical failures before one call probes again. */
const restMs = 60_000

/** Stops dialing when call after call fails technically, in a row or more often than not. */
export class Failures {
  readonly #gates: Gates
  readonly #clock: Clock
  readonly #rate: FailureRate
  /** FAIL_ALERT_THRESHOLD. */
  readonly #threshold: number
  #inARow = 0

  constructor(gates: Gates, rate: FailureRate, threshold: number, clock: Clock) {
    this.#gates = gates
    this.#rate = rate
    this.#threshold = threshold
    this.#clock = clock
  }

  /** An attempt came to its end; `failed` = through a fault of ours or of a service. */
  note(failed: boolean): void {
    this.#rate.note(failed)
    if (!failed) {
      this.#inARow = 0
      this.#gates.passTrial('failures')
      return
    }
    const because =
      ++this.#inARow >= this.#threshold ? `${this.#inARow} calls in a row failed technically` : this.#rate.tooMany
    if (because === undefined) return
    this.#gates.shut('failures', because, this.#clock.now() + restMs)
    this.#rate.forget()
  }
}
