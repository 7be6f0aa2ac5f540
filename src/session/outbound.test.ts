import { expect, test } from 'bun:test'
import type { Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { answers, paperAttempt as attempt, endpoint, offer, recordIn as recordOf } from '../testing/paper-attempt.ts'
import type { Phone } from '../testing/paper-exchange.ts'
import { ShuttingDown } from './shutting-down.ts'

test('a call answered: rung with prefix and line, played, understood, recorded, hung up', async () => {
  const call = attempt(answers, { replies: ['yes'] })
  await call.clock.advance(1_000)
  expect(call.registry.live).toMatchObject([{ id: '0a', direction: 'outbound', scenario: 'offer' }])
  await call.clock.advance(20_000)
  const start = call.clock.now() - 21_000
  expect(recordOf(await call.made)).toMatchObject({
    id: '0a',
    outcome: { disposition: 'connected' },
    scenario: { name: 'offer', hash: offer.hash, panelId: 5 },
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
