/** A year below this is meant in the Jalali calendar. */
const firstGregorianYear = 1700

/**
 * A calendar day (`2026-03-21`, or Jalali `1405-01-01`) as an ISO Gregorian date; undefined when there is no such day.
 * The year tells the calendars apart.
 */
export function isoDate(text: string): string | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (match === null) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1 || year < 1000) return undefined
  const calendar = year < firstGregorianYear ? 'persian' : 'iso8601'
  const date = Temporal.PlainDate.from({ calendar, year, month, day }, { overflow: 'constrain' })
  return date.day === day ? date.withCalendar('iso8601').toString() : undefined
}
