import { expect, test } from 'bun:test'
import type { CallRecord } from '../domain/record.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { people } from '../testing/paper-dialer.ts'
import { PaperExchange, type Phone } from '../testing/paper-exchange.ts'
import { paperPlan } from '../testing/paper-plan.ts'
import { type PaperReply, paperScript } from '../testing/paper-script.ts'
import { type Attempted, callOut } from './outbound.ts'
import type { LiveCalls, Progress } from './ports.ts'
import { Registry } from './registry.ts'
import { ShuttingDown } from './shutting-down.ts'

const plan = paperPlan(
  'offer',
  `prompts: { hello: { audio: hello.mp3 }, thanks: { audio: thanks.mp3 }, goodby: { audio: goodby.mp3 } }
flow:
  outbound:
    - ask: hello
      expect: yes_no
      on:
        yes: [{ disposition: disconnected }, { say: thanks }, { disposition: connected }, { say: goodby }]
        else: { hangup: not_interested }
`,
)
const [contact] = people(7, 7)
const endpoint = 'PJSIP/000109120000007@trunk'

const transferring = paperPlan(
  'transferring',
  `prompts: { hello: { audio: hello.mp3 }, goodby: { audio: goodby.mp3 } }
flow:
  outbound:
    - ask: hello
      expect: yes_no
      on: { yes: [{ disposition: disconnected }], else: { hangup: not_interested } }
    - transfer: operators
      on: { answered: { disposition: connected }, else: { hangup: failed } }
    - say: goodby
`,
)

interface AttemptOptions {
  readonly plan?: Plan
  readonly live?: LiveCalls
  readonly replies?: readonly PaperReply[]
  readonly mayDial?: () => boolean
  readonly log?: Log
  readonly engine?: AbortController
}

/** One attempt on paper, and whatever a test does to it. */
function attempt(phone: Phone, options: AttemptOptions = {}) {
  if (contact === undefined) throw new Error('there is nobody')
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, () => phone)
  const registry = new Registry()
  const { desk, ...scripted } = paperScript(clock, exchange, options.replies)
  const operator = { key: 'op', endpoint: 'PJSIP/op' }
  const reserve = () => ({ operator, [Symbol.dispose]: () => undefined })
  const script = {
    ...scripted,
    desk: { ...desk, roster: { free: () => 1, reserve } },
    ...(options.live === undefined ? {} : { live: options.live }),
  }
  const engine = options.engine ?? new AbortController()
  const dialled: number[] = []
  const made = callOut(
    {
      id: '0a',
      contact,
      line: { number: '02100000001' },
      plan: options.plan ?? plan,
      scenarioPanelId: 5,
      mayDial: async () => {
        await Promise.resolve()
        if (options.mayDial?.() === false) return false
        dialled.push(clock.elapsed())
        return true
      },
    },
    {
      company: 'paper',
      calls: exchange,
      script,
      registry,
      clock,
      trunk: 'trunk',
      dialPrefix: 'line4',
      defaultCallerId: '',
      ringMs: 30_000,
      causeTable: { 38: 'power_off' },
    },
    options.log ?? silentLog,
    engine.signal,
  )
  const ended = made.catch((error: unknown) => error)
  return { clock, exchange, registry, engine, dialled, made, ended, leg: () => exchange.legs.get(endpoint) }
}

function recordOf(attempted: Attempted): CallRecord {
  if (attempted.kind !== 'recorded') throw new Error(attempted.kind)
  return attempted.record
}

const answers: Phone = { kind: 'answers', afterMs: 4_000 }

test('a call answered: rung with prefix and line, played, understood, recorded, hung up', async () => {
  const call = attempt(answers, { replies: ['yes'] })
  await call.clock.advance(1_000)
  expect(call.registry.live).toMatchObject([{ id: '0a', direction: 'outbound', scenario: 'offer' }])
  await call.clock.advance(20_000)
  const start = call.clock.now() - 21_000
  expect(recordOf(await call.made)).toMatchObject({
    id: '0a',
    outcome: { disposition: 'connected' },
    scenario: { name: 'offer', hash: plan.hash, panelId: 5 },
    attemptedAt: start,
    answeredAt: start + 4_000,
    endedAt: start + 9_000,
    endedBy: 'us',
    yesToHangupMs: 2_000,
    turns: [{ transcript: 'yes', intent: 'yes' }],
  })
  expect(call.exchange.orders).toMatchObject([{ id: '0a', endpoint, callerId: '02100000001', timeoutMs: 30_000 }])
  expect(call.leg()?.log).toEqual(['play sound:hello', 'play sound:thanks', 'play sound:goodby', 'hangup'])
  expect(call.registry.live).toEqual([])
})

