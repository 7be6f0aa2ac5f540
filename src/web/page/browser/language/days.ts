const hourMs = 3_600_000

/** The first instant of the day that holds `at` in `zone` (IANA); epoch milliseconds. */
export function startOfDay(at: number, zone: string): number {
  const wall = wallTime(at, zone)
  const guess = at - wall.sinceMidnightMs
  // On a day the clocks change the guess is off by that change: its own wall time says by how much.
  const there = wallTime(guess, zone)
  if (there.day === wall.day) return guess - there.sinceMidnightMs
  return guess + (24 * hourMs - there.sinceMidnightMs)
}

/** The Gregorian day of an instant in `zone`, `2026-01-05`. */
export function isoDay(at: number, zone: string): string {
  return wallTime(at, zone).day
}

/** The day before or after `day` (`2026-01-05`), by whole days. */
export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + by * 24 * hourMs).toISOString().slice(0, 10)
}

function wallTime(at: number, zone: string): { readonly day: string; readonly sinceMidnightMs: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    ...{ hourCycle: 'h23', timeZone: zone },
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
  const ms = ((at % 1_000) + 1_000) % 1_000
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    sinceMidnightMs: ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1_000 + ms,
  }
}
