import { expect, test } from 'bun:test'
import type { Contact } from '../domain/contact.ts'
import type { CallRecord } from '../domain/record.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { people } from '../testing/paper-dialer.ts'
import { PaperExchange, PaperLeg } from '../testing/paper-exchange.ts'
import { paperPlan } from '../testing/paper-plan.ts'
import type { LeftAttempt } from './adoption/ports.ts'
import { adoptCalls, leftCalls } from './adoption.ts'
import type { LegState, Progress } from './ports.ts'
import { Registry } from './registry.ts'
import { ShuttingDown } from './shutting-down.ts'

const goodby = paperPlan(
  'offer',
  `prompts: { hello: { audio: hello.mp3 }, goodby: { audio: goodby.mp3 } }
flow: { outbound: [{ say: hello }, { say: goodby }, { hangup: connected }] }
`,
)
const curt = paperPlan(
  'curt',
  'prompts: { hello: { audio: hello.mp3 } }\nflow: { outbound: [{ say: hello }, { hangup: connected }] }\n',
)
const [contact] = people(1, 1) as readonly [Contact]
const line = { number: '02100000001' }
const operator = { key: 'panel:5', panelId: 5, endpoint: 'PJSIP/op' }
const start = Date.UTC(2026, 0, 5, 7, 58, 0)

const attempt: LeftAttempt = { id: 'a', contact, line, scenario: { name: 'offer', hash: '1' }, dialledAt: start }

/** A call that had come so far when its engine died, ten seconds before the next one looks. */
function progress(over: Partial<Progress['soFar']> = {}, rest: Partial<Progress> = {}): Progress {
  const soFar: Progress['soFar'] = {
    id: 'a',
    direction: 'outbound',
    company: 'paper',
    contact,
    line,
    scenario: { name: 'offer', hash: '1' },
    attemptedAt: start,
    answeredAt: start + 5_000,
    outcome: { disposition: 'disconnected' },
    turns: [
      {
        at: start + 9_000,
        transcript: 'yes',
        intent: 'yes',
        by: 'rule',
        listenMs: 1,
        enhanceMs: 1,
        recogniseMs: 1,
        thinkMs: 1,
      },
    ],
    trace: [{ path: 'outbound[0]', line: 3, at: start + 9_000, result: 'yes' }],
    ...over,
  }
  return { at: start + 110_000, soFar, ...rest }
}

const bridged = progress(
  { outcome: { disposition: 'connected' }, operator },
  { yesAt: start + 9_000, joined: { bridgeId: 'bridge', operatorLegId: 'op' } },
)

interface Remains {
  readonly attempts?: readonly LeftAttempt[]
  readonly live?: readonly Progress[]
  /** Legs that are still there, by id. */
  readonly legs?: Readonly<Record<string, LegState | 'elsewhere'>>
  readonly bridge?: boolean
}

/** The start of an engine over what another left. */
function next({ attempts = [], live = [], legs = {}, bridge = true }: Remains) {
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, () => ({ kind: 'offline' }))
  const there = new Map<string, PaperLeg>()
  for (const [id, state] of Object.entries(legs)) {
    const leg = new PaperLeg(id, clock)
    there.set(id, leg)
    exchange.left.set(id, state === 'elsewhere' ? state : { leg, state })
  }
  if (bridge) exchange.joined.add('bridge')
  const records: CallRecord[] = []
  const told: string[] = []
  const noted: Progress[] = []
  const registry = new Registry()
  const engine = new AbortController()
  const held = (what: string): Disposable => {
    told.push(`holds ${what}`)
    return { [Symbol.dispose]: () => void told.push(`frees ${what}`) }
  }
  /** A place on a line is free for others only when nobody is on it any more. */
  const seat = (what: string): Disposable => {
    const place = held(what)
    const isOff = ({ gone, log }: PaperLeg): boolean => gone.aborted || log.includes('hangup')
    return {
      [Symbol.dispose]: () => {
        const stillOn = [...there.values()].some((leg) => !isOff(leg))
        if (stillOn) told.push('too early')
        place[Symbol.dispose]()
      },
    }
  }
  const ports = {
    company: 'paper',
    calls: exchange,
    live: { note: (each: Progress) => void noted.push(each) },
    registry,
    clock,
    occupy: ({ number }: { readonly number: string }, direction: string) => seat(`${direction} ${number}`),
    hold: ({ key }: { readonly key: string }) => held(key),
    planNamed: (name: string) => [goodby, curt].find((plan) => plan.name === name),
    mediaOf: () => (prompt: { readonly name: string }) => Promise.resolve(`sound:${prompt.name}`),
    release: ({ id }: LeftAttempt) => void told.push(`release ${id}`),
    serve: async (leg: { readonly id: string }) => {
      told.push(`serve ${leg.id}`)
      await Promise.resolve()
    },
    keep: (record: CallRecord) => void records.push(record),
  }
  const adopting = adoptCalls(
    leftCalls(attempts, live),
    ports,
    silentLog,
    () => void told.push('looked'),
    engine.signal,
  )
  const ended = adopting.catch((error: unknown) => error)
  return { clock, exchange, leg: (id: string) => there.get(id), records, told, noted, registry, engine, ended, ports }
}

