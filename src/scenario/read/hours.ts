import { parseDays, type TimeRange, type WeeklyHours, weekdays } from '../../domain/weekly-hours.ts'
import type { Node, ScalarNode } from '../document/node.ts'
import { isoDate } from '../jalali.ts'
import { hoursKeys } from '../keys/scenario-keys.ts'
import type { HoursModel, Section } from '../model/scenario-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { wrongShape } from '../rules/shape.ts'
import { entriesOf, readFields } from './fields.ts'
import { readSection } from './section.ts'
import { readText } from './values.ts'

/** Section `hours`. Hours without a zone are in the company's. */
export function readHours(node: Node | undefined, zone: string, at: Span, report: Report): Section<HoursModel> {
  return readSection(node, 'hours', at, report, (name, value, key) => {
    const fields = readFields(value, hoursKeys, `the hours "${name}"`, key, report)
    if (fields === undefined) return undefined
    const timezone = readZone(fields.get('timezone'), fields.keyAt('timezone'), report) ?? zone
    const open = fields.get('open')
    const week = open && readWeek(open, fields.keyAt('open'), report)
    const closed = readDates(fields.get('closed'), 'closed', fields.keyAt('closed'), report)
    return week && { hours: { name, timezone, week, closed } }
  })
}

/** A time zone by its name. */
export function readZone(node: Node | undefined, at: Span, report: Report): string | undefined {
  const zone = readText(node, 'a time zone', at, report)
  if (zone === undefined) return undefined
  if (isZone(zone.value)) return zone.value
  report.add('shape', zone.at, `there is no time zone "${zone.value}": write it as Asia/Tehran`)
  return undefined
}

/** Whether a time zone of this name is known. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // The runtime answers an unknown zone by throwing; there is no other way to ask.
    return false
  }
}

/** Hours by weekday (`sat-thu: 09:00-21:00`, a list of ranges, or `closed`); index 0 of the result is Sunday. */
export function readWeek(node: Node, at: Span, report: Report): WeeklyHours | undefined {
  if (node.kind !== 'map') {
    wrongShape(node, at, 'hours are written by weekday (sat-thu: 09:00-21:00)', report)
    return undefined
  }
  const week: TimeRange[][] = weekdays.map(() => [])
  const named = new Set<number>()
  for (const entry of entriesOf(node.entries).values()) {
    const which = readDays(entry.key, report)
    const ranges = readRanges(entry.value, entry.key.at, report)
    for (const day of which) {
      if (named.has(day))
        report.add('shape', entry.key.at, `${weekdays[day]} stands here a second time: name every day once`)
      named.add(day)
      for (const range of ranges) addRange(week, day, range)
    }
  }
  return week.map((ranges) => ranges.sort((a, b) => a.fromMinute - b.fromMinute))
}

/** Days (`1405-01-01`, `2026-12-25`) as ISO dates. */
export function readDates(node: Node | undefined, what: string, at: Span, report: Report): readonly string[] {
  if (node === undefined) return []
  if (node.kind === 'map' || (node.kind === 'scalar' && node.value === undefined)) {
    wrongShape(node, at, `${what} must be a list of days (1405-01-01, or 2026-12-25)`, report)
    return []
  }
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => {
    const iso = item.kind === 'scalar' ? isoDate(item.text) : undefined
    if (iso !== undefined) return [iso]
    if (item.kind === 'scalar' && item.value !== undefined)
      report.add(
        'shape',
        item.at,
        `there is no day "${item.text.slice(0, 20)}": write 1405-01-01 (Jalali) or 2026-12-25`,
      )
    else wrongShape(item, at, 'a day is written 1405-01-01 (Jalali) or 2026-12-25', report)
    return []
  })
}

function readDays(key: ScalarNode, report: Report): readonly number[] {
  const parts = key.text.toLowerCase().split(/\s*,\s*/)
  const found = parts.flatMap((part) => parseDays(part) ?? [])
  if (found.length < parts.length || found.length === 0) {
    report.add('shape', key.at, `"${key.text.slice(0, 30)}" names no day: write sat, sat-thu, sat,mon,wed, or daily`)
    return []
  }
  return found
}

function readRanges(node: Node, at: Span, report: Report): readonly TimeRange[] {
  if (node.kind === 'scalar' && node.text === 'closed') return []
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => {
    const range = item.kind === 'scalar' ? parseRange(item.text) : undefined
    if (range === undefined) wrongShape(item, at, 'hours are written 09:00-17:00, several in a list, or closed', report)
    return range ?? []
  })
}

function parseRange(text: string): TimeRange | undefined {
  const match = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text)
  if (match === null) return undefined
  const [fromHour, fromMin, toHour, toMin] = match.slice(1).map(Number) as [number, number, number, number]
  const range = { fromMinute: fromHour * 60 + fromMin, toMinute: toHour * 60 + toMin }
  if (fromMin > 59 || toMin > 59 || range.fromMinute >= 1440 || range.toMinute > 1440) return undefined
  return range.fromMinute === range.toMinute ? undefined : range
}

/** A range over midnight belongs to two days. */
function addRange(week: TimeRange[][], day: number, range: TimeRange): void {
  if (range.fromMinute < range.toMinute) {
    week[day]?.push(range)
    return
  }
  week[day]?.push({ fromMinute: range.fromMinute, toMinute: 1440 })
  if (range.toMinute > 0) week[(day + 1) % 7]?.push({ fromMinute: 0, toMinute: range.toMinute })
}
