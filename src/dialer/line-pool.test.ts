import { expect, test } from 'bun:test'
import { Bell } from '../kernel/bell.ts'
import { seededRandom } from '../kernel/random.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { dialOn, noLimits, paperLines } from '../testing/paper-lines.ts'
import { LinePool, type OutboundGrant } from './line-pool.ts'

const never = new AbortController().signal
const dayMs = 86_400_000

test.each([1, 2, 3, 4, 5])(
  'no window and no cap is ever exceeded, whatever the traffic (seed %p)',
  async (seed) => {
    const limits = { concurrent: 3, perMinute: 8, perDay: 200, allOutbound: 5, allPerSecond: 2 }
    const { clock, lines } = paperLines(limits)
    const random = seededRandom(seed)
    const starts: { readonly line: string; readonly at: number }[] = []
    const live = new Map<string, number>()
    let peakLine = 0
    let peakAll = 0
    const change = (line: string, by: number): void => {
      live.set(line, (live.get(line) ?? 0) + by)
      peakLine = Math.max(peakLine, live.get(line) ?? 0)
      peakAll = Math.max(
        peakAll,
        [...live.values()].reduce((sum, count) => sum + count, 0),
      )
    }
    const calls: Promise<void>[] = []
    const placed = async (room: OutboundGrant, dialledAfterMs: number, lastsMs: number): Promise<void> => {
      await clock.sleep(dialledAfterMs, never) // an exchange that is slow now and then
      await room.dial(() => starts.push({ line: room.line.number, at: clock.now() }) > 0, never)
      await clock.sleep(lastsMs, never)
      change(room.line.number, -1)
      room[Symbol.dispose]()
    }
    const dialer = (async () => {
      while (clock.elapsed() < 3_600_000) {
        const room = lines.tryOutbound()
        if ('waitMs' in room) {
          await clock.sleep(Math.min(room.waitMs, 60_000), never)
          continue
        }
        change(room.line.number, 1)
        calls.push(placed(room, random() * 700, random() * 40_000))
      }
    })()
    while (clock.elapsed() < 3_700_000) await clock.advance(60_000)
    await dialer
    await Promise.all(calls)

    expect(peakLine).toBeLessThanOrEqual(limits.concurrent)
    expect(peakAll).toBeLessThanOrEqual(limits.allOutbound)
    for (const number of ['02100000001', '02100000002']) {
      const own = starts.filter(({ line }) => line === number).map(({ at }) => at)
      for (const [windowMs, most] of [
        [1_000, 1],
        [60_000, limits.perMinute],
        [dayMs, limits.perDay],
      ] as const)
        for (const start of own)
          expect(own.filter((at) => at >= start && at < start + windowMs).length).toBeLessThanOrEqual(most)
    }
    const all = starts.map(({ at }) => at)
    for (const start of all) expect(all.filter((at) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(2)
    expect(starts.length).toBeGreaterThan(200)
  },
  20_000,
)

test('the day limit counts what was dialled before a restart', () => {
  const start = new TestClock().now()
  const { lines } = paperLines({ perDay: 2 }, ['02100000001'], [start - 5_000, start - 4_000])
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('a call that was never dialled counts against no limit', async () => {
  const { clock, lines } = paperLines({ perDay: 1 }, ['02100000001'])
  const room = lines.tryOutbound()
  if ('waitMs' in room) throw new Error(room.because)
  expect(lines.tryOutbound()).toMatchObject({ because: 'a call is being placed on this line' })
  room[Symbol.dispose]()
  const second = await dialOn(lines.tryOutbound())
  second[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('calls being placed count against the originations of this second', () => {
  const { lines } = paperLines({ allPerSecond: 2 }, ['1000', '2000', '3000'])
  const first = lines.tryOutbound()
  const second = lines.tryOutbound()
  expect([first, second].every((room) => 'line' in room)).toBe(true)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_ORIGINATIONS_PER_SECOND is reached' })
})

test('a second that began before a restart is still that second', () => {
  const start = new TestClock().now()
  const { lines } = paperLines({ allPerSecond: 1 }, ['1000', '2000'], [start - 400])
  expect(lines.tryOutbound()).toEqual({ waitMs: 600, because: 'MAX_ORIGINATIONS_PER_SECOND is reached' })
})

test('on the day the clocks go back the day limit holds for all 25 hours', async () => {
  const midnight = Date.UTC(2026, 9, 24, 22) // Berlin, 25 October 2026
  const clock = new TestClock(midnight + 60_000)
  const lines = new LinePool([{ number: '1000' }], {
    limits: { ...noLimits, perDay: 2 },
    clock,
    dayStart: (now) =>
      Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Berlin').startOfDay().epochMilliseconds,
    startsSince: () => [],
    dialledOn: () => 0,
    bell: new Bell(),
  })
  ;(await dialOn(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(24.5 * 3_600_000)
  ;(await dialOn(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
  await clock.advance(3_600_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('the least loaded line dials next, and of two equally loaded the one that rested longer', async () => {
  const { clock, lines } = paperLines({})
  ;(await dialOn(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(5_000)
  const other = await dialOn(lines.tryOutbound())
  expect(other.line.number).toBe('02100000002')
  other[Symbol.dispose]()
})

test('the least loaded line dials next', async () => {
  const { clock, lines } = paperLines({})
  const first = await dialOn(lines.tryOutbound())
  await clock.advance(1_000)
  const second = await dialOn(lines.tryOutbound())
  expect([first.line.number, second.line.number].toSorted()).toEqual(['02100000001', '02100000002'])
})

test('a line the panel takes away places no more calls, and keeps its count when it comes back', async () => {
  const { clock, lines } = paperLines({ perDay: 1 }, ['1000'])
  const call = await dialOn(lines.tryOutbound())
  lines.replace([{ number: '2000', panelId: 7 }])
  await clock.advance(2_000)
  expect((await dialOn(lines.tryOutbound())).line).toEqual({ number: '2000', panelId: 7 })
  call[Symbol.dispose]()
  lines.replace([{ number: '1000', panelId: 3 }])
  await clock.advance(2_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
  expect(lines.match(['2000'])).toEqual({ number: '2000', panelId: 7 })
})

test('a line whose call could not be placed rests, longer each time', async () => {
  const { clock, lines } = paperLines({}, ['02100000001'])
  const line = { number: '02100000001' }
  lines.failed(line)
  await clock.advance(1_000)
  lines.failed(line)
  expect(lines.tryOutbound()).toEqual({ waitMs: 2_000, because: 'the line rests after a failure' })
  lines.worked(line)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test.each([
  [['02100000002'], '02100000002'],
  [['+982100000002'], '02100000002'],
  [['unknown', '2100000002'], '02100000002'],
  [['6005'], '02100000001'],
  [[], '02100000001'],
])('a caller who dialled %p comes in on %p', (dialled, number) => {
  expect(paperLines({}).lines.match(dialled).number).toBe(number)
})

test('a clock put back an hour does not stop dialing for an hour, and the day still counts what was dialled on it', async () => {
  const { clock, lines } = paperLines({ perMinute: 1, perDay: 2 }, ['1000'])
  ;(await dialOn(lines.tryOutbound()))[Symbol.dispose]()
  clock.setWall(clock.now() - 3_600_000)
  await clock.advance(60_000)
  ;(await dialOn(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('what an earlier run dialled in a future that was taken back counts as dialled now', () => {
  const { lines } = paperLines({ perMinute: 1 }, ['1000'], [new TestClock().now() + 3_600_000])
  expect(lines.tryOutbound()).toMatchObject({ waitMs: 60_000 })
})

test('a line shows what is up on it, what was dialled and what holds it back until when', async () => {
  const { clock, lines } = paperLines({ concurrent: 2, perDay: 1 }, ['1000'])
  using _call = await dialOn(lines.tryOutbound())
  using _adopted = lines.occupy({ number: '1000' }, 'inbound')
  const waiting = lines.admit({ number: '1000' }, never)
  expect(lines.views()).toMatchObject([
    {
      line: { number: '1000' },
      active: true,
      live: 2,
      outbound: 1,
      inbound: 1,
      waitingCallers: 1,
      dialledLastMinute: 1,
      dialledToday: 1,
      held: { because: 'a caller waits on this line' },
    },
  ])
  _adopted[Symbol.dispose]()
  using _served = await waiting
  _call[Symbol.dispose]()
  const midnight = clock.now() - (clock.now() % dayMs) + dayMs
  expect(lines.views()[0]?.held).toEqual({ because: 'MAX_CALLS_PER_DAY is reached', until: midnight })
})

test('an order the exchange takes up late counts from then on, on its line and over all', async () => {
  const { clock, lines } = paperLines({ allPerSecond: 1 }, ['1000', '2000'])
  const call = await dialOn(lines.tryOutbound())
  await clock.advance(400)
  call.taken()
  await clock.advance(900)
  expect(lines.tryOutbound()).toMatchObject({ waitMs: 100 })
  call.taken() // once is enough
  await clock.advance(100)
  expect(lines.tryOutbound()).toHaveProperty('line')
})
