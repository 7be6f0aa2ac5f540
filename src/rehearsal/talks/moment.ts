import type { weekdays } from '../../domain/weekly-hours.ts'
import type { Node } from '../../scenario/document/node.ts'
import { isoDate } from '../../scenario/jalali.ts'
import type { Span } from '../../scenario/problem.ts'
import type { Report } from '../../scenario/report.ts'
import { wrongShape } from '../../scenario/rules/shape.ts'

/** A Sunday: days without a date are those of its week, which begins on it. */
const firstSunday = Temporal.PlainDate.from('2026-01-04')
const monday = 1
/** When a talk that does not say begins: Monday, ten in the morning. */
const usualMinute = 10 * 60

/** When a call begins, in epoch milliseconds: `22:00`, `friday 22:00`, `2026-03-21 09:30`, `1405-01-01 09:30`. */
export function readMoment(node: Node | undefined, zone: string, at: Span, report: Report): number {
  if (node === undefined) return instantOf(firstSunday.add({ days: monday }), usualMinute, zone)
  const text = node.kind === 'scalar' ? node.text.trim().toLowerCase() : ''
  const match = /^(?:(\S+)\s+)?(\d{1,2}):(\d{2})$/.exec(text)
  const day = match === null ? undefined : dayOf(match[1])
  const [hour, minute] = [Number(match?.[2]), Number(match?.[3])]
  if (day !== undefined && hour < 24 && minute < 60) return instantOf(day, hour * 60 + minute, zone)
  wrongShape(
    node,
    at,
    'at is a time (22:00), with a day before it where that matters (friday 22:00, 1405-01-01 22:00)',
    report,
  )
  return 0
}

function dayOf(word: string | undefined): Temporal.PlainDate | undefined {
  if (word === undefined) return firstSunday.add({ days: monday })
  const date = isoDate(word)
  if (date !== undefined) return Temporal.PlainDate.from(date)
  const index = dayNames.findIndex((name) => name === word || name.slice(0, 3) === word)
  return index < 0 ? undefined : firstSunday.add({ days: index })
}

/** In the order of {@link weekdays}. */
const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const satisfies {
  readonly length: (typeof weekdays)['length']
}

function instantOf(day: Temporal.PlainDate, minute: number, zone: string): number {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
}