test('a conversation goes on until the customer leaves, and is recorded once with everything that was known of it', async () => {
  const it = next({ attempts: [attempt], live: [bridged], legs: { a: 'up', op: 'up' } })
  await it.clock.advance(125_000)
  expect(it.told).toEqual(['holds outbound 02100000001', 'holds panel:5', 'looked'])
  expect(it.registry.live).toMatchObject([{ id: 'a', phase: 'with_operator', scenario: 'offer' }])
  expect([it.records, it.noted.length]).toEqual([[], 2])
  const endedAt = it.clock.now()
  it.leg('a')?.leave(16)
  await it.clock.advance(0)
  expect(await it.ended).toBeUndefined()
  expect(it.records).toEqual([
    { ...bridged.soFar, endedAt, endedBy: 'them', hangup: { cause: 16 }, yesToHangupMs: endedAt - start - 9_000 },
  ])
  expect(it.leg('op')?.log).toEqual(['hangup'])
  expect([it.exchange.joined.size, it.registry.live.length]).toEqual([0, 0])
  expect(it.told.slice(3)).toEqual(['frees panel:5', 'frees outbound 02100000001'])
})

test('an operator who leaves an adopted conversation ends the call', async () => {
  const it = next({ live: [bridged], legs: { a: 'up', op: 'up' } })
  await it.clock.advance(1_000)
  it.leg('op')?.leave(16)
  await it.clock.advance(0)
  expect(it.records).toMatchObject([{ id: 'a', outcome: { disposition: 'connected' }, endedBy: 'us', operator }])
  expect(it.leg('a')?.log).toEqual(['hangup'])
})

test.each<[string, Remains['legs'], boolean, object, string | undefined]>([
  ['the customer', { op: 'up' }, true, { endedBy: 'them', endedAt: bridged.at }, 'op'],
  ['the operator', { a: 'up' }, true, { endedBy: 'us' }, 'a'],
  ['the bridge', { a: 'up', op: 'up' }, false, { endedBy: 'us' }, 'a'],
  ['everybody', {}, false, { endedBy: 'them', endedAt: bridged.at }, undefined],
])(
  'when %s went while no engine was there, the rest is hung up and the call recorded',
  async (_who, legs, bridge, record, left) => {
    const it = next({ live: [bridged], ...(legs === undefined ? {} : { legs }), bridge })
    await it.clock.advance(0)
    expect(await it.ended).toBeUndefined()
    expect(it.records).toMatchObject([{ id: 'a', outcome: { disposition: 'connected' }, operator, ...record }])
    for (const id of Object.keys(legs ?? {})) expect(it.leg(id)?.gone.aborted).toBe(true)
    if (left !== undefined) expect(it.leg(left)?.log).toEqual(['hangup'])
    expect(it.told).toContain('looked')
    expect(it.exchange.joined.size).toBe(0)
  },
)

test('a caller in the middle of the scenario hears its farewell and keeps the disposition they had', async () => {
  const it = next({ attempts: [attempt], live: [progress()], legs: { a: 'up' } })
  await it.clock.advance(900)
  expect(it.told).toEqual(['holds outbound 02100000001', 'looked'])
  await it.clock.advance(100)
  expect(await it.ended).toBeUndefined()
  expect(it.leg('a')?.log).toEqual(['hush', 'play sound:goodby', 'hangup'])
  expect(it.records).toMatchObject([
    {
      id: 'a',
      outcome: { disposition: 'disconnected' },
      endedBy: 'us',
      endedAt: it.clock.now(),
      turns: [{ intent: 'yes' }],
    },
  ])
})

test.each<[string, Remains, string]>([
  ['in the middle of the scenario', { live: [progress()], legs: { a: 'up' } }, 'a'],
  ['that was answered meanwhile', { attempts: [attempt], legs: { a: 'up' } }, 'a'],
  ['whose operator leaves', { live: [bridged], legs: { a: 'up', op: 'up' } }, 'op'],
])('the line of a call %s is free only once the call is hung up', async (_which, remains, leaves) => {
  const it = next(remains)
  await it.clock.advance(100)
  if (leaves === 'op') it.leg('op')?.leave(16)
  await it.clock.advance(5_000)
  expect(await it.ended).toBeUndefined()
  expect(it.told).toContain('frees outbound 02100000001')
  expect(it.told).not.toContain('too early')
})

test.each([
  ['has no farewell', 'curt'],
  ['is not there any more', 'gone'],
])('where the scenario %s the call just ends', async (_how, name) => {
  const it = next({ live: [progress({ scenario: { name, hash: '' } })], legs: { a: 'up' } })
  await it.clock.advance(0)
  expect(it.leg('a')?.log).toEqual(['hangup'])
  expect(it.records).toMatchObject([{ outcome: { disposition: 'disconnected' } }])
})

