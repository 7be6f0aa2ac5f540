import type { Unavailable } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import type { GateName, Gates } from './gates.ts'

/** How long dialing rests before one call probes whether the service is back; longer each time it is not. */
const rest: Backoff = { firstMs: 60_000, factor: 2, maxMs: 3_600_000, jitter: 0 }

const explained: Partial<Record<Unavailable, string>> = {
  quota: 'its account is empty: top it up',
  auth: 'it refuses our key: check the token in the settings',
  config: 'it does not know what we ask for: check its address in the settings',
}

interface Outage {
  /** How often dialing was shut for it, probes that failed included. */
  readonly times: number
  /** Monotonic milliseconds of the latest failure. */
  readonly failedAt: number
}

/** Stops dialing when a service every call needs has no money left or refuses our key: the next caller must not meet it. */
export class Breaker {
  readonly #gates: Gates
  readonly #clock: Clock
  readonly #outages = new Map<GateName, Outage>()
  readonly #missing = new Set<GateName>()

  constructor(gates: Gates, clock: Clock) {
    this.#gates = gates
    this.#clock = clock
  }

  /** A service cannot be asked at all as things are set: dialing waits for a person, and no probe is worth a call. */
  missing(gate: 'recogniser' | 'llm', because: string): void {
    this.#missing.add(gate)
    this.#gates.shut(gate, because)
  }

  /** A service failed a call. Only what the next call would meet too opens the breaker. */
  failed(service: string, because: Unavailable): void {
    const why = explained[because]
    const gate = gateOf(service)
    if (why === undefined || this.#missing.has(gate)) return
    const failedAt = this.#clock.elapsed()
    const times = this.#outages.get(gate)?.times ?? 0
    // Calls that were up together meet the same fault: it counts once.
    const known = this.#gates.closed.some(({ name }) => name === gate)
    this.#outages.set(gate, { times: known ? times : times + 1, failedAt })
    if (known) return
    const until = this.#clock.now() + delayMs(rest, times + 1, () => 0)
    this.#gates.shut(gate, `${service} cannot serve, ${why}`, until)
  }

  /** A service answered a question it was given `tookMs` ago: it is well again, unless it has failed since then. */
  served(service: string, tookMs: number): void {
    const gate = gateOf(service)
    const outage = this.#outages.get(gate)
    if (outage === undefined) {
      this.#gates.passTrial(gate) // of an outage before this start
      return
    }
    if (this.#clock.elapsed() - tookMs < outage.failedAt) return
    this.#outages.delete(gate)
    this.#gates.open(gate)
  }
}

function gateOf(service: string): 'recogniser' | 'llm' {
  return service === 'vira' ? 'recogniser' : 'llm'
}
