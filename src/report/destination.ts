import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'

/** How a destination is doing, for people. Times are epoch milliseconds. */
export interface DestinationState {
  readonly kind: string
  /** Failures in a row; 0 while it works. */
  readonly failures: number
  readonly because?: string
  readonly sinceMs?: number
  /** Nothing is sent there before. */
  readonly untilMs?: number
}

/** Between two questions to a destination that does not answer: however much waits for it, it is asked once. */
export const destinationBackoff: Backoff = { firstMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0.5 }

/** Between two questions to a destination that does not know us: only a person can change that. */
export const misconfiguredBackoff: Backoff = { firstMs: 15_000, factor: 2, maxMs: 120_000, jitter: 0.5 }

/** One outside system: whether it may be asked now, told to the log when that changes and not with every failure. */
export class Destination {
  readonly #kind: string
  readonly #clock: Clock
  readonly #random: Random
  readonly #log: Log
  #failures = 0
  #because: string | undefined
  #sinceMs: number | undefined
  #openAtMs = 0
  #errorTold = false

  constructor(kind: string, clock: Clock, random: Random, log: Log) {
    this.#kind = kind
    this.#clock = clock
    this.#random = random
    this.#log = log
  }

  /** Milliseconds until it may be asked; 0 = now. */
  get waitMs(): number {
    return Math.max(0, this.#openAtMs - this.#clock.elapsed())
  }

  /** How it is doing. */
  get state(): DestinationState {
    if (this.#failures === 0) return { kind: this.#kind, failures: 0 }
    return {
      kind: this.#kind,
      failures: this.#failures,
      ...(this.#because === undefined ? {} : { because: this.#because }),
      ...(this.#sinceMs === undefined ? {} : { sinceMs: this.#sinceMs }),
      untilMs: this.#clock.now() + this.waitMs,
    }
  }

  /** It answered as it should, be it with a no. */
  works(): void {
    if (this.#failures > 0) {
      this.#log.info('report.destination_back', 'the destination takes reports again', {
        destination: this.#kind,
        failures: this.#failures,
      })
    }
    this.#failures = 0
    this.#openAtMs = 0
    this.#because = undefined
    this.#sinceMs = undefined
    this.#errorTold = false
  }

  /** It did not: it is left alone for a while. Returns how often in a row it did not. */
  failed(fault: 'unavailable' | 'misconfigured', because: string, askedMs: number): number {
    this.#failures++
    this.#because = because
    this.#sinceMs ??= this.#clock.now()
    const fields = { destination: this.#kind, because }
    if (fault === 'misconfigured' && !this.#errorTold) {
      this.#errorTold = true
      this.#log.error('report.misconfigured', 'reports wait until a setting is corrected', fields)
    } else if (fault === 'unavailable' && this.#failures === 1) {
      this.#log.warn(
        'report.unavailable',
        'the destination does not take reports; they are kept and sent again',
        fields,
      )
    }
    const backoff = fault === 'misconfigured' ? misconfiguredBackoff : destinationBackoff
    const waitMs = Math.max(askedMs, delayMs(backoff, this.#failures, this.#random))
    this.#openAtMs = this.#clock.elapsed() + waitMs
    return this.#failures
  }
}