test.each<[string, Phone, object]>([
  ['rings out', { kind: 'rings' }, { outcome: { disposition: 'no_answer' }, endedBy: 'us', hangup: { cause: 19 } }],
  [
    'is busy',
    { kind: 'refuses', afterMs: 900, hangup: { cause: 17 }, sign: 'none' },
    { outcome: { disposition: 'busy' }, endedBy: 'network', hangup: { cause: 17 } },
  ],
  [
    'is off',
    { kind: 'refuses', afterMs: 900, hangup: { cause: 20 }, sign: 'early_media' },
    { outcome: { disposition: 'power_off' }, endedBy: 'network' },
  ],
  [
    'is barred by the carrier',
    { kind: 'refuses', afterMs: 900, hangup: { cause: 21 }, sign: 'none' },
    { outcome: { disposition: 'banned' } },
  ],
  [
    'is off, as the owner knows of this trunk',
    { kind: 'refuses', afterMs: 900, hangup: { cause: 38 }, sign: 'none' },
    { outcome: { disposition: 'power_off' } },
  ],
  [
    'rang when Asterisk died',
    { kind: 'lost', afterMs: 9_000, sign: 'ringing' },
    { outcome: { disposition: 'failed', reason: 'asterisk_lost' } },
  ],
])('a phone that %s is recorded as such', async (_what, phone, expected) => {
  const call = attempt(phone)
  await call.clock.advance(31_000)
  const record = recordOf(await call.made)
  expect(record).toMatchObject({ ...expected, turns: [], trace: [] })
  expect(record.answeredAt).toBeUndefined()
  expect(call.dialled).toEqual([0])
  expect(call.registry.live).toEqual([])
})

test.each<[string, Phone, string]>([
  ['the trunk is down', { kind: 'offline' }, 'Allocation failed'],
  ['nobody answers the INVITE', { kind: 'silent' }, 'no_sip_answer'],
  [
    'Asterisk dies before it rang',
    { kind: 'lost', afterMs: 900, sign: 'none' },
    'Asterisk went away before the phone rang',
  ],
])('when %s the number goes back to the list', async (_why, phone, because) => {
  const call = attempt(phone)
  await call.clock.advance(33_000)
  expect(await call.made).toEqual({ kind: 'technical', because })
})

test('a shutdown while the phone rings is recorded: it may have rung', async () => {
  const call = attempt(answers)
  await call.clock.advance(1_000)
  call.engine.abort(new ShuttingDown())
  expect(recordOf(await call.made)).toMatchObject({
    outcome: { disposition: 'failed', reason: 'shutting_down' },
    endedBy: 'us',
  })
})

test('a shutdown before anything was dialled leaves no record', async () => {
  const engine = new AbortController()
  const reason = new ShuttingDown()
  engine.abort(reason)
  const call = attempt(answers, { engine })
  expect(await call.ended).toBe(reason)
  expect([call.dialled, call.registry.live]).toEqual([[], []])
})

test.each([
  ['while the question is asked', 4_500, { disposition: 'hangup' }],
  ['after yes, before the answer is heard', 7_500, { disposition: 'disconnected' }],
  ['after the answer was heard', 8_500, { disposition: 'connected' }],
] as const)('whoever leaves %s has what was true then', async (_when, atMs, outcome) => {
  const call = attempt(answers, { replies: ['yes'] })
  await call.clock.advance(atMs)
  call.leg()?.leave(16)
  expect(recordOf(await call.made)).toMatchObject({ outcome, endedBy: 'them', hangup: { cause: 16 } })
  expect(call.leg()?.log.at(-1)).not.toBe('hangup')
})

test.each([
  ['before it had come to anything', 4_500, { disposition: 'failed', reason: 'asterisk_lost' }],
  ['after yes', 7_500, { disposition: 'failed', reason: 'asterisk_lost' }],
  ['when it was settled', 8_500, { disposition: 'connected' }],
] as const)('an exchange that dies under the call %s: %p ms', async (_when, atMs, outcome) => {
  const call = attempt(answers, { replies: ['yes'] })
  await call.clock.advance(atMs)
  call.leg()?.leave(0, true)
  const record = recordOf(await call.made)
  expect(record.outcome).toEqual(outcome)
})

test('a bug of ours fails this call, is logged with its trace, and hangs up', async () => {
  const told: string[] = []
  const log: Log = { ...silentLog, error: (event, _message, fields) => void told.push(`${event} ${fields?.['error']}`) }
  const call = attempt(answers, { replies: [new Error('nobody thought of this')], log })
  await call.clock.advance(20_000)
  expect(recordOf(await call.made)).toMatchObject({
    outcome: { disposition: 'failed', reason: 'engine_fault' },
    endedBy: 'us',
  })
  expect(told.join()).toContain('call.fault Error: nobody thought of this')
  expect(call.leg()?.log.at(-1)).toBe('hangup')
})

