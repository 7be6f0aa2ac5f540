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

/** Stops dialing when a service every call needs has no money left or refuses our key: the next caller must not meet it. */
export class Breaker {
  readonly #gates: Gates
  readonly #clock: Clock
  readonly #failures = new Map<GateName, number>()

  constructor(gates: Gates, clock: Clock) {
    this.#gates = gates
    this.#clock = clock
  }

  /** A service failed a call. Only what the next call would meet too opens the breaker. */
  failed(service: string, because: Unavailable): void {
    const why = explained[because]
    if (why === undefined) return
    const gate: GateName = service === 'vira' ? 'recogniser' : 'llm'
    const failures = (this.#failures.get(gate) ?? 0) + 1
    this.#failures.set(gate, failures)
    const until = this.#clock.now() + delayMs(rest, failures, () => 0)
    this.#gates.shut(gate, `${service} cannot serve, ${why}`, until)
  }

  /** A call understood somebody: both services are well again. */
  worked(): void {
    for (const gate of this.#failures.keys()) this.#gates.open(gate)
    this.#failures.clear()
  }
}
