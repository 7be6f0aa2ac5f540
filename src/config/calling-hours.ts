import { latinDigits } from '../domain/phone-number.ts'
import { parseDays, parseTimeRange, type TimeRange, type WeeklyHours } from '../domain/weekly-hours.ts'

/** The hours of the week, or what is wrong with the text, for people. */
export type CallingHours = { readonly week: WeeklyHours } | { readonly wrong: string }

/**
 * Reads `09:00-21:00` (every day) or `sat-wed 09:00-13:00 16:00-21:00, thu 09:00-13:00`; a day not named is closed.
 * Hours of one day may not overlap: what was meant would be a guess, and a guess may ring at night.
 */
export function parseCallingHours(text: string): CallingHours {
  const week: TimeRange[][] = [[], [], [], [], [], [], []]
  for (const part of latinDigits(text).split(/[,،;]/)) {
    const wrong = addPart(week, part.trim())
    if (wrong !== undefined) return { wrong }
  }
  for (const ranges of week) {
    ranges.sort((a, b) => a.fromMinute - b.fromMinute)
    if (ranges.some((range, index) => range.fromMinute < (ranges[index - 1]?.toMinute ?? 0)))
      return { wrong: 'hours of the same day overlap' }
  }
  return { week }
}

function addPart(week: TimeRange[][], part: string): string | undefined {
  if (part === '') return 'there is an empty part between the commas'
  const words = part.replace(/\s*[-–]\s*/g, '-').split(/\s+/)
  const named = /^\d/.test(words[0] ?? '') ? 'daily' : (words.shift() ?? '')
  const days = parseDays(named)
  if (days === undefined) return `"${named}" is not a day or a range of days (sun mon tue wed thu fri sat)`
  if (words.length === 0) return `no hours follow "${named}"`
  for (const word of words) {
    const range = parseTimeRange(word)
    if (range === undefined) return `"${word}" is not a time range that ends after it begins on the same day`
    for (const day of days) week[day]?.push(range)
  }
  return undefined
}
