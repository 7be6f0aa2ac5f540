import { expect, test } from 'bun:test'
import { LinePool } from '../dialer/line-pool.ts'
import type { CallRecord } from '../domain/record.ts'
import { Bell } from '../kernel/bell.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { PaperExchange, PaperLeg } from '../testing/paper-exchange.ts'
import { greeting, paperPlan } from '../testing/paper-plan.ts'
import { type PaperReply, paperScript } from '../testing/paper-script.ts'
import { answerCalls } from './inbound.ts'
import type { Progress } from './ports.ts'
import { Registry } from './registry.ts'
import { ShuttingDown } from './shutting-down.ts'

const limits = { concurrent: 1, perMinute: 0, perDay: 0, allOutbound: 0, allInbound: 0, allPerSecond: 0 }

interface ReceptionOptions {
  readonly plans?: readonly Plan[]
  readonly queue?: 'ring' | 'answer'
  readonly replies?: readonly PaperReply[]
  readonly log?: Log
}

/** Two lines with room for one call each; whoever rings is answered until `engine` aborts. */
function reception({ plans = [greeting('welcome', 'inbound')], queue = 'ring', replies, log }: ReceptionOptions = {}) {
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, () => ({ kind: 'offline' }))
  const lines = new LinePool([{ number: '02100000001' }, { number: '02100000002', panelId: 2 }], {
    limits,
    clock,
    dayStart: () => 0,
    startsSince: () => [],
    dialledOn: () => 0,
    bell: new Bell(),
  })
  const registry = new Registry()
  const records: CallRecord[] = []
  const engine = new AbortController()
  const stop = new AbortController()
  const noted: Progress[] = []
  let turn = 0
  const answering = answerCalls(
    {
      company: 'paper',
      country: 'IR',
      calls: exchange,
      lines,
      script: { ...paperScript(clock, exchange, replies), live: { note: (each) => void noted.push(each) } },
      registry,
      clock,
      choose: () => {
        const plan = plans[turn++ % Math.max(1, plans.length)]
        return plan === undefined ? undefined : { plan, panelId: turn }
      },
      keep: (record) => void records.push(record),
      queue,
    },
    log ?? silentLog,
    { stop: stop.signal },
    engine.signal,
  ).catch((error: unknown) => error)
  let rung = 0
  const ring = (dialled: readonly string[] = [], caller = '9123456789'): PaperLeg => {
    const leg = new PaperLeg(`in-${++rung}`, clock)
    exchange.ring({ leg, caller, dialled })
    return leg
  }
  return { clock, lines, registry, records, noted, engine, stop, answering, ring }
}

test('a caller is answered on the line they rang and recorded, with their number as people here write it', async () => {
  const it = reception()
  const leg = it.ring(['6005', '+982100000002'])
  await it.clock.advance(500)
  expect(it.registry.live).toMatchObject([{ id: 'in-1', direction: 'inbound', scenario: 'welcome' }])
  await it.clock.advance(2_000)
  const start = it.clock.now() - 2_500
  expect(it.records).toMatchObject([
    {
      id: 'in-1',
      direction: 'inbound',
      contact: { phone: '09123456789', source: 'manual' },
      line: { number: '02100000002', panelId: 2 },
      scenario: { name: 'welcome', panelId: 1 },
      outcome: { disposition: 'inbound_call', detail: 'connected' },
      attemptedAt: start,
      answeredAt: start,
      endedAt: start + 1_000,
      endedBy: 'us',
    },
  ])
  expect(leg.log).toEqual(['ring', 'answer', 'play sound:hello', 'hangup'])
  expect(it.registry.live).toEqual([])
})

test.each([
  ['', ''],
  ['anonymous', ''],
  ['+989121234567', '09121234567'],
  ['6005', '6005'],
])('a caller who shows %p is kept as %p', async (shown, phone) => {
  const it = reception()
  it.ring([], shown)
  await it.clock.advance(2_000)
  expect(it.records[0]?.contact.phone as string).toBe(phone)
})

