import { expect, test } from 'bun:test'
import { silentLog } from '../kernel/log.ts'
import { seededRandom } from '../kernel/random.ts'
import { TestClock } from '../kernel/test-clock.ts'
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
