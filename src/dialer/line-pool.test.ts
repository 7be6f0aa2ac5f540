import { expect, test } from 'bun:test'
import { Bell } from '../kernel/bell.ts'
import { seededRandom } from '../kernel/random.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { type LineLimits, LinePool, type OutboundGrant } from './line-pool.ts'

const never = new AbortController().signal
const generous: LineLimits = {
  concurrent: 0,
  perMinute: 0,
  perDay: 0,
  allOutbound: 0,
  allInbound: 0,
  allPerSecond: 0,
}
const dayMs = 86_400_000

function pool(limits: Partial<LineLimits>, numbers = ['02100000001', '02100000002'], earlier: readonly number[] = []) {
  const clock = new TestClock()
  const before = numbers.slice(0, 1).flatMap((line) => earlier.map((at) => ({ line, at })))
  const lines = new LinePool(
    numbers.map((number) => ({ number })),
    {
      limits: { ...generous, ...limits },
      clock,
      dayStart: (now) => now - (now % dayMs),
      startsSince: (since) => before.filter(({ at }) => at >= since),
      dialledOn: (line, since) => before.filter((one) => one.line === line && one.at >= since).length,
      bell: new Bell(),
    },
  )
  return { clock, lines }
}

async function grant(room: ReturnType<LinePool['tryOutbound']>): Promise<OutboundGrant> {
  if ('waitMs' in room) throw new Error(`no room: ${room.because}`)
  expect(await room.dial(() => true, never)).toBe(true)
  return room
}

