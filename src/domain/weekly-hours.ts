/** Minutes from midnight, `fromMinute` inclusive, `toMinute` exclusive; 1440 = midnight. */
export interface TimeRange {
  readonly fromMinute: number
  readonly toMinute: number
}

/** The hours of a week: seven lists of ranges in order, index 0 is Sunday; an empty list is a closed day. */
export type WeeklyHours = readonly (readonly TimeRange[])[]

/** Days as people write them, in the order of {@link WeeklyHours}. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof weekdays)[number]

/** Indexes of the days meant by `fri`, `sat-wed` (round the week's end too) or `daily`; undefined when it is none of these. */
export function parseDays(text: string): readonly number[] | undefined {
  const days = text.trim().toLowerCase()
  if (days === 'daily') return [0, 1, 2, 3, 4, 5, 6]
  const [first, last = first, ...rest] = days.split(/\s*[-–]\s*/)
  const from = weekdays.indexOf(first as Weekday)
  const to = weekdays.indexOf(last as Weekday)
  if (from < 0 || to < 0 || rest.length > 0) return undefined
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => (from + step) % 7)
}

/** The range of `09:00-21:00`; undefined when it is not one, or does not end after it begins (24:00 is the day's end). */
export function parseTimeRange(text: string): TimeRange | undefined {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text.trim())
  if (match === null) return undefined
  const [fromHour, fromMinutes, toHour, toMinutes] = match.slice(1).map(Number) as [number, number, number, number]
  if (fromMinutes > 59 || toMinutes > 59) return undefined
  const range = { fromMinute: fromHour * 60 + fromMinutes, toMinute: toHour * 60 + toMinutes }
  return range.toMinute > 1_440 || range.fromMinute >= range.toMinute ? undefined : range
}