test('a shutdown that meets a caller who leaves in the same instant is no bug of ours', async () => {
  const call = attempt(answers, { replies: ['yes'] })
  await call.clock.advance(4_500)
  call.engine.abort(new ShuttingDown())
  call.leg()?.leave(16)
  expect(recordOf(await call.made).outcome).toEqual({ disposition: 'failed', reason: 'shutting_down' })
})

test('a book that cannot be written stops the phone from ringing, and only this call', async () => {
  const call = attempt(answers, {
    mayDial: () => {
      throw new Error('the disk is full')
    },
  })
  await call.clock.advance(10_000)
  expect(await call.made).toEqual({ kind: 'technical', because: 'a fault of the engine; the log has it' })
  expect(call.leg()).toBeUndefined()
})

test('an attempt that may not be dialled any more is withdrawn, and the phone does not ring', async () => {
  const call = attempt(answers, { mayDial: () => false })
  await call.clock.advance(10_000)
  expect(await call.made).toEqual({ kind: 'withdrawn' })
  expect([call.dialled, call.registry.live, call.leg()]).toEqual([[], [], undefined])
})

/** A call whose customer talks with an operator after 9 s, and the notes taken of it. */
async function talking(engine = new AbortController()) {
  const noted: Progress[] = []
  const live = { note: (each: Progress) => void noted.push(structuredClone(each)) }
  const call = attempt(answers, { plan: transferring, replies: ['yes'], live, engine })
  await call.clock.advance(4_500)
  const phases = [call.registry.live[0]?.phase]
  await call.clock.advance(4_000)
  phases.push(call.registry.live[0]?.phase)
  await call.clock.advance(6_500)
  phases.push(call.registry.live[0]?.phase)
  return { ...call, noted, phases, operator: () => call.exchange.legs.get('PJSIP/op') }
}

test('what is known of a call is noted when it changes, before anything that takes its time', async () => {
  const call = await talking()
  expect(call.phases).toEqual(['talking', 'operator_ringing', 'with_operator'])
  expect(call.registry.live[0]?.step?.path ?? '').toStartWith('outbound[1]')
  expect(
    call.noted.map(({ soFar, joined }) => [soFar.outcome.disposition, soFar.turns.length, soFar.operator?.key, joined]),
  ).toEqual([
    ['hangup', 0, undefined, undefined],
    ['disconnected', 1, undefined, undefined],
    ['connected', 1, 'op', { bridgeId: expect.any(String), operatorLegId: call.operator()?.id }],
  ])
  await call.clock.advance(60_000) // a conversation is noted to be still going on
  expect(call.noted).toHaveLength(4)
  expect(call.noted.at(-1)?.at).toBeGreaterThan((call.noted[2]?.at ?? 0) + 50_000)
  call.operator()?.leave(16)
  await call.clock.advance(500)
  expect(call.registry.live[0]?.phase).toBe('talking')
  expect(call.noted.at(-1)?.joined).toBeUndefined()
  await call.clock.advance(500)
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, operator: { key: 'op' } })
})

test('an engine that ends lets a conversation with an operator go on, and keeps no record of it', async () => {
  const call = await talking()
  call.engine.abort(new ShuttingDown())
  expect(await call.made).toEqual({ kind: 'goes_on' })
  expect([call.leg()?.log.at(-1), call.operator()?.log]).toEqual(['release', ['release']])
  expect(call.exchange.joined.size).toBe(1)
  expect(call.noted.at(-1)).toMatchObject({
    soFar: { id: '0a', outcome: { disposition: 'connected' } },
    at: call.clock.now(),
  })
  expect(call.registry.live).toEqual([])
})

test('a conversation whose operator has just left does not go on without us', async () => {
  const call = await talking()
  call.operator()?.leave(16)
  call.engine.abort(new ShuttingDown())
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, endedBy: 'us' })
  expect(call.leg()?.log.at(-1)).toBe('hangup')
})

test.each([
  ['cannot be written down', { note: () => fail('the disk is full') }],
  ['would be nobody’s to take up', undefined],
] as const)('a call that %s goes its way, and ends with the engine', async (_why, live) => {
  const options = { plan: transferring, replies: ['yes'], ...(live === undefined ? {} : { live }) }
  const call = attempt(answers, options)
  await call.clock.advance(20_000)
  expect(call.exchange.joined.size).toBe(1)
  call.engine.abort(new ShuttingDown())
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, operator: { key: 'op' } })
  expect([call.leg()?.log.at(-1), call.exchange.joined.size]).toEqual(['hangup', 0])
})

function fail(because: string): never {
  throw new Error(because)
}