test.each([1, 2, 3, 4, 5])(
  'no window and no cap is ever exceeded, whatever the traffic (seed %p)',
  async (seed) => {
    const limits = { concurrent: 3, perMinute: 8, perDay: 200, allOutbound: 5, allPerSecond: 2 }
    const { clock, lines } = pool(limits)
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
  const { lines } = pool({ perDay: 2 }, ['02100000001'], [start - 5_000, start - 4_000])
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('a call that was never dialled counts against no limit', async () => {
  const { clock, lines } = pool({ perDay: 1 }, ['02100000001'])
  const room = lines.tryOutbound()
  if ('waitMs' in room) throw new Error(room.because)
  expect(lines.tryOutbound()).toMatchObject({ because: 'a call is being placed on this line' })
  room[Symbol.dispose]()
  const second = await grant(lines.tryOutbound())
  second[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('calls being placed count against the originations of this second', () => {
  const { lines } = pool({ allPerSecond: 2 }, ['1000', '2000', '3000'])
  const first = lines.tryOutbound()
  const second = lines.tryOutbound()
  expect([first, second].every((room) => 'line' in room)).toBe(true)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_ORIGINATIONS_PER_SECOND is reached' })
})

test('a second that began before a restart is still that second', () => {
  const start = new TestClock().now()
  const { lines } = pool({ allPerSecond: 1 }, ['1000', '2000'], [start - 400])
  expect(lines.tryOutbound()).toEqual({ waitMs: 600, because: 'MAX_ORIGINATIONS_PER_SECOND is reached' })
})

test('on the day the clocks go back the day limit holds for all 25 hours', async () => {
  const midnight = Date.UTC(2026, 9, 24, 22) // Berlin, 25 October 2026
  const clock = new TestClock(midnight + 60_000)
  const lines = new LinePool([{ number: '1000' }], {
    limits: { ...generous, perDay: 2 },
    clock,
    dayStart: (now) =>
      Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Berlin').startOfDay().epochMilliseconds,
    startsSince: () => [],
    dialledOn: () => 0,
    bell: new Bell(),
  })
  ;(await grant(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(24.5 * 3_600_000)
  ;(await grant(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
  await clock.advance(3_600_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('the least loaded line dials next, and of two equally loaded the one that rested longer', async () => {
  const { clock, lines } = pool({})
  ;(await grant(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(5_000)
  const other = await grant(lines.tryOutbound())
  expect(other.line.number).toBe('02100000002')
  other[Symbol.dispose]()
})

test('the least loaded line dials next', async () => {
  const { clock, lines } = pool({})
  const first = await grant(lines.tryOutbound())
  await clock.advance(1_000)
  const second = await grant(lines.tryOutbound())
  expect([first.line.number, second.line.number].toSorted()).toEqual(['02100000001', '02100000002'])
})

test('a waiting caller goes before outbound on a full line, and is served when a call ends', async () => {
  const { clock, lines } = pool({ concurrent: 1 }, ['02100000001'])
  const outbound = await grant(lines.tryOutbound())
  let served = false
  const waiting = lines.admit({ number: '02100000001' }, never).then((room) => {
    served = true
    return room
  })
  await clock.advance(2_000)
  expect(served).toBe(false)
  outbound[Symbol.dispose]()
  const room = await waiting
  expect(lines.tryOutbound()).toMatchObject({ because: 'the line is full (MAX_CONCURRENT_CALLS)' })
  room[Symbol.dispose]()
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('a caller who gives up while waiting does not hold up the line', async () => {
  const { clock, lines } = pool({ concurrent: 1 }, ['02100000001'])
  const outbound = await grant(lines.tryOutbound())
  const controller = new AbortController()
  const gone = lines.admit({ number: '02100000001' }, controller.signal).catch((error: unknown) => error)
  await clock.advance(2_000)
  const reason = new Error('hung up')
  controller.abort(reason)
  expect(await gone).toBe(reason)
  outbound[Symbol.dispose]()
  await clock.advance(1_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('when the first of two waiting callers leaves in the very instant a place is free, the second gets it', async () => {
  const { clock, lines } = pool({ concurrent: 1 }, ['02100000001'])
  const line = { number: '02100000001' }
  const outbound = await grant(lines.tryOutbound())
  const controller = new AbortController()
  const first = lines.admit(line, controller.signal).catch(() => 'left')
  const second = lines.admit(line, never)
  await clock.advance(1_000)
  outbound[Symbol.dispose]()
  controller.abort(new Error('hung up'))
  expect(await first).toBe('left')
  const room = await second
  room[Symbol.dispose]()
  await clock.advance(1_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('callers are served in the order they came, a newcomer last', async () => {
  const { lines } = pool({ concurrent: 1 }, ['02100000001'])
  const line = { number: '02100000001' }
  const order: string[] = []
  const served = (name: string) => (room: Disposable) => {
    order.push(name)
    return room
  }
  const busy = await lines.admit(line, never)
  const first = lines.admit(line, never).then(served('first'))
  const second = lines.admit(line, never).then(served('second'))
  busy[Symbol.dispose]()
  const newcomer = lines.admit(line, never).then(served('newcomer'))
  for (const waiting of [first, second, newcomer]) (await waiting)[Symbol.dispose]()
  expect(order).toEqual(['first', 'second', 'newcomer'])
})

test('the limit over all inbound calls frees a caller on another line', async () => {
  const { clock, lines } = pool({ allInbound: 1 })
  const busy = await lines.admit({ number: '02100000001' }, never)
  let served = false
  const other = lines.admit({ number: '02100000002' }, never).then((room) => {
    served = true
    return room
  })
  await clock.advance(1_000)
  expect(served).toBe(false)
  busy[Symbol.dispose]()
  await other
  expect(served).toBe(true)
})

test('a line the panel takes away places no more calls, and keeps its count when it comes back', async () => {
  const { clock, lines } = pool({ perDay: 1 }, ['1000'])
  const call = await grant(lines.tryOutbound())
  lines.replace([{ number: '2000', panelId: 7 }])
  await clock.advance(2_000)
  expect((await grant(lines.tryOutbound())).line).toEqual({ number: '2000', panelId: 7 })
  call[Symbol.dispose]()
  lines.replace([{ number: '1000', panelId: 3 }])
  await clock.advance(2_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
  expect(lines.match(['2000'])).toEqual({ number: '2000', panelId: 7 })
})

test('a line whose call could not be placed rests, longer each time', async () => {
  const { clock, lines } = pool({}, ['02100000001'])
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
  expect(pool({}).lines.match(dialled).number).toBe(number)
})

test('a clock put back an hour does not stop dialing for an hour, and the day still counts what was dialled on it', async () => {
  const { clock, lines } = pool({ perMinute: 1, perDay: 2 }, ['1000'])
  ;(await grant(lines.tryOutbound()))[Symbol.dispose]()
  clock.setWall(clock.now() - 3_600_000)
  await clock.advance(60_000)
  ;(await grant(lines.tryOutbound()))[Symbol.dispose]()
  await clock.advance(60_000)
  expect(lines.tryOutbound()).toMatchObject({ because: 'MAX_CALLS_PER_DAY is reached' })
})

test('what an earlier run dialled in a future that was taken back counts as dialled now', () => {
  const { lines } = pool({ perMinute: 1 }, ['1000'], [new TestClock().now() + 3_600_000])
  expect(lines.tryOutbound()).toMatchObject({ waitMs: 60_000 })
})

test('a line shows what is up on it, what was dialled and what holds it back until when', async () => {
  const { clock, lines } = pool({ concurrent: 2, perDay: 1 }, ['1000'])
  using _call = await grant(lines.tryOutbound())
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
