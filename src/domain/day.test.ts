import { expect, test } from 'bun:test'
import { dayStartIn } from './day.ts'

const at = (text: string, zone: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds

test.each([
  ['Asia/Tehran', '2026-05-04T00:00', '2026-05-04T23:59:59.999'],
  ['Europe/Berlin', '2026-10-25T00:00', '2026-10-25T23:59:59.999'],
  ['Europe/Berlin', '2026-03-29T00:00', '2026-03-29T23:59:59.999'],
])('the day of %p that begins at %p still holds %p, however long it is', (zone, start, end) => {
  const dayStart = dayStartIn(zone)
  expect(dayStart(at(end, zone))).toBe(at(start, zone))
  expect(dayStart(at(start, zone))).toBe(at(start, zone))
  expect(dayStart(at(end, zone) + 1)).toBe(at(end, zone) + 1)
  expect(dayStart(at(start, zone) - 1)).toBeLessThan(at(start, zone))
})

test('where midnight does not exist the day begins when the clocks have gone forward', () => {
  const zone = 'Asia/Beirut'
  const dayStart = dayStartIn(zone)
  const noon = at('2026-03-29T12:00', zone)
  expect(Temporal.Instant.fromEpochMilliseconds(dayStart(noon)).toZonedDateTimeISO(zone).hour).toBe(1)
})

test('a clock that is put back asks for the day before again', () => {
  const dayStart = dayStartIn('Asia/Tehran')
  const late = at('2026-05-05T00:30', 'Asia/Tehran')
  expect(dayStart(late)).toBe(at('2026-05-05T00:00', 'Asia/Tehran'))
  expect(dayStart(late - 3_600_000)).toBe(at('2026-05-04T00:00', 'Asia/Tehran'))
})
