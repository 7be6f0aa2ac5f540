import type { Config } from '../config/config.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Fetch } from '../kernel/fetch.ts'
import { ScopeClosed } from '../kernel/scope.ts'
import type { ServiceView } from '../web/api/contract.ts'

/** An outside service that is asked over HTTP. */
type Name = Exclude<ServiceView['name'], 'asterisk'>

interface Counts {
  served: number
  failed: number
  failures: number
  answeredAt?: number
  readonly latenciesMs: number[]
  lastFailure?: { readonly at: number; readonly because: string }
}

const latenciesKept = 200
/** A request we gave up sooner was not too slow: nobody needed its answer any more. */
const patienceMs = 1_000
/** Answers that mean: not as it should be. Any other one is an answer, be it a no. */
const unwell = (status: number): boolean => status >= 500 || [401, 402, 403, 429].includes(status)

/** How the services outside do, learned from every request that is made anyway. */
export class ServiceWatch {
  readonly #addresses: readonly (readonly [Name, string | undefined])[]
  readonly #clock: Clock
  readonly #counts = new Map<Name, Counts>()

  constructor(config: Pick<Config, 'panel' | 'stt' | 'llm' | 'sms'>, clock: Clock) {
    const { panel, stt, llm, sms } = config
    this.#addresses = [
      ['panel', panel?.baseUrl],
      ['recogniser', stt.token === undefined ? undefined : stt.url],
      ['llm', llm.apiKey === undefined ? undefined : llm.baseUrl],
      ['sms', sms?.url],
    ]
    this.#clock = clock
  }

  /** The same way out, watched. */
  over(fetch: Fetch): Fetch {
    return async (url, options) => {
      const name = this.#nameOf(url)
      if (name === undefined) return await fetch(url, options)
      const counts = this.#countsOf(name)
      const startMs = this.#clock.elapsed()
      try {
        const response = await fetch(url, options)
        if (unwell(response.status)) this.#failed(counts, `HTTP ${response.status}`)
        else this.#served(counts, this.#clock.elapsed() - startMs)
        return response
      } catch (error) {
        const { signal } = options
        const tookMs = this.#clock.elapsed() - startMs
        if (!signal.aborted) this.#failed(counts, 'no connection')
        else if (signal.reason instanceof ScopeClosed && tookMs >= patienceMs) this.#failed(counts, 'no answer in time')
        throw error
      }
    }
  }

  /** Each of them, configured or not. */
  views(): readonly ServiceView[] {
    return this.#addresses.map(([name, url]) => {
      const counts = this.#counts.get(name)
      if (url === undefined) return { name, state: 'off', served: 0, failed: 0, failures: 0 }
      if (counts === undefined) return { name, state: 'idle', served: 0, failed: 0, failures: 0 }
      return { name, state: counts.failures > 0 ? 'failing' : 'well', ...figuresOf(counts) }
    })
  }

  #served(counts: Counts, tookMs: number): void {
    counts.served++
    counts.failures = 0
    counts.answeredAt = this.#clock.now()
    counts.latenciesMs.push(Math.round(tookMs))
    if (counts.latenciesMs.length > latenciesKept) counts.latenciesMs.shift()
  }

  #failed(counts: Counts, because: string): void {
    counts.failed++
    counts.failures++
    counts.lastFailure = { at: this.#clock.now(), because }
  }

  /** The one whose address is the longest beginning of the URL; else one at the same server. */
  #nameOf(url: string): Name | undefined {
    const beginning = this.#addresses
      .filter(([, address]) => address !== undefined && url.startsWith(address))
      .toSorted(([, one = ''], [, other = '']) => other.length - one.length)[0]
    if (beginning !== undefined) return beginning[0]
    const origin = URL.parse(url)?.origin
    return this.#addresses.find(([, address]) => address !== undefined && URL.parse(address)?.origin === origin)?.[0]
  }

  #countsOf(name: Name): Counts {
    const known = this.#counts.get(name)
    if (known !== undefined) return known
    const fresh: Counts = { served: 0, failed: 0, failures: 0, latenciesMs: [] }
    this.#counts.set(name, fresh)
    return fresh
  }
}

function figuresOf({ latenciesMs, ...counts }: Counts): Omit<ServiceView, 'name' | 'state'> {
  const sorted = latenciesMs.toSorted((one, other) => one - other)
  const share = (part: number): number | undefined => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]
  const [lastMs, p50Ms, p95Ms] = [latenciesMs.at(-1), share(0.5), share(0.95)]
  return {
    ...counts,
    ...(lastMs === undefined ? {} : { lastMs }),
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
  }
}
