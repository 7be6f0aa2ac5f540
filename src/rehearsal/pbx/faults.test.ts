import { expect, test } from 'bun:test'
import { paperPlan } from '../../testing/paper-plan.ts'
import type { FaultName } from './faults.ts'
import { answers, says } from './script.ts'
import { type VirtualEngine, virtualEngine } from './virtual-engine.ts'

const plan = paperPlan(
  'asks',
  `prompts: { hello: { audio: hello.mp3 }, thanks: { audio: thanks.mp3 } }
flow:
  outbound:
    - ask: hello
      expect: yes_no
      on:
        yes: [{ disposition: disconnected }, { say: thanks }, { disposition: connected }]
        else: { hangup: not_interested }
`,
)
const sayingYes = answers(1_000, says('yes'))
const network = () => ({ kind: 'reaches', script: sayingYes }) as const

async function calls(engine: VirtualEngine, count: number): Promise<readonly string[]> {
  const all = Array.from({ length: count }, (_, nth) => engine.call(`0912000${String(nth).padStart(4, '0')}`, plan))
  const attempted = await engine.settled(Promise.all(all), 50)
  await engine.clock.advance(90_000)
  return attempted.map((each) => (each.kind === 'recorded' ? each.record.outcome.disposition : each.kind))
}

const nothing = { channels: 0, bridges: 0, playbacks: 0, recordings: 0 }

const harmless: readonly FaultName[] = [
  'dial_before_stasis',
  'entered_bridge_before_answer',
  'created_before_answer',
  'media_before_answer',
  'hangup_before_answer',
  'ringing_dial_first',
  'duplicate_event',
]

test.each(harmless)('a conversation goes its way when this strikes every time: %s', async (name) => {
  await using engine = await virtualEngine({ pbx: { network, faults: { [name]: 1 } } })
  expect(await calls(engine, 5)).toEqual(Array(5).fill('connected'))
  expect(engine.pbx.faults.struck.get(name) ?? 0).toBeGreaterThan(0)
  expect(engine.pbx.left).toEqual(nothing)
})

test.each([
  ['late', 'late_playback_finished', 2_000],
  ['never', 'lost_playback_finished', 9_000],
] as const)('a sound whose end is told %s holds the call up, and does not end it', async (_when, name, afterMs) => {
  const waiting = answers(1_000, says('yes', { afterMs }))
  const reach = () => ({ kind: 'reaches', script: waiting }) as const
  await using engine = await virtualEngine({ pbx: { network: reach, faults: { [name]: 1 } } })
  expect(await calls(engine, 2)).toEqual(['connected', 'connected'])
  expect(engine.pbx.faults.struck.get(name) ?? 0).toBeGreaterThan(0)
})

test('a conversation goes its way with requests over the event socket, too, but for the files of recordings', async () => {
  await using engine = await virtualEngine({ pbx: { network }, deps: { transport: 'socket' } })
  const before = engine.wire.requests
  expect(await calls(engine, 3)).toEqual(['connected', 'connected', 'connected'])
  expect(engine.wire.requests - before).toBe(3) // one recording each
})

test('a trunk that cannot be reached sends the number back to its list', async () => {
  await using engine = await virtualEngine({ pbx: { network } })
  engine.pbx.faults.next('allocation_failed')
  expect(await calls(engine, 2)).toEqual(['technical', 'connected'])
})

test('with one event in twenty lost every call still ends, and nothing is left behind', async () => {
  await using engine = await virtualEngine({ seed: 7, pbx: { network, faults: { lost_event: 0.05 } } })
  const ends = await calls(engine, 20)
  expect(ends.filter((end) => end === 'connected').length).toBeGreaterThan(10)
  expect(engine.pbx.left).toEqual(nothing)
})

test('an answer lost on the way, now and then, loses no call and leaves nothing behind', async () => {
  await using engine = await virtualEngine({ seed: 3, pbx: { network, faults: { answer_lost: 0.02 } } })
  const ends = await calls(engine, 20)
  expect(ends.filter((end) => end === 'connected').length).toBeGreaterThan(10)
  expect(engine.pbx.left).toEqual(nothing)
})

