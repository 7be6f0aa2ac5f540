/** Nobody may send us away for longer than this. */
const longestMs = 3_600_000

/** Milliseconds a `Retry-After` header asks for (seconds or an HTTP date), an hour at most; undefined when there is none. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs
  return Number.isNaN(ms) ? undefined : Math.min(longestMs, Math.max(0, ms))
}
