import { expect, test } from 'bun:test'
import type { Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { MemoryOutbox } from './memory-outbox.ts'
import { OutboxWorker, type OutboxWorkerPorts } from './outbox-worker.ts'
import type { Deliver, Delivery } from './ports.ts'

const never = new AbortController().signal
const down: Delivery = { kind: 'unavailable', because: 'down' }
const delivered: Delivery = { kind: 'delivered' }

/** A destination that answers as told and keeps when each key came. */
function destination(clock: TestClock, answer: (key: string, nth: number) => Delivery) {
  const asked: { readonly key: string; readonly atMs: number }[] = []
  const deliver: Deliver = ({ key }) => {
    asked.push({ key, atMs: clock.elapsed() })
    return Promise.resolve(answer(key, asked.filter((one) => one.key === key).length))
  }
  return { asked, deliver, keys: () => asked.map(({ key }) => key) }
}

function workerOver(outbox: MemoryOutbox, clock: TestClock, deliver: Deliver, more: Partial<OutboxWorkerPorts> = {}) {
  return new OutboxWorker({
    outbox,
    deliver: { 'panel.report': deliver },
    clock,
    random: () => 0,
    log: silentLog,
    ...more,
  })
}

/** Runs the worker while `during` moves the clock. */
async function running(worker: OutboxWorker, during: () => Promise<void>): Promise<void> {
  await using scope = new Scope(never)
  scope.spawn((signal) => worker.run(signal))
  await during()
}

test('reports go out in the order of the facts, each once', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, {}, {})
  const panel = destination(clock, () => delivered)
  await running(workerOver(outbox, clock, panel.deliver), () => clock.advance(60_000))
  expect(panel.keys()).toEqual(['key-1', 'key-2', 'key-3'])
  expect(outbox.ended('delivered')).toEqual([1, 2, 3])
})

test('a report just written goes out at once, not at the next look', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox()
  const panel = destination(clock, () => delivered)
  const worker = workerOver(outbox, clock, panel.deliver)
  await running(worker, async () => {
    await clock.advance(1_500)
    outbox.add()
    worker.wake()
    await clock.advance(0)
    expect(panel.asked).toEqual([{ key: 'key-1', atMs: 1_500 }])
  })
})

test('a report nobody announced is found within a second', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox()
  const panel = destination(clock, () => delivered)
  await running(workerOver(outbox, clock, panel.deliver), async () => {
    await clock.advance(1_500)
    outbox.add()
    await clock.advance(1_000)
  })
  expect(panel.asked).toEqual([{ key: 'key-1', atMs: 2_000 }])
})

test('a poison report is set aside at once, visible, and holds up nothing', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, { key: 'poison' }, {})
  const panel = destination(clock, (key) => (key === 'poison' ? { kind: 'refused', because: 'HTTP 422' } : delivered))
  const told: unknown[] = []
  const log: Log = { ...silentLog, error: (event, _message, fields) => void told.push([event, fields]) }
  await running(workerOver(outbox, clock, panel.deliver, { log }), () => clock.advance(600_000))
  expect(panel.asked.map(({ key, atMs }) => [key, atMs])).toEqual([
    ['key-1', 0],
    ['poison', 0],
    ['key-3', 0],
  ])
  expect(outbox.ended('set aside')).toEqual([2])
  expect(told).toEqual([['report.set_aside', { kind: 'panel.report', call: 'poison', because: 'HTTP 422' }]])
})

test('a report that breaks the destination every time holds the others up for a second and is then alone', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({ key: 'breaks' }, {}, {})
  const panel = destination(clock, (key) => (key === 'breaks' ? down : delivered))
  await running(workerOver(outbox, clock, panel.deliver), () => clock.advance(20_000))
  expect(panel.asked.map(({ key, atMs }) => [key, atMs])).toEqual([
    ['breaks', 0],
    ['breaks', 1_000],
    ['key-2', 1_000],
    ['breaks', 1_000],
    ['key-3', 1_000],
    ['breaks', 3_000],
    ['breaks', 7_000],
    ['breaks', 15_000],
  ])
})

test('a report that fails alone for hours is set aside, for each try may be billed; what is behind it went at once', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({ key: 'breaks' })
  const panel = destination(clock, (key) => (key === 'breaks' ? down : delivered))
  const told: unknown[] = []
  const log: Log = { ...silentLog, error: (event, _message, fields) => void told.push([event, fields]) }
  const worker = workerOver(outbox, clock, panel.deliver, { log })
  const late: number[] = []
  await running(worker, async () => {
    for (let minute = 0; minute < 480; minute++) {
      outbox.add()
      worker.wake()
      await clock.advance(60_000)
      late.push(outbox.due(clock.now(), 10).filter(({ key }) => key !== 'breaks').length)
    }
  })
  expect(late.every((waiting) => waiting === 0)).toBe(true)
  expect(outbox.ended('set aside')).toEqual([1])
  const tries = panel.asked.filter(({ key }) => key === 'breaks').map(({ atMs }) => atMs)
  expect(tries.length).toBeLessThan(30)
  expect(tries.at(-1) ?? 0).toBeGreaterThan(4 * 3_600_000)
  const because = 'down, 20 times while others were taken'
  expect(told).toEqual([['report.set_aside', { kind: 'panel.report', call: 'breaks', because }]])
})

