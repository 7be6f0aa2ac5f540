/** Longest wait a provider may ask for, milliseconds; what is longer is ignored: nobody waits that long on a telephone. */
const longestMs = 60_000

/** What `x-should-retry` says; undefined when the provider says nothing. */
export function shouldRetry(headers: Headers): boolean | undefined {
  const said = headers.get('x-should-retry')?.trim().toLowerCase()
  if (said === 'true') return true
  if (said === 'false') return false
  return undefined
}

/** Milliseconds to wait by `retry-after-ms`, then `retry-after` (seconds or an HTTP date); undefined when neither is usable. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  return usable(number(headers.get('retry-after-ms'))) ?? usable(fromRetryAfter(headers.get('retry-after'), nowMs))
}

function fromRetryAfter(value: string | null, nowMs: number): number | undefined {
  const seconds = number(value)
  if (seconds !== undefined) return seconds * 1_000
  const date = value === null ? Number.NaN : Date.parse(value)
  return Number.isNaN(date) ? undefined : date - nowMs
}

function number(value: string | null): number | undefined {
  if (value === null || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return undefined
  return Number(value)
}

function usable(ms: number | undefined): number | undefined {
  return ms === undefined || ms < 0 || ms > longestMs ? undefined : Math.round(ms)
}
