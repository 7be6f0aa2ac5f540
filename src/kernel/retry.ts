import type { Random } from './random.ts'

/** How long to wait before the n-th try again; a value, so that a test can read it. */
export interface Backoff {
  readonly firstMs: number
  readonly factor: number
  readonly maxMs: number
  /** Share of the delay that is random, 0 to 1: clients that failed together do not come back together. */
  readonly jitter: number
}

/** Milliseconds to wait after `failures` failures in a row (1 = the first). */
export function delayMs(backoff: Backoff, failures: number, random: Random): number {
  const plain = Math.min(backoff.maxMs, backoff.firstMs * backoff.factor ** Math.max(0, failures - 1))
  return Math.round(plain * (1 - backoff.jitter * random()))
}
