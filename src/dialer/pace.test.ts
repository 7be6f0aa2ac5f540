import { expect, test } from 'bun:test'
import { seededRandom } from '../kernel/random.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { PaperDialer, people } from '../testing/paper-dialer.ts'
import { greeting } from '../testing/paper-plan.ts'

const plans = [greeting('plain')]
const hourMs = 3_600_000

/** Most starts that lie in any window of that length. */
function most(starts: readonly number[], windowMs: number): number {
  return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + windowMs).length))
}

test.each([
  { name: 'per second over all lines', lines: 6, limits: { allPerSecond: 3 }, minutes: 10, allowed: 3 * 600 },
  { name: 'per second on each line', lines: 3, limits: {}, minutes: 10, allowed: 3 * 600 },
  { name: 'per minute on each line', lines: 2, limits: { perMinute: 10 }, minutes: 60, allowed: 2 * 600 },
  { name: 'per day on each line', lines: 2, limits: { perDay: 200, perMinute: 30 }, minutes: 60, allowed: 400 },
])(
  'while numbers wait, 98 of 100 calls allowed $name are placed at least, and never more',
  async ({ lines, limits, minutes, allowed }) => {
    const random = seededRandom(lines)
    const numbers = Array.from({ length: lines }, (_, n) => `0210000000${n}`)
    const day = new PaperDialer({
      list: people(1, allowed + 100),
      plans,
      lines: numbers,
      limits,
      readyMs: () => 15 + random() * 20, // an exchange on a small box
      attempt: () => ({ lastsMs: 5_000 + random() * 20_000, outcome: { disposition: 'no_answer' } }),
    })
    const running = day.run()
    for (let minute = 0; minute < minutes; minute++) await day.clock.advance(60_000)
    const starts = day.dialled.map(({ at }) => at)
    expect(starts.length / allowed).toBeGreaterThanOrEqual(0.98)
    expect(most(starts, 1_000)).toBeLessThanOrEqual(limits.allPerSecond ?? lines)
    for (const line of numbers) {
      const own = day.dialled.filter((one) => one.line === line).map(({ at }) => at)
      expect(most(own, 1_000)).toBe(1)
      if (limits.perMinute !== undefined) expect(most(own, 60_000)).toBeLessThanOrEqual(limits.perMinute)
      if (limits.perDay !== undefined) expect(most(own, hourMs)).toBeLessThanOrEqual(limits.perDay)
    }
    day.stop.abort(new ShuttingDown())
    await day.clock.advance(60_000)
    await running
  },
  60_000,
)