test('on a full line the caller hears it ring until there is room, and outbound waits behind them', async () => {
  const it = reception()
  const room = it.lines.tryOutbound()
  if (!('line' in room)) throw new Error(room.because)
  await room.dial(() => true, it.engine.signal)
  const leg = it.ring(['02100000001'])
  await it.clock.advance(10_000)
  expect([leg.log, it.registry.live.length]).toEqual([['ring'], 1])
  room[Symbol.dispose]()
  await it.clock.advance(500)
  expect(it.lines.tryOutbound()).toMatchObject({ line: { number: '02100000002' } })
  await it.clock.advance(2_000)
  expect(leg.log).toEqual(['ring', 'answer', 'play sound:hello', 'hangup'])
})

test('with INBOUND_QUEUE=answer they hear music meanwhile, cut when there is room', async () => {
  const plan = paperPlan(
    'welcome',
    `prompts: { hello: { audio: hello.mp3 }, onhold: { audio: onhold.mp3 } }
flow: { inbound: [{ say: hello }, { disposition: connected }, { transfer: operators, hold: onhold, on: { else: { hangup: hangup } } }] }
`,
  )
  const it = reception({ plans: [plan], queue: 'answer' })
  using room = await it.lines.admit({ number: '02100000001' }, it.engine.signal)
  const leg = it.ring(['02100000001'])
  await it.clock.advance(2_500)
  room[Symbol.dispose]()
  await it.clock.advance(5_000)
  expect(leg.log.slice(0, 5)).toEqual([
    'answer',
    'play sound:onhold',
    'play sound:onhold',
    'cut sound:onhold',
    'play sound:hello',
  ])
})

test.each(['ring', 'answer'] as const)(
  'a caller who gives up in the queue (%s) is recorded and holds up nobody',
  async (queue) => {
    const it = reception({ queue })
    const room = await it.lines.admit({ number: '02100000001' }, it.engine.signal)
    const first = it.ring(['02100000001'])
    const second = it.ring(['02100000001'])
    await it.clock.advance(3_000)
    first.leave(16)
    await it.clock.advance(0)
    expect(it.records).toMatchObject([
      { id: 'in-1', outcome: { disposition: 'inbound_call', detail: 'hangup' }, endedBy: 'them' },
    ])
    room[Symbol.dispose]()
    await it.clock.advance(5_000)
    expect(second.log).toContain('play sound:hello')
  },
)

test('with no scenario enabled a caller is turned away, and that is recorded', async () => {
  const it = reception({ plans: [] })
  const leg = it.ring()
  await it.clock.advance(0)
  expect(leg.log).toEqual(['hangup congestion'])
  expect(it.records).toMatchObject([{ outcome: { disposition: 'inbound_call', detail: 'failed' }, endedBy: 'us' }])
  it.ring().leave(16) // gone before we could turn them away
  it.ring()
  await it.clock.advance(0)
  expect(it.records).toHaveLength(3)
})

test('scenarios take turns over callers; one without an inbound part plays its outbound', async () => {
  const it = reception({ plans: [greeting('one', 'inbound'), greeting('two')] })
  for (let caller = 0; caller < 3; caller++) {
    it.ring()
    await it.clock.advance(2_000)
  }
  expect(it.records.map(({ scenario }) => scenario?.name)).toEqual(['one', 'two', 'one'])
  expect(it.records.map(({ trace }) => trace[0]?.path.split('[')[0])).toEqual(['inbound', 'outbound', 'inbound'])
})

test('what came of an inbound call is its detail, and why it failed its reason', async () => {
  const plan = paperPlan(
    'survey',
    `prompts: { hello: { audio: hello.mp3 } }
dispositions: { keen: connected }
flow:
  inbound: [{ ask: hello, expect: yes_no, on: { yes: { hangup: keen }, else: { hangup: not_interested } } }]
`,
  )
  const quota = { kind: 'unavailable', because: 'quota', provider: 'vira' } as const
  const it = reception({ plans: [plan], replies: ['yes', 'no', quota] })
  for (let caller = 0; caller < 3; caller++) {
    it.ring()
    await it.clock.advance(5_000)
  }
  expect(it.records.map(({ outcome }) => outcome)).toEqual([
    { disposition: 'inbound_call', detail: 'keen' },
    { disposition: 'inbound_call', detail: 'not_interested' },
    { disposition: 'inbound_call', detail: 'failed', reason: 'vira_quota' },
  ])
})

