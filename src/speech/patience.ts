import type { Unavailable } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import type { Limiter } from '../kernel/limiter.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { type Failure, transientFailure } from './failure.ts'
import type { Fetch } from './http.ts'
import type { Meter } from './meter.ts'

/** What a client of any provider is given by the composition root. */
export interface ClientParts {
  /** The platform's `fetch`. */
  readonly fetch: Fetch
  readonly clock: Clock
  readonly random: Random
  /** At most so many requests at once, shared by the clients of one kind. */
  readonly limiter: Limiter
  readonly meter: Meter
  readonly log: Log
}

/** One try: an answer, or a failure. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What came of asking as often as allowed. */
export type Asked<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'empty_audio' }
  | { readonly kind: 'unavailable'; readonly because: Unavailable; readonly retryAfterMs?: number }

const backoff: Backoff = { firstMs: 500, factor: 2, maxMs: 8_000, jitter: 0.25 }
const retries = 2

/** How a provider is asked: a place among the requests at once, one deadline over everything, tries again as it advises. */
export class Patience {
  readonly #provider: string
  readonly #timeoutMs: number
  readonly #parts: ClientParts

  constructor(provider: string, timeoutMs: number, parts: ClientParts) {
    this.#provider = provider
    this.#timeoutMs = timeoutMs
    this.#parts = parts
  }

  /** Rejects only with the signal's reason. */
  async ask<T>(attempt: (signal: AbortSignal) => Promise<Attempt<T>>, signal: AbortSignal): Promise<Asked<T>> {
    signal.throwIfAborted()
    const { clock, meter } = this.#parts
    const provider = this.#provider
    const startedMs = clock.elapsed()
    let tries = 0
    const counted = (inner: AbortSignal): Promise<Attempt<T>> => {
      tries++
      return attempt(inner)
    }
    const asked = await this.#withinDeadline(counted, startedMs, signal).catch((error: unknown) => {
      if (signal.aborted) meter.record({ kind: 'abandoned', provider, tookMs: clock.elapsed() - startedMs })
      throw error
    })
    const tookMs = clock.elapsed() - startedMs
    if (asked.kind === 'done') {
      meter.record({ kind: 'served', provider, tookMs })
      return asked
    }
    if (asked.failure.kind === 'empty_audio') {
      meter.record({ kind: 'served', provider, tookMs })
      return { kind: 'empty_audio' }
    }
    const because = asked.kind === 'late' ? 'timeout' : asked.failure.kind
    meter.record({ kind: 'unavailable', provider, tookMs, because })
    this.#tell(because, tries, tookMs, asked.failure.status)
    const { retryAfterMs } = asked.failure
    return { kind: 'unavailable', because, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }

  async #withinDeadline<T>(
    attempt: (signal: AbortSignal) => Promise<Attempt<T>>,
    startedMs: number,
    signal: AbortSignal,
  ): Promise<Attempt<T> | { readonly kind: 'late'; readonly failure: Failure }> {
    const { clock } = this.#parts
    const untilMs = startedMs + this.#timeoutMs
    const repeated = (inner: AbortSignal): Promise<Attempt<T>> => this.#repeat(attempt, untilMs, inner)
    try {
      return await within(clock, this.#timeoutMs, this.#provider, repeated, signal)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof TimedOut) return { kind: 'late', failure: transientFailure }
      throw error
    }
  }

  async #repeat<T>(
    attempt: (signal: AbortSignal) => Promise<Attempt<T>>,
    untilMs: number,
    signal: AbortSignal,
  ): Promise<Attempt<T>> {
    const { clock, random, limiter } = this.#parts
    for (let failures = 1; ; failures++) {
      const tried = await place(limiter, attempt, signal)
      if (tried.kind === 'done' || !tried.failure.retry || failures > retries) return tried
      const waitMs = tried.failure.retryAfterMs ?? delayMs(backoff, failures, random)
      // A wait that outlasts the deadline cannot end well: say so now, while the caller is still there.
      if (clock.elapsed() + waitMs >= untilMs) return tried
      await clock.sleep(waitMs, signal)
    }
  }

  #tell(because: Unavailable, tries: number, tookMs: number, status: number | undefined): void {
    const { log } = this.#parts
    const fields = { provider: this.#provider, because, status, tries, tookMs: Math.round(tookMs) }
    if (because === 'auth') log.error('provider.unavailable', 'The provider refused our key: check the key.', fields)
    else if (because === 'quota') log.error('provider.unavailable', 'The account at the provider is spent.', fields)
    else if (because === 'config') log.error('provider.unavailable', 'The provider does not know what we ask.', fields)
    else log.warn('provider.unavailable', 'The provider did not serve.', fields)
  }
}

/** The place is held for one try only: whoever waits to try again leaves it to others. */
async function place<T>(
  limiter: Limiter,
  attempt: (signal: AbortSignal) => Promise<Attempt<T>>,
  signal: AbortSignal,
): Promise<Attempt<T>> {
  using _place = await limiter.acquire(signal)
  return await attempt(signal)
}
