import { expect, setDefaultTimeout, test } from 'bun:test'
import { courseOfNumber } from './day/course-of-number.ts'
import { shortDay } from './day/day-plan.ts'
import { dayLine, findingsOf, findingsTable, kindsTable } from './day/day-table.ts'
import { playDay } from './day/play-day.ts'

const limitMs = 180_000
setDefaultTimeout(limitMs)

test('a day with every kind of people, a failing panel and an executable killed with -9: every number one call and one fact, no limit exceeded, nothing left', async () => {
  const day = await playDay(shortDay, console.error, AbortSignal.timeout(limitMs - 10_000))
  const findings = findingsOf(day)
  const wrong = findings.filter((finding) => finding.wrong.length > 0)
  const phones = new Set(wrong.flatMap(({ phones: all = [] }) => all.slice(0, 3)))
  const evidence = [
    ...kindsTable(day),
    ...findingsTable(findings),
    ...[...phones].flatMap((phone) => courseOfNumber(day, phone)),
  ]
  expect(wrong, [dayLine(day), ...evidence].join('\n')).toEqual([])
  expect(day.upAtKills.length).toBe(shortDay.kills)
  // The limits were felt, or their figures prove nothing.
  const most = (what: string): number => Number(findings.find((finding) => finding.what === what)?.found)
  const { limits } = shortDay
  expect(most('most calls begun in 1 s, all lines')).toBe(limits.perSecond)
  expect(most('most calls begun in 60 s, one line')).toBe(limits.linePerMinute)
  expect(most('most calls at once, all lines (outbound)')).toBe(limits.atOnce)
  expect(most('most calls left of its day, first line')).toBe(limits.firstLineLeft)
})