test('an outage of a day sets nothing aside and keeps the order; the destination is asked hardly more than once a minute', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox(...Array.from({ length: 200 }, () => ({})))
  const backAtMs = 86_400_000
  const panel = destination(clock, () => (clock.elapsed() < backAtMs ? down : delivered))
  await running(workerOver(outbox, clock, panel.deliver), async () => {
    await clock.advance(3_600_000)
    expect(panel.asked.length).toBeLessThan(85)
    const openings = [...new Set(panel.asked.map(({ atMs }) => atMs))]
    const gaps = openings.slice(1).map((atMs, at) => atMs - (openings[at] ?? 0))
    expect(gaps.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    await clock.advance(backAtMs - 3_600_001)
    expect(outbox.ended('set aside')).toEqual([])
    panel.asked.length = 0
    await clock.advance(60_001)
  })
  expect(panel.keys()).toEqual(Array.from({ length: 200 }, (_, at) => `key-${at + 1}`))
})

test('a panel that hangs holds up no message to a person', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, { kind: 'sms.alert', key: 'alert' })
  const sms = destination(clock, () => delivered)
  const hanging: Deliver = (_row, signal) =>
    new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
  const deliver = { 'panel.report': hanging, 'sms.alert': sms.deliver }
  await running(workerOver(outbox, clock, hanging, { deliver }), () => clock.advance(0))
  expect(sms.keys()).toEqual(['alert'])
})

test('a destination that says when to come back is left alone until then', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, {})
  const panel = destination(clock, (key, nth) =>
    key === 'key-1' && nth === 1 ? { ...down, retryAfterMs: 90_000 } : delivered,
  )
  await running(workerOver(outbox, clock, panel.deliver), () => clock.advance(100_000))
  expect(panel.asked.map(({ atMs }) => atMs)).toEqual([0, 90_000, 90_000])
})

test('a refused token loses nothing, is one error for a person, and everything goes out once it is corrected', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, {}, {})
  const panel = destination(clock, () =>
    clock.elapsed() < 600_000 ? { kind: 'misconfigured', because: 'token' } : delivered,
  )
  const told: string[] = []
  const log: Log = { ...silentLog, error: (event) => void told.push(event) }
  const worker = workerOver(outbox, clock, panel.deliver, { log })
  await running(worker, async () => {
    await clock.advance(599_000)
    expect(outbox.ended('set aside')).toEqual([])
    expect(worker.destinations).toMatchObject([
      { kind: 'panel.report', because: 'token', sinceMs: clock.now() - 599_000 },
    ])
    expect(panel.asked.length).toBeLessThan(12)
    await clock.advance(600_000)
  })
  expect(told).toEqual(['report.misconfigured'])
  expect(outbox.ended('delivered')).toEqual([1, 2, 3])
  expect(worker.destinations).toEqual([{ kind: 'panel.report', failures: 0 }])
})

test('a dead destination hides nothing of another kind, however much waits for it', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox(...Array.from({ length: 500 }, () => ({})), { kind: 'sms', key: 'alert' })
  const panel = destination(clock, () => down)
  const sms = destination(clock, () => delivered)
  const deliver = { 'panel.report': panel.deliver, sms: sms.deliver }
  await running(workerOver(outbox, clock, panel.deliver, { deliver }), () => clock.advance(1_000))
  expect(sms.asked).toEqual([{ key: 'alert', atMs: 0 }])
})

test('reports of a kind nobody takes wait and stop nobody', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({ kind: 'ticket' }, {})
  const panel = destination(clock, () => delivered)
  await running(workerOver(outbox, clock, panel.deliver), () => clock.advance(10_000))
  expect(panel.keys()).toEqual(['key-2'])
  expect(outbox.due(clock.now(), 10).map(({ id }) => id)).toEqual([1])
})

test('a fault of our own in sending one report is told and does not stop the others', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({ key: 'faulty' }, {})
  const deliver: Deliver = ({ key }) =>
    key === 'faulty' ? Promise.reject(new TypeError('09121111111')) : Promise.resolve(delivered)
  const told: unknown[] = []
  const log: Log = { ...silentLog, error: (event, _message, fields) => void told.push([event, fields]) }
  await running(workerOver(outbox, clock, deliver, { log }), () => clock.advance(1_500))
  expect(outbox.ended('delivered')).toEqual([2])
  expect(new Set(told.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify(['report.fault', { kind: 'panel.report', error: 'TypeError' }])]),
  )
})

test('shutting down sends what is due, and gives up on a destination that does not answer', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, {}, {})
  const panel = destination(clock, () => delivered)
  expect(await workerOver(outbox, clock, panel.deliver).drain(5_000, never)).toBe(true)
  expect(outbox.ended('delivered')).toEqual([1, 2, 3])

  outbox.add()
  const silent: Deliver = (_row, signal) =>
    new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
  const draining = workerOver(outbox, clock, silent).drain(5_000, never)
  await clock.advance(5_000)
  expect(await draining).toBe(false)
  expect(outbox.due(clock.now(), 10).map(({ id }) => id)).toEqual([4])
})

test('a drain beside the running worker sends nothing twice', async () => {
  const clock = new TestClock()
  const outbox = new MemoryOutbox({}, {}, {}, {})
  const panel = destination(clock, () => delivered)
  const worker = workerOver(outbox, clock, panel.deliver)
  await running(worker, async () => {
    expect(await worker.drain(5_000, never)).toBe(true)
  })
  expect(panel.keys()).toEqual(['key-1', 'key-2', 'key-3', 'key-4'])
})
