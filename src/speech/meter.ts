import type { Unavailable } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'

/** One question to a provider came to an end: answered, not answered, or given up by us (hang-up, think budget). */
export type MeterEvent =
  | { readonly kind: 'served'; readonly provider: string; readonly tookMs: number }
  | { readonly kind: 'unavailable'; readonly provider: string; readonly tookMs: number; readonly because: Unavailable }
  | { readonly kind: 'abandoned'; readonly provider: string; readonly tookMs: number }

/** What a provider did since the start. Latency is of served questions, milliseconds, over the last two hundred. */
export interface ProviderFigures {
  readonly provider: string
  readonly served: number
  readonly abandoned: number
  readonly unavailable: Readonly<Partial<Record<Unavailable, number>>>
  readonly p50Ms?: number
  readonly p95Ms?: number
  /** Epoch milliseconds and class of the last failure; absent when there was none. */
  readonly lastFailure?: { readonly atMs: number; readonly because: Unavailable }
}

/** Told of every event, so that a breaker can open on `quota` and `auth` and close again on `served`. Must not throw. */
export type MeterListener = (event: MeterEvent) => void

const latenciesKept = 200

interface Counts {
  served: number
  abandoned: number
  readonly unavailable: Partial<Record<Unavailable, number>>
  readonly latenciesMs: number[]
  lastFailure?: { readonly atMs: number; readonly because: Unavailable }
}

/** Counts, latency and last failure per provider. */
export class Meter {
  readonly #clock: Clock
  readonly #counts = new Map<string, Counts>()
  readonly #listeners = new Set<MeterListener>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  record(event: MeterEvent): void {
    const counts = this.#countsOf(event.provider)
    switch (event.kind) {
      case 'served':
        counts.served++
        counts.latenciesMs.push(event.tookMs)
        if (counts.latenciesMs.length > latenciesKept) counts.latenciesMs.shift()
        break
      case 'unavailable':
        counts.unavailable[event.because] = (counts.unavailable[event.because] ?? 0) + 1
        counts.lastFailure = { atMs: this.#clock.now(), because: event.because }
        break
      case 'abandoned':
        counts.abandoned++
        break
    }
    for (const listener of this.#listeners) listener(event)
  }

  /** Disposing what is returned ends the listening. */
  listen(listener: MeterListener): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** The figures of every provider asked so far, in order of first use. */
  figures(): readonly ProviderFigures[] {
    return [...this.#counts].map(([provider, counts]) => ({ provider, ...figuresOf(counts) }))
  }

  #countsOf(provider: string): Counts {
    const known = this.#counts.get(provider)
    if (known !== undefined) return known
    const fresh: Counts = { served: 0, abandoned: 0, unavailable: {}, latenciesMs: [] }
    this.#counts.set(provider, fresh)
    return fresh
  }
}

function figuresOf(counts: Counts): Omit<ProviderFigures, 'provider'> {
  const sorted = counts.latenciesMs.toSorted((a, b) => a - b)
  const p50Ms = share(sorted, 0.5)
  const p95Ms = share(sorted, 0.95)
  return {
    served: counts.served,
    abandoned: counts.abandoned,
    unavailable: { ...counts.unavailable },
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    ...(counts.lastFailure === undefined ? {} : { lastFailure: counts.lastFailure }),
  }
}

function share(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]
}