test('an Asterisk that will not answer for us fails that call and no other', async () => {
  const told: string[] = []
  const it = reception({
    log: { ...silentLog, child: () => ({ ...silentLog, error: (event) => void told.push(event) }) },
  })
  const leg = it.ring()
  leg.answer = () => Promise.reject(new Error('Asterisk did not answer the call'))
  await it.clock.advance(0)
  expect(it.records).toMatchObject([
    { outcome: { disposition: 'inbound_call', detail: 'failed', reason: 'engine_fault' }, endedBy: 'us' },
  ])
  expect(told).toHaveLength(1)
  expect(leg.log).toEqual(['ring', 'hangup'])
  it.ring()
  await it.clock.advance(2_000)
  expect(it.records).toHaveLength(2)
})

test('a channel that cannot be cleaned up is told, and its call still has its record', async () => {
  const it = reception()
  const leg = it.ring()
  leg[Symbol.asyncDispose] = () => Promise.reject(new Error('no such channel'))
  await it.clock.advance(2_000)
  expect(it.records).toMatchObject([{ outcome: { disposition: 'inbound_call' } }])
  it.ring()
  await it.clock.advance(2_000)
  expect(it.records).toHaveLength(2)
})

test('a shutdown ends callers in conversation and in the queue, each with a record', async () => {
  const it = reception()
  it.ring(['02100000001'])
  const waiting = it.ring(['02100000001'])
  await it.clock.advance(500)
  const reason = new ShuttingDown()
  it.engine.abort(reason)
  expect(await it.answering).toBe(reason)
  expect(it.records.map(({ id, outcome }) => [id, outcome.reason]).toSorted()).toEqual([
    ['in-1', 'shutting_down'],
    ['in-2', 'shutting_down'],
  ])
  expect(waiting.log).toEqual(['ring', 'hangup'])
  expect(it.registry.live).toEqual([])
})

test('what is known of a caller is kept from their arrival on, as an inbound call', async () => {
  const it = reception()
  it.ring(['02100000002'])
  await it.clock.advance(500)
  expect(it.noted.map(({ soFar }) => [soFar.id, soFar.answeredAt === undefined])).toEqual([
    ['in-1', true],
    ['in-1', false],
  ])
  expect(it.noted.at(-1)?.soFar).toMatchObject({
    direction: 'inbound',
    line: { number: '02100000002' },
    scenario: { name: 'welcome', panelId: 1 },
    outcome: { disposition: 'inbound_call', detail: 'hangup' },
  })
})

test.each(['ring', 'answer'] as const)(
  'an engine that stops answers nobody any more: whoever rings (%s), or waits ringing, rings on for the next one',
  async (queue) => {
    const it = reception({ queue })
    const talks = it.ring(['02100000001'])
    const waits = it.ring(['02100000001'])
    await it.clock.advance(500)
    it.stop.abort(new ShuttingDown())
    const late = it.ring(['02100000002'])
    await it.clock.advance(0)
    expect(late.log).toEqual(['ring', 'release'])
    expect(it.noted.some(({ soFar }) => soFar.id === late.id)).toBe(true)
    await it.clock.advance(5_000)
    expect(talks.log.at(-1)).toBe('hangup')
    if (queue === 'ring') expect(waits.log).toEqual(['ring', 'release'])
    else expect(waits.log).toContain('play sound:hello') // answered already, so served
    expect(it.records.map(({ id }) => id)).toEqual(queue === 'ring' ? ['in-1'] : ['in-1', 'in-2'])
    expect(it.registry.live).toEqual([])
  },
)