test('a socket that breaks in the middle of a call is made anew, and the call goes on', async () => {
  await using engine = await virtualEngine({ pbx: { network } })
  const call = engine.call('09120000001', plan)
  await engine.clock.advance(1_500)
  engine.pbx.dropSockets()
  expect(await engine.settled(call)).toMatchObject({ record: { outcome: { disposition: 'connected' } } })
  expect(engine.pbx.faults.struck.get('socket_dropped')).toBe(1)
})

test('a socket that looks open and carries nothing is found out and made anew', async () => {
  await using engine = await virtualEngine({ pbx: { network } })
  engine.pbx.stallSockets()
  await engine.clock.advance(20_000)
  expect(engine.connection.status()).toMatchObject({ kind: 'up' })
  expect(await calls(engine, 1)).toEqual(['connected'])
})

test('a client that takes the name of ours puts us aside: no more is dialled, and the call in hand is watched to its end', async () => {
  await using engine = await virtualEngine({ pbx: { network: () => ({ kind: 'reaches', script: answers(1_000) }) } })
  const call = engine.call('09120000001', plan)
  await engine.clock.advance(1_500)
  engine.pbx.connect({ apps: ['salehi'], subscriber: { deliver: () => undefined, cut: () => undefined } })
  await engine.clock.advance(1_000)
  expect(engine.connection.status().kind).toBe('replaced')
  expect(await engine.settled(call, 100)).toMatchObject({ kind: 'recorded' })
  expect(await calls(engine, 1)).toEqual(['technical'])
})

test('calls die with an exchange that is killed, and the next go out once it is back', async () => {
  await using engine = await virtualEngine({ pbx: { network } })
  const call = engine.call('09120000001', plan)
  await engine.clock.advance(2_500)
  engine.pbx.kill()
  await engine.clock.advance(3_000)
  engine.pbx.start()
  const attempted = await engine.settled(call, 50)
  expect(attempted).toMatchObject({ record: { outcome: { disposition: 'failed', reason: 'asterisk_lost' } } })
  while (engine.connection.status().kind !== 'up') await engine.clock.advance(100)
  expect(await calls(engine, 1)).toEqual(['connected'])
})

test('an exchange that is restarted with nothing going on is found again', async () => {
  await using engine = await virtualEngine({ pbx: { network } })
  engine.pbx.stop()
  await engine.clock.advance(8_000)
  expect(engine.connection.status().kind).not.toBe('up')
  engine.pbx.start()
  await engine.clock.advance(8_000)
  expect(engine.connection.status().kind).toBe('up')
  expect(await calls(engine, 1)).toEqual(['connected'])
})

test('a far end that vanishes stays up for ever, unless the exchange looks for packets', async () => {
  const vanishing = answers(1_000, { kind: 'vanishes', when: 'at_once', afterMs: 500 })
  const reach = () => ({ kind: 'reaches', script: vanishing }) as const
  await using engine = await virtualEngine({ pbx: { network: reach, rtpTimeoutMs: 2_000 } })
  const attempted = await engine.settled(engine.call('09120000001', plan))
  expect(attempted).toMatchObject({ kind: 'recorded', record: { hangup: { cause: 44 } } })
})

test('a far end that sends no packets is never silent: its recording ends at its longest', async () => {
  const mute = { ...answers(1_000), sound: 'none' } as const
  await using engine = await virtualEngine({ pbx: { network: () => ({ kind: 'reaches', script: mute }) } })
  const placing = engine.connection.calls.place(
    { id: '0f', endpoint: 'PJSIP/1@TO-CUCM-Gaptel', callerId: '021', timeoutMs: 20_000 },
    engine.signal,
  )
  const placed = await engine.settled(placing)
  if (placed.kind !== 'answered') throw new Error(placed.kind)
  const before = engine.clock.elapsed()
  const recording = placed.leg.record({ endpointingMs: 1_000, maxMs: 5_000, name: 'mute' }, engine.signal)
  expect(await engine.settled(recording)).toMatchObject({ kind: 'recorded' })
  expect(engine.clock.elapsed() - before).toBeWithin(5_000, 6_500)
  await engine.settled(placed.leg[Symbol.asyncDispose]())
})
