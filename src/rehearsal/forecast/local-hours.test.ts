import { expect, test } from 'bun:test'
import { placesFrom, placeText } from './local-hours.ts'

test('days are counted from the first, by the wall clock of the company, also where the clocks change', () => {
  const noon = (day: string): number =>
    Temporal.PlainDateTime.from(`${day}T12:00`).toZonedDateTime('Europe/Berlin').epochMilliseconds
  const places = placesFrom(noon('2026-03-28'), 'Europe/Berlin')
  expect(['2026-03-28', '2026-03-29', '2026-03-30', '2026-04-02'].map((day) => places(noon(day)).day)).toEqual([
    1, 2, 3, 6,
  ])
  expect(placeText(places(noon('2026-03-28')))).toBe('day 1, 12:00')
  const evening = Temporal.PlainDateTime.from('2026-03-28T23:59').toZonedDateTime('Europe/Berlin').epochMilliseconds
  expect(placeText(places(evening))).toBe('day 1, 23:59')
})