test('a caller who leaves during the farewell was the one to end the call', async () => {
  const it = next({ live: [progress()], legs: { a: 'up' } })
  await it.clock.advance(500)
  it.leg('a')?.leave(16)
  await it.clock.advance(0)
  expect(it.records).toMatchObject([
    { outcome: { disposition: 'disconnected' }, endedBy: 'them', hangup: { cause: 16 } },
  ])
})

test.each<[string, LegState | undefined, string | undefined]>([
  ['is dialled and has not rung', 'down', 'release a'],
  ['rings', 'ringing', undefined],
  ['has gone', undefined, undefined],
  ['was answered meanwhile', 'up', undefined],
])('a phone that %s: no more ringing, and back to the list only where it did not ring', async (_how, state, told) => {
  const it = next({ attempts: [attempt], ...(state === undefined ? {} : { legs: { a: state } }) })
  await it.clock.advance(2_000)
  expect(await it.ended).toBeUndefined()
  expect(it.told.filter((each) => each.startsWith('release'))).toEqual(told === undefined ? [] : [told])
  const record = {
    id: 'a',
    outcome: { disposition: 'failed', reason: 'engine_fault' },
    attemptedAt: start,
    endedBy: 'us',
  }
  expect(it.records).toMatchObject(told === undefined ? [record] : [])
  if (state !== undefined) expect(it.leg('a')?.gone.aborted).toBe(true)
  if (state === 'up') expect(it.leg('a')?.log).toEqual(['hush', 'play sound:goodby', 'hangup'])
})

test('an attempt whose call is in the hands of another application still gets its record, and the call is let be', async () => {
  const it = next({ attempts: [attempt], legs: { a: 'elsewhere' } })
  await it.clock.advance(1_000)
  expect(it.records).toMatchObject([{ id: 'a', outcome: { disposition: 'failed', reason: 'engine_fault' } }])
  expect([it.told, it.leg('a')?.log]).toEqual([['looked'], []])
})

test('an inbound caller who still waits is served; one who talked hears the farewell', async () => {
  const waits = progress({ id: 'w', direction: 'inbound' })
  const { answeredAt: _never, ...unanswered } = waits.soFar
  const talks = progress({ id: 't', direction: 'inbound', outcome: { disposition: 'inbound_call', detail: 'hangup' } })
  const listens = { ...waits, soFar: { ...unanswered, id: 'm' } } // to hold music
  const live = [{ ...waits, soFar: unanswered }, listens, talks]
  const it = next({ live, legs: { w: 'ringing', m: 'up', t: 'up' } })
  await it.clock.advance(2_000)
  expect(it.told).toContain('serve w')
  expect([it.leg('w')?.log, it.leg('m')?.log]).toEqual([[], ['hush']])
  expect(it.told).toContain('holds inbound 02100000001')
  expect(it.records).toMatchObject([{ id: 't', outcome: { disposition: 'inbound_call', detail: 'hangup' } }])
  expect(it.leg('t')?.log).toEqual(['hush', 'play sound:goodby', 'hangup'])
})

test('an engine that ends again lets an adopted conversation go on once more, and says goodbye to nobody twice', async () => {
  const other = progress({ id: 'b' })
  const it = next({ live: [bridged, other], legs: { a: 'up', op: 'up', b: 'up' } })
  await it.clock.advance(500)
  const reason = new ShuttingDown()
  it.engine.abort(reason)
  expect(await it.ended).toBe(reason)
  expect([it.leg('a')?.log, it.leg('op')?.log]).toEqual([['release'], ['release']])
  expect(it.exchange.joined.has('bridge')).toBe(true)
  expect(it.noted).toMatchObject([{ soFar: { id: 'a' } }])
  expect(it.records).toMatchObject([{ id: 'b', outcome: { disposition: 'disconnected' }, endedBy: 'us' }])
})

test('a fault of ours while one call is adopted leaves the others alone, and its record is kept', async () => {
  const it = next({
    live: [progress({ id: 'b' }), bridged],
    attempts: [{ ...attempt, id: 'c' }],
    legs: { a: 'up', op: 'up', b: 'up' },
  })
  const adopt = it.exchange.adopt.bind(it.exchange)
  it.exchange.adopt = async (id, signal) => {
    if (id === 'b' || id === 'c') throw new Error('nobody thought of this')
    return await adopt(id, signal)
  }
  await it.clock.advance(1_000)
  expect(it.records.map(({ id, outcome }) => [id, outcome.disposition]).toSorted()).toEqual([
    ['b', 'disconnected'],
    ['c', 'failed'],
  ])
  expect(it.told).toContain('looked')
  expect(it.registry.live).toMatchObject([{ id: 'a' }])
})

test('with nothing left behind the way is free at once', async () => {
  const it = next({})
  expect(await it.ended).toBeUndefined()
  expect(it.told).toEqual(['looked'])
})
