import type { TimeRange } from '../domain/weekly-hours.ts'
import type { OpeningHours } from './plan.ts'

/** Farthest we look ahead for an opening: beyond a year of closed days nobody waits. */
const maxDaysAhead = 370

/** Whether it is open at an instant (epoch milliseconds), by the wall clock of its zone. */
export function isOpen(hours: OpeningHours, epochMs: number): boolean {
  const local = at(epochMs, hours.timezone)
  if (hours.closed.includes(local.toPlainDate().toString())) return false
  const minute = local.hour * 60 + local.minute
  return rangesOf(hours, local.dayOfWeek).some((range) => minute >= range.fromMinute && minute < range.toMinute)
}

/** When it is open next: now when it is open now; undefined when it does not open within a year. Epoch milliseconds. */
export function nextOpening(hours: OpeningHours, epochMs: number): number | undefined {
  if (isOpen(hours, epochMs)) return epochMs
  const today = at(epochMs, hours.timezone).toPlainDate()
  for (let ahead = 0; ahead <= maxDaysAhead; ahead++) {
    const day = today.add({ days: ahead })
    if (hours.closed.includes(day.toString())) continue
    const starts = rangesOf(hours, day.dayOfWeek)
      .map((range) => instantOf(day, range.fromMinute, hours.timezone))
      .filter((start) => start >= epochMs && isOpen(hours, start))
    if (starts.length > 0) return Math.min(...starts)
  }
  return undefined
}

function at(epochMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs)).toZonedDateTimeISO(zone)
}

/** `dayOfWeek` is ISO: Monday 1 to Sunday 7. */
function rangesOf(hours: OpeningHours, dayOfWeek: number): readonly TimeRange[] {
  return hours.week[dayOfWeek % 7] ?? []
}

function instantOf(day: Temporal.PlainDate, minute: number, zone: string): number {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 })
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
}
