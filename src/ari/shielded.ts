import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'

/** Runs clean-up that must happen whatever else was aborted, under a deadline of its own; undefined when that passed. */
export async function shielded<T>(
  clock: Clock,
  ms: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await within(clock, ms, what, work, new AbortController().signal)
  } catch (error) {
    if (error instanceof TimedOut) return undefined
    throw error
  }
}
