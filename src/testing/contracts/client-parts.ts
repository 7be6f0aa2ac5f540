import { type Clock, systemClock } from '../../kernel/clock.ts'
import { Limiter } from '../../kernel/limiter.ts'
import { silentLog } from '../../kernel/log.ts'
import { Meter } from '../../speech/meter.ts'
import type { ClientParts } from '../../speech/patience.ts'

/** What a provider's client needs, with the real network and the machine's clock unless another is given. */
export function clientParts(clock: Clock = systemClock): ClientParts {
  return { fetch, clock, random: () => 0, limiter: new Limiter(10), meter: new Meter(clock), log: silentLog }
}

/** The machine's clock, `factor` times as fast: waits between tries pass in moments. */
export function hastyClock(factor: number): Clock {
  return {
    now: systemClock.now,
    elapsed: () => systemClock.elapsed() * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  }
}
