import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Breaker } from '../dialer/breaker.ts'
import { Gates } from '../dialer/gates.ts'
import { IncidentWatch } from '../dialer/incidents.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { OutboxWorker } from '../report/outbox-worker.ts'
import { openDatabase } from '../store/database.ts'
import { Incidents } from '../store/incidents.ts'
import { StoredOutbox } from '../store/outbox.ts'
import { type MelipayamakStandIn, startMelipayamak } from '../testing/services/melipayamak.ts'
import { alertDelivery } from './alert-delivery.ts'
import { Melipayamak } from './melipayamak.ts'

const key = 'console-key-8f2d61'
const admins = ['09121111111', '09122222222'] as PhoneNumber[]
const soon = (): AbortSignal => AbortSignal.timeout(5_000)

let dir: string
let sms: MelipayamakStandIn
const logged: unknown[] = []
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-alert-'))
  sms = await startMelipayamak({ key })
  logged.length = 0
})
afterEach(async () => {
  await sms[Symbol.asyncDispose]()
  rmSync(dir, { recursive: true })
})

/** One life of the engine, as far as alerts go. */
function life(clock: TestClock) {
  const tell = (...line: readonly unknown[]): void => void logged.push(line)
  const log: Log = { ...silentLog, info: tell, warn: tell, error: tell }
  const db = openDatabase(join(dir, 'salehi.db'))
  const outbox = new StoredOutbox(db, clock)
  const gates: Gates = new Gates(clock, (gate, shut) => watch.changed(gate, shut))
  const book = new Incidents(db, outbox)
  const watch = new IncidentWatch({ book, gates, clock, log, alerts: { company: 'sina', admins } })
  const client = new Melipayamak(
    { url: sms.url, key: new Secret(key), from: '50001234', timeoutMs: 5_000 },
    { clock, fetch },
  )
  const deliver = { 'sms.alert': alertDelivery((message, signal) => client.send(message, signal), clock) }
  const worker = new OutboxWorker({ outbox, deliver, clock, random: () => 0, log })
  const scope = new Scope(new AbortController().signal)
  scope.spawn((signal) => watch.run(signal))
  scope.spawn((signal) => worker.run(signal))
  return {
    breaker: new Breaker(gates, clock),
    outbox,
    [Symbol.asyncDispose]: async () => {
      await scope[Symbol.asyncDispose]()
      db.close()
    },
  }
}

test('an account that is empty is told by one SMS, over a restart too; the key is kept nowhere', async () => {
  const clock = new TestClock()
  {
    await using engine = life(clock)
    engine.breaker.failed('vira', 'quota')
    await clock.advance(1_000)
    await sms.sent.reached(1, soon())
    while (engine.outbox.counts().waiting > 0) await clock.advance(0)
  }
  {
    await using engine = life(clock)
    engine.breaker.failed('vira', 'quota')
    await clock.advance(60_000)
    expect(engine.outbox.counts()).toMatchObject({ waiting: 0, setAside: 0 })
  }
  expect(sms.sent.all).toEqual([{ from: '50001234', to: admins, text: expect.stringContaining('تشخیص گفتار') }])
  for (const file of readdirSync(dir)) expect(readFileSync(join(dir, file)).includes(key), file).toBe(false)
  expect(Bun.inspect(logged, { depth: 10 })).not.toContain(key)
})

test('an SMS nobody knows to be sent is not sent again, and stays visible', async () => {
  const clock = new TestClock()
  await using engine = life(clock)
  sms.next({ fault: 'lost_answer' })
  engine.breaker.failed('gapgpt', 'quota')
  await clock.advance(1_000)
  await sms.sent.reached(1, soon())
  while (engine.outbox.counts().setAside === 0) await clock.advance(0)
  await clock.advance(600_000)
  expect(sms.requests.all).toHaveLength(1)
  expect(engine.outbox.setAsideEntries(1)).toMatchObject([{ why: expect.stringContaining('it may have been sent') }])
})
