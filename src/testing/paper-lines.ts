import { type LineLimits, LinePool, type OutboundGrant, type Room } from '../dialer/line-pool.ts'
import { Bell } from '../kernel/bell.ts'
import { TestClock } from '../kernel/test-clock.ts'

/** No limit at all. */
export const noLimits: LineLimits = {
  concurrent: 0,
  perMinute: 0,
  perDay: 0,
  allOutbound: 0,
  allInbound: 0,
  allPerSecond: 0,
}
const dayMs = 86_400_000

/** Lines on paper, with days of UTC; `earlier` is when the first was dialled on before (epoch milliseconds). */
export function paperLines(
  limits: Partial<LineLimits>,
  numbers = ['02100000001', '02100000002'],
  earlier: readonly number[] = [],
) {
  const clock = new TestClock()
  const before = numbers.slice(0, 1).flatMap((line) => earlier.map((at) => ({ line, at })))
  const lines = new LinePool(
    numbers.map((number) => ({ number })),
    {
      limits: { ...noLimits, ...limits },
      clock,
      dayStart: (now) => now - (now % dayMs),
      startsSince: (since) => before.filter(({ at }) => at >= since),
      dialledOn: (line, since) => before.filter((one) => one.line === line && one.at >= since).length,
      bell: new Bell(),
    },
  )
  return { clock, lines }
}

/** Takes the room there must be, and gives the order to dial. */
export async function dialOn(room: Room): Promise<OutboundGrant> {
  if ('waitMs' in room) throw new Error(`no room: ${room.because}`)
  if (!(await room.dial(() => true, new AbortController().signal))) throw new Error('the order to dial was not given')
  return room
}
