import { expect, test } from 'bun:test'
import { ShuttingDown } from '../session/shutting-down.ts'
import { PaperDialer, type PaperDialerOptions, people } from '../testing/paper-dialer.ts'
import { greeting } from '../testing/paper-plan.ts'
import type { Batch, Fed } from './ports.ts'

const plans = [greeting('first'), greeting('second')]

function batch(from: number, to: number, rest: Partial<Batch> = {}): Fed {
  return { kind: 'batch', batch: { contacts: people(from, to), ...rest } }
}
const nobody = batch(1, 0)
const closed = (retryAfterMs: number): Fed => ({
  kind: 'batch',
  batch: { contacts: [], closed: { because: 'lunch break', retryAfterMs } },
})
const unavailable: Fed = { kind: 'unavailable', because: 'the panel does not answer', retryAfterMs: 7_000 }

/** A day of a dialer that has run for `ms`; stopped when disposed. */
async function after(ms: number, options: Omit<PaperDialerOptions, 'plans'>) {
  const day = new PaperDialer({ plans, ...options })
  const running = day.run()
  await day.clock.advance(ms)
  return Object.assign(day, {
    [Symbol.asyncDispose]: async () => {
      day.stop.abort(new ShuttingDown())
      await day.clock.advance(60_000)
      await running
    },
  })
}

test('a source with nobody to call is asked again after DIALER_DEFAULT_RETRY', async () => {
  await using day = await after(121_000, { feed: [nobody], retryMs: 60_000 })
  expect(day.asked).toEqual([0, 60_000, 120_000].map((at) => ({ at, size: 10 })))
})

test('a short batch is not asked on before DIALER_DEFAULT_RETRY, however low the list runs', async () => {
  await using day = await after(59_000, { feed: [batch(1, 3)], batchSize: 10, retryMs: 60_000 })
  expect([day.asked.length, day.placed.length]).toEqual([1, 3])
  await day.clock.advance(1_500)
  expect(day.asked.at(-1)).toEqual({ at: 60_000, size: 10 })
})

test('after a full batch the source is asked for more as soon as the list runs low', async () => {
  await using day = await after(4_500, { feed: [batch(1, 10), batch(11, 15)], batchSize: 10 })
  expect(day.asked).toEqual([
    { at: 0, size: 10 },
    { at: 4_000, size: 5 },
  ])
})

test('a list that stays full enough is renewed now and then, for the lists that come along', async () => {
  const agents = { inbound: [], outbound: [{ panelId: 1, phone: '09121111111' }] }
  await using day = await after(61_000, {
    feed: [batch(1, 10), batch(11, 11, { agents })],
    limits: { perMinute: 1 },
    retryMs: 58_000,
  })
  expect(day.asked).toEqual([
    { at: 0, size: 10 },
    { at: 58_000, size: 1 },
  ])
  expect(day.agents).toEqual([agents])
})

test('while nothing is dialled the numbers of a panel do not pile up with every question', async () => {
  const feed = Array.from({ length: 240 }, (_, nth) => (nth === 0 ? batch(1, 10) : batch(10 + nth, 10 + nth)))
  await using day = await after(4 * 3_600_000, { feed, limits: { perDay: 1, perMinute: 1 }, retryMs: 60_000 })
  expect(day.placed).toHaveLength(1)
  expect(day.asked.length).toBeLessThan(2 * 10 + 4 * 6 + 5)
})

test('a source that does not answer is asked again when it says, and what is listed goes on ringing', async () => {
  await using day = await after(12_000, { feed: [batch(1, 10), unavailable, batch(11, 12)], batchSize: 10 })
  expect(day.asked.map(({ at }) => at)).toEqual([0, 4_000, 11_000])
  expect(day.placed.length).toBeGreaterThan(10)
})

test('a panel that does not allow calls stops dialing at once and is asked again when it says', async () => {
  await using day = await after(60_000, { feed: [batch(1, 10), closed(90_000), batch(11, 12)], batchSize: 10 })
  expect(day.placed).toHaveLength(5)
  const start = day.clock.now() - 60_000
  expect(day.gates.closed).toEqual([
    { name: 'panel', because: 'lunch break', since: start + 4_000, until: start + 94_000 },
  ])
  await day.clock.advance(35_000)
  expect(day.asked.map(({ at }) => at)).toEqual([0, 4_000, 94_000])
  expect(day.placed.length).toBeGreaterThan(5)
  expect(day.gates.closed).toEqual([])
})

test('a panel that did not allow calls and then does not answer has not allowed them', async () => {
  await using day = await after(300_000, { feed: [batch(1, 10), closed(30_000), unavailable], batchSize: 10 })
  expect(day.placed).toHaveLength(5)
  expect(day.gates.closed).toMatchObject([{ name: 'panel' }])
})

test('a panel that says «ask again at once» is asked once a second at most', async () => {
  await using day = await after(10_000, { feed: [closed(0)] })
  expect(day.asked.length).toBeLessThanOrEqual(11)
})

test('scenarios take turns, and the panel says which and under what id', async () => {
  const both = [
    { name: 'second', panelId: 2 },
    { name: 'first', panelId: 1 },
    { name: 'of another company', panelId: 3 },
  ]
  await using day = await after(5_000, { feed: [batch(1, 4, { scenarios: both })] })
  expect(day.placed.map(({ plan }) => plan)).toEqual(['second', 'first', 'second', 'first'])
})

test('an empty list of scenarios means none, until the panel names one again', async () => {
  await using day = await after(50_000, {
    feed: [batch(1, 4, { scenarios: [] }), batch(5, 5, { scenarios: [{ name: 'first', panelId: 1 }] })],
    retryMs: 60_000,
  })
  expect(day.placed).toEqual([])
  expect(day.gates.closed).toMatchObject([{ name: 'scenarios' }])
  await day.clock.advance(15_000)
  expect(day.placed.length).toBeGreaterThan(0)
  expect(day.gates.closed).toEqual([])
})

test('the lines of the panel replace ours; an empty list leaves them as they are', async () => {
  await using day = await after(1_000, {
    feed: [batch(1, 1, { lines: [{ number: '5000', panelId: 9 }] }), batch(2, 2, { lines: [] })],
    retryMs: 60_000,
  })
  await day.clock.advance(61_000)
  expect(day.placed.map(({ line }) => line)).toEqual(['5000', '5000'])
})

test('a panel is heard now and then also while the list is full: its word stands no longer than that', async () => {
  await using day = await after(119_000, {
    feed: [batch(1, 10), batch(11, 10), closed(60_000)],
    limits: { perMinute: 1 },
    lines: [],
    retryMs: 58_000,
  })
  expect(day.asked).toEqual([
    { at: 0, size: 10 },
    { at: 58_000, size: 1 },
    { at: 116_000, size: 1 },
  ])
  expect(day.gates.closed).toMatchObject([{ name: 'panel', because: 'lunch break' }])
})

test('a panel that sends the same numbers again and again is not asked more than once a second', async () => {
  await using day = await after(10_000, {
    feed: Array.from({ length: 50 }, () => batch(1, 10)),
    attempt: () => ({ lastsMs: 10, outcome: { disposition: 'busy' } }),
  })
  expect(day.asked.length).toBeLessThanOrEqual(11)
})
