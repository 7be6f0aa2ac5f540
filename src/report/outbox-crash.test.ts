import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { silentLog } from '../kernel/log.ts'
import { seededRandom } from '../kernel/random.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { openDatabase } from '../store/database.ts'
import { StoredOutbox } from '../store/outbox.ts'
import { transact } from '../store/transaction.ts'
import { startPanel } from '../testing/services/panel.ts'
import { Crash, MemoryOutbox } from './memory-outbox.ts'
import { OutboxWorker } from './outbox-worker.ts'
import type { Deliver } from './ports.ts'

const never = new AbortController().signal

/** A server that takes everything and keeps what came over the wire. */
function receiver(): { deliver: Deliver; came: { key: string | null; body: string }[] } & Disposable {
  const came: { key: string | null; body: string }[] = []
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      came.push({ key: request.headers.get('idempotency-key'), body: await request.text() })
      return Response.json({})
    },
  })
  const deliver: Deliver = async ({ key, body }, signal) => {
    const headers = { 'idempotency-key': key }
    const response = await fetch(`http://127.0.0.1:${server.port}`, { method: 'POST', body, headers, signal })
    return response.ok ? { kind: 'delivered' } : { kind: 'unavailable', because: `HTTP ${response.status}` }
  }
  return { deliver, came, [Symbol.dispose]: () => void server.stop(true) }
}

function freshWorker(outbox: MemoryOutbox, deliver: Deliver, seed: number): OutboxWorker {
  const clock = new TestClock()
  return new OutboxWorker({
    outbox,
    deliver: { 'panel.report': deliver },
    clock,
    random: seededRandom(seed),
    log: silentLog,
  })
}

const bodies = ['{"a":1}', '{ "spaced" : "بله" }', '{"emoji":"😀"}', '{}', '{"z":null}']

test.each([1, 2, 3, 4, 5])(
  'dying between the answer and the acknowledgement of report %p repeats that one request, byte for byte',
  async (dies) => {
    using panel = receiver()
    const outbox = new MemoryOutbox(...bodies.map((body) => ({ body })))
    outbox.crashBefore.add(dies)
    const death: unknown = await freshWorker(outbox, panel.deliver, dies)
      .drain(5_000, never)
      .catch((error: unknown) => error)
    expect(death).toBeInstanceOf(Crash)

    expect(await freshWorker(outbox, panel.deliver, dies + 1).drain(5_000, never)).toBe(true)
    const once = bodies.map((body, at) => ({ key: `key-${at + 1}`, body }))
    expect(panel.came).toEqual(once.flatMap((one, at) => (at + 1 === dies ? [one, one] : [one])))
  },
)

test('dying at every single report repeats every report once and loses none', async () => {
  using panel = receiver()
  const outbox = new MemoryOutbox(...bodies.map((body) => ({ body })))
  for (const [at] of bodies.entries()) outbox.crashBefore.add(at + 1)
  let deaths = 0
  for (let seed = 1; seed <= bodies.length + 1; seed++) {
    await freshWorker(outbox, panel.deliver, seed)
      .drain(5_000, never)
      .catch(() => deaths++)
  }
  expect(deaths).toBe(bodies.length)
  expect(panel.came).toEqual(
    bodies.flatMap((body, at) => [
      { key: `key-${at + 1}`, body },
      { key: `key-${at + 1}`, body },
    ]),
  )
  expect(outbox.ended('delivered')).toEqual([1, 2, 3, 4, 5])
})

test('being stopped while the answer is on its way leaves the report owed', async () => {
  const outbox = new MemoryOutbox({})
  const stopping = new AbortController()
  const reason = new Error('shutting down')
  const deliver: Deliver = (_row, signal) => {
    const answer = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => answer.reject(signal.reason))
    stopping.abort(reason)
    return answer.promise
  }
  const ended: unknown = await freshWorker(outbox, deliver, 1)
    .run(stopping.signal)
    .catch((error: unknown) => error)
  expect(ended).toBe(reason)
  expect(outbox.due(0, 10)).toMatchObject([{ id: 1, attempts: 0 }])
})

/** A process that delivers what a database owes, and can be killed like any other. */
function reporter(path: string, url: string) {
  const program = join(import.meta.dir, '../testing/services/panel-reporter.ts')
  return Bun.spawn([process.execPath, program, path, url, 'the-token'], { stdout: 'ignore', stderr: 'inherit' })
}

/** A report about nobody's number, as a panel takes it. */
function body(n: number): string {
  return JSON.stringify({
    number_id: null,
    phone_number: '09121111111',
    company: 'sina',
    status: 'MISSED',
    reason: 'Nobody answered.',
    attempted_at: '2026-01-05T11:30:00+03:30',
    user_message: `report ${n}`,
  })
}

test('killed with SIGKILL in mid-delivery again and again, it repeats at most the one report in flight, byte for byte', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-outbox-'))
  const path = join(dir, 'salehi.db')
  const count = 150
  {
    using db = openDatabase(path)
    const outbox = new StoredOutbox(db, systemClock)
    transact(db, 'sample', () => {
      for (let n = 1; n <= count; n++) outbox.owe({ kind: 'panel.report', key: `a${n}`, body: body(n) })
    })
  }
  await using panel = await startPanel({ token: 'the-token', company: 'sina' })
  // Taken, but the word of it never arrives: the process waits for it when it dies.
  const silentAt = new Set([20, 60, 100])
  panel.when(() =>
    silentAt.delete(panel.reports.all.length + 1) ? { fault: 'lost_answer', how: 'silence' } : undefined,
  )
  for (const dies of [20, 45, 60, 61, 100, 130]) {
    const child = reporter(path, panel.url)
    await panel.reports.reached(dies, never)
    child.kill('SIGKILL')
    await child.exited
  }
  expect(await reporter(path, panel.url).exited).toBe(0)

  expect(panel.violations).toEqual([])
  const firsts = panel.reports.all.filter(({ repeat }) => !repeat).map(({ raw }) => raw)
  expect(firsts).toEqual(Array.from({ length: count }, (_, at) => body(at + 1)))
  const repeats = panel.reports.all.flatMap((report, at) => (report.repeat ? [{ report, at }] : []))
  expect(repeats.length).toBeGreaterThanOrEqual(3)
  expect(repeats.length).toBeLessThanOrEqual(6)
  for (const { report, at } of repeats) {
    const { idempotencyKey, raw } = panel.reports.all[at - 1] ?? report
    expect({ idempotencyKey, raw }).toEqual({ idempotencyKey: report.idempotencyKey, raw: report.raw })
  }
  rmSync(dir, { recursive: true })
}, 30_000)
