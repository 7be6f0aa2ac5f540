import { expect, test } from 'bun:test'
import { isoDay, shiftDay, startOfDay } from './days.ts'

test('a day begins at midnight where the company is', () => {
  const at = Date.UTC(2026, 10, 21, 20, 45)
  expect(new Date(startOfDay(at, 'Asia/Tehran')).toISOString()).toBe('2026-11-21T20:30:00.000Z')
  expect(isoDay(at, 'Asia/Tehran')).toBe('2026-11-22')
  expect(startOfDay(at + 123, 'Asia/Tehran')).toBe(startOfDay(at, 'Asia/Tehran'))
})

test.each([
  ['2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z'],
])('also on a day the clocks change (%s)', (at, start) => {
  expect(new Date(startOfDay(Date.parse(at), 'Europe/Berlin')).toISOString()).toBe(start)
})

test('the day before the first of a month is the last of the one before', () => {
  expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28')
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01')
})
