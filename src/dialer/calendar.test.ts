import { expect, test } from 'bun:test'
import { dayStartIn } from '../domain/day.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { PaperDialer, type PaperDialerOptions, people } from '../testing/paper-dialer.ts'
import { greeting } from '../testing/paper-plan.ts'

const zone = 'Asia/Tehran'
const { calling } = defaultPolicy('any')
const hourMs = 3_600_000

const at = (text: string, there = zone): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(there).epochMilliseconds

/** A dialer that runs from a wall-clock time on, by the hours every company has unless it says otherwise. */
function dayFrom(start: string, options: Partial<PaperDialerOptions> = {}, there = zone) {
  const day = new PaperDialer({
    list: people(1, 2_000),
    plans: [greeting('plain')],
    limits: { perMinute: 1 },
    startsAt: at(start, there),
    ...options,
    rules: { hours: { ...calling, timezone: there }, dayStart: dayStartIn(there), ...options.rules },
  })
  const running = day.run()
  return Object.assign(day, {
    /** Wall-clock hours in which somebody was rung. */
    hours: (): readonly string[] => [
      ...new Set(
        day.records.map(({ attemptedAt }) =>
          Temporal.Instant.fromEpochMilliseconds(attemptedAt)
            .toZonedDateTimeISO(there)
            .toPlainDateTime()
            .toString()
            .slice(0, 13),
        ),
      ),
    ],
    [Symbol.asyncDispose]: async () => {
      day.cut.abort(new ShuttingDown())
      await running
    },
  })
}

test('the calling hours begin and end on the minute, every day', async () => {
  await using day = dayFrom('2026-05-04T20:00')
  await day.clock.advance(14 * hourMs)
  expect(day.hours()).toEqual(['2026-05-04T20', '2026-05-05T09'])
  expect(day.records.some(({ attemptedAt }) => attemptedAt === at('2026-05-05T09:00'))).toBe(true)
})

test('on a holiday nobody is rung, and it says when it goes on', async () => {
  const hours = { ...calling, closed: ['2026-05-05'] }
  await using day = dayFrom('2026-05-04T20:30', { rules: { hours } })
  await day.clock.advance(hourMs)
  day.clock.setWall(at('2026-05-05T08:50'))
  await day.clock.advance(hourMs)
  expect(day.gates.closed).toMatchObject([{ name: 'window', until: at('2026-05-06T09:00') }])
  day.clock.setWall(at('2026-05-06T08:50'))
  await day.clock.advance(hourMs / 2)
  expect(day.hours()).toEqual(['2026-05-04T20', '2026-05-06T09'])
})

test('the limit of a day begins anew at midnight of the company, not of the machine', async () => {
  const hours = { ...calling, week: calling.week.map(() => [{ fromMinute: 0, toMinute: 24 * 60 }]) }
  await using day = dayFrom('2026-05-04T23:00', { limits: { perDay: 3, perMinute: 60 }, rules: { hours } })
  await day.clock.advance(59 * 60_000)
  expect(day.dialled).toHaveLength(3)
  await day.clock.advance(60_000 + 5_000)
  expect(day.dialled).toHaveLength(6)
})

test.each([
  ['forward', '2026-03-28T20:00', ['2026-03-28T20', '2026-03-29T09'], 13],
  ['back', '2026-10-24T20:00', ['2026-10-24T20', '2026-10-25T09'], 15],
])('on the night the clocks go %s the hours are those of the wall', async (_way, start, hours, lengthH) => {
  await using day = dayFrom(start, {}, 'Europe/Berlin')
  await day.clock.advance((lengthH as number) * hourMs - 60_000)
  expect(day.hours()).toEqual(hours as string[])
})

test('a clock put back an hour: dialing goes on at its pace, within the hours the clock now shows', async () => {
  await using day = dayFrom('2026-05-04T20:30')
  await day.clock.advance(20 * 60_000)
  const before = day.dialled.length
  day.clock.setWall(at('2026-05-04T19:50'))
  await day.clock.advance(30 * 60_000)
  expect(day.dialled.length - before).toBe(30)
  await day.clock.advance(60 * 60_000)
  expect(day.gates.closed).toMatchObject([{ name: 'window' }])
})

test('a clock that jumps out of the hours stops dialing at once', async () => {
  await using day = dayFrom('2026-05-04T12:00')
  await day.clock.advance(10 * 60_000)
  const before = day.dialled.length
  day.clock.setWall(at('2026-05-04T22:00'))
  await day.clock.advance(10 * 60_000)
  expect(day.dialled.length).toBe(before)
})

test('where a zone is known, people are rung within the hours where they live', async () => {
  await using day = dayFrom('2026-05-04T09:00', { zone: 'Asia/Karachi', list: people(1, 3) })
  await day.clock.advance(29 * 60_000) // 10:29 in Karachi is within both; it is their own hours that count too
  expect(day.dialled).toHaveLength(3)
  await using early = dayFrom('2026-05-04T09:00', { zone: 'Europe/Berlin', list: people(1, 3) })
  await early.clock.advance(90 * 60_000 - 1_000)
  expect(early.dialled).toHaveLength(0)
  await early.clock.advance(180_000)
  expect(early.dialled).toHaveLength(3)
})

test('limits of 0 are no limits', async () => {
  const limits = { concurrent: 0, perMinute: 0, perDay: 0, allOutbound: 0, allInbound: 0, allPerSecond: 0 }
  await using day = dayFrom('2026-05-04T12:00', {
    limits,
    attempt: () => ({ lastsMs: hourMs, outcome: { disposition: 'connected' } }),
  })
  await day.clock.advance(10 * 60_000 - 1)
  expect(day.live).toBe(600)
})
