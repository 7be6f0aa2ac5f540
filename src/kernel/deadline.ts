import type { Clock } from './clock.ts'
import { race } from './scope.ts'

/** Abort reason of work that took longer than it may. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
  /** @param what the work, for people; @param ms how long it was allowed to take */
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`)
  }
}

/** Runs `work` with a deadline; rejects with {@link TimedOut} when it passes, with the signal's reason when that aborts. */
export async function within<T>(
  clock: Clock,
  ms: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return await race(signal, work, async (lost) => {
    await clock.sleep(ms, lost)
    throw new TimedOut(what, ms)
  })
}
