import { expect, test } from 'bun:test'
import { attempt, bridged, next, operator, progress, type Remains, start } from '../testing/paper-left.ts'
import type { LegState } from './ports.ts'
import { ShuttingDown } from './shutting-down.ts'

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
