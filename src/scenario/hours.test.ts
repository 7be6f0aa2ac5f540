import { expect, test } from 'bun:test'
import { isOpen, nextOpening } from './hours.ts'
import type { OpeningHours } from './plan.ts'
import { readCompany } from './scenario.ts'

function hoursOf(yaml: string, zone = 'Asia/Tehran', holidays = '[]'): OpeningHours {
  const text = `salehi: 1\nzone: ${zone}\ncalling_hours: ${yaml}\nholidays: ${holidays}`
  const { policy, problems } = readCompany(text, 'company.yaml', 'c')
  expect(problems).toEqual([])
  return policy?.calling ?? { name: '', timezone: zone, week: [], closed: [] }
}

function ms(zoned: string): number {
  return Temporal.ZonedDateTime.from(zoned).epochMilliseconds
}

const week = hoursOf('{ sat-wed: 09:00-21:00, thu: [09:00-12:00, 16:00-18:00] }', 'Asia/Tehran', '[1405-01-01]')

test.each([
  ['2026-11-21T09:00[Asia/Tehran]', true],
  ['2026-11-21T08:59:59.999[Asia/Tehran]', false],
  ['2026-11-21T20:59:59[Asia/Tehran]', true],
  ['2026-11-21T21:00[Asia/Tehran]', false],
  ['2026-11-26T13:00[Asia/Tehran]', false],
  ['2026-11-26T16:00[Asia/Tehran]', true],
  ['2026-11-27T12:00[Asia/Tehran]', false],
  ['2026-03-21T12:00[Asia/Tehran]', false],
] as const)('at %s open is %s', (at, open) => {
  expect(isOpen(week, ms(at))).toBe(open)
})

test.each([
  ['2026-11-21T12:00[Asia/Tehran]', '2026-11-21T12:00[Asia/Tehran]'],
  ['2026-11-21T22:00[Asia/Tehran]', '2026-11-22T09:00[Asia/Tehran]'],
  ['2026-11-26T12:30[Asia/Tehran]', '2026-11-26T16:00[Asia/Tehran]'],
  ['2026-11-26T19:00[Asia/Tehran]', '2026-11-28T09:00[Asia/Tehran]'],
  ['2026-03-20T10:00[Asia/Tehran]', '2026-03-22T09:00[Asia/Tehran]'],
] as const)('after %s it opens at %s', (now, opens) => {
  expect(nextOpening(week, ms(now))).toBe(ms(opens))
})

test('hours over midnight belong to two days', () => {
  const night = hoursOf('{ fri: 22:00-02:00 }')
  expect(isOpen(night, ms('2026-11-27T23:30[Asia/Tehran]'))).toBe(true)
  expect(isOpen(night, ms('2026-11-28T01:59[Asia/Tehran]'))).toBe(true)
  expect(isOpen(night, ms('2026-11-28T02:00[Asia/Tehran]'))).toBe(false)
  expect(nextOpening(night, ms('2026-11-28T03:00[Asia/Tehran]'))).toBe(ms('2026-12-04T22:00[Asia/Tehran]'))
})

test('the wall clock counts on days the clocks change', () => {
  const berlin = hoursOf('{ sun-sat: 09:00-10:00 }', 'Europe/Berlin')
  expect(isOpen(berlin, ms('2026-03-29T09:30[Europe/Berlin]'))).toBe(true)
  expect(isOpen(berlin, ms('2026-10-25T08:59[Europe/Berlin]'))).toBe(false)
  expect(nextOpening(berlin, ms('2026-03-28T12:00[Europe/Berlin]'))).toBe(ms('2026-03-29T09:00[Europe/Berlin]'))
  const gap = hoursOf('{ sun: 02:30-05:00 }', 'Europe/Berlin')
  expect(nextOpening(gap, ms('2026-03-28T23:00[Europe/Berlin]'))).toBe(ms('2026-03-29T03:30[Europe/Berlin]'))
})

test('hours without any opening never open', () => {
  expect(nextOpening(hoursOf('{ fri: closed }'), ms('2026-11-21T12:00[Asia/Tehran]'))).toBeUndefined()
})

test('a range of weekdays goes round the end of the week', () => {
  expect(hoursOf('{ thu-sat: 08:00-09:00 }').week.map((ranges) => ranges.length)).toEqual([0, 0, 0, 0, 1, 1, 1])
  expect(hoursOf('{ fri-mon: 08:00-24:00 }').week.map((ranges) => ranges.length)).toEqual([1, 1, 0, 0, 0, 1, 1])
  expect(hoursOf('{ "sat,mon": 08:00-09:00 }').week.map((ranges) => ranges.length)).toEqual([0, 1, 0, 0, 0, 0, 1])
})
