import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { HungUp } from '../../session/ports.ts'
import type { Rig } from '../rig/rig.ts'
import { answered, connect, listed, soon, startRigWithSounds, until, untilNothingIsLeft } from './engine.ts'

let rig: Rig
const { signal } = new AbortController()

beforeAll(async () => {
  rig = await startRigWithSounds()
}, 180_000)

afterAll(async () => {
  await rig[Symbol.asyncDispose]()
}, 20_000)

afterEach(async () => {
  await untilNothingIsLeft(rig)
})

test('a customer answers, hears us, is recorded and hung up, and sees our line as caller', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09100000001', { callerId: '+982191000000' }))
  expect(await leg.play(['sound:custom/hello'], signal)).toEqual({ kind: 'finished' })
  const name = `salehi/${leg.id}-1`
  const recorded = await leg.record({ endpointingMs: 1_000, maxMs: 5_000, name }, signal)
  if (recorded.kind !== 'recorded') throw new Error(recorded.because)
  expect(new TextDecoder().decode(recorded.wav.slice(0, 4))).toBe('RIFF')
  expect(await Bun.file(join(rig.recordingDir, `${name}.wav`)).exists()).toBe(true)
  await leg[Symbol.asyncDispose]()
  expect(rig.carrier.presented('09100000001')[0]?.number).toBe('+982191000000')
}, 30_000)

test.each([
  ['09140000001', 17, 486, 'none'],
  ['09150010001', 1, 404, 'none'],
  ['09150180001', 18, 408, 'none'],
  ['09150200001', 19, 480, 'none'],
  ['09150210001', 21, 403, 'none'],
  ['09150410001', 21, 603, 'none'],
  ['09150420001', 34, 503, 'none'],
  ['09230000001', 19, 480, 'ringing'],
  ['09160200001', 19, 480, 'early_media'],
] as const)(
  'a leg nobody answers tells why: %s',
  async (number, cause, techCause, sign) => {
    await using engine = await connect(rig)
    expect(await engine.place(number)).toMatchObject({
      kind: 'unanswered',
      hangup: { cause, techCause },
      sign,
      timedOut: false,
    })
  },
  30_000,
)

test('a phone that rings too long stops ringing at the limit', async () => {
  await using engine = await connect(rig)
  const placed = await engine.place('09130000001', { timeoutMs: 3_000 })
  expect(placed).toMatchObject({ kind: 'unanswered', sign: 'ringing', timedOut: true })
  if (placed.kind === 'unanswered') expect(placed.lastedMs).toBeWithin(2_500, 4_500)
}, 30_000)

test.each(['PJSIP/op-offline', 'PJSIP/0911@DEADQ', 'PJSIP/0911@NOSUCH', 'Nonsense/1'])(
  'an endpoint that cannot be reached is refused and nothing was dialled: %s',
  async (endpoint) => {
    await using engine = await connect(rig)
    let dialled = 0
    expect(await engine.place('', { endpoint, mayDial: () => Promise.resolve(++dialled > 0) })).toMatchObject({
      kind: 'refused',
    })
    expect(dialled).toBe(0)
  },
  30_000,
)

test('a call given up while it rings stops ringing', async () => {
  await using engine = await connect(rig)
  const giveUp = new AbortController()
  const placing = engine.place(
    '09130000002',
    {
      mayDial: () => {
        void soon(700, () => giveUp.abort(new Error('enough')))
        return Promise.resolve(true)
      },
    },
    giveUp.signal,
  )
  expect(placing).rejects.toThrow('enough')
  await rig.carrier.until('09130000002', (call) => call.endedAtMs !== undefined, signal)
}, 30_000)

test('a customer who hangs up ends what we play, with the cause', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09120000001'))
  const error = await leg.play(['sound:custom/hello', 'sound:custom/alo'], signal).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(HungUp)
  expect(error).toBe(leg.gone.reason)
  expect((error as HungUp).hangup.cause).toBe(16)
}, 30_000)

test('a customer who hangs up while recorded ends the recording with the cause', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09120000002'))
  const recording = leg.record({ endpointingMs: 5_000, maxMs: 10_000, name: `salehi/${leg.id}-1` }, signal)
  expect(recording).rejects.toBeInstanceOf(HungUp)
  await recording.catch(() => undefined)
}, 30_000)

test('a sound that is missing, or is none, fails without ending the call', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09110000001'))
  expect(await leg.play(['sound:custom/missing'], signal)).toMatchObject({ kind: 'failed' })
  expect(await leg.play(['foo:bar'], signal)).toMatchObject({ kind: 'failed' })
  expect(leg.gone.aborted).toBe(false)
}, 30_000)

test('an abort stops the sound, and the next one is heard at once', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09110000002'))
  const stop = new AbortController()
  const playing = leg.play(Array(4).fill('sound:custom/hello'), stop.signal)
  void soon(500, () => stop.abort(new Error('a key')))
  expect(playing).rejects.toThrow('a key')
  await playing.catch(() => undefined)
  const startedAt = performance.now()
  expect(await leg.play(['digits:1'], signal)).toEqual({ kind: 'finished' })
  expect(performance.now() - startedAt).toBeLessThan(2_000) // what was stopped had many seconds to go
}, 30_000)

test('keys are kept until they are read', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09190000001'))
  await leg.play(['sound:custom/hello', 'sound:custom/hello'], signal)
  expect([await leg.key(signal), await leg.key(signal)]).toEqual(['1', '2'])
}, 30_000)

test('a caller arrives with the number that called and the numbers that were called', async () => {
  await using engine = await connect(rig)
  const headers = {
    Diversion: '<sip:02155500000@127.0.0.2>;reason=unconditional;counter=1',
    'P-Asserted-Identity': '"Real" <sip:09359998877@127.0.0.2>',
  }
  const call = await rig.carrier.callIn(
    { did: '02191001234', callerId: '09121112233', headers, as: '09110000003' },
    signal,
  )
  const { leg, caller, dialled } = await engine.connection.calls.incoming(signal)
  expect({ caller, dialled: [...dialled] }).toEqual({ caller: '09359998877', dialled: ['02155500000', '02191001234'] })
  await leg.answer(signal)
  expect(await call.answered).toBe(true)
  expect(await leg.play(['sound:custom/hello'], signal)).toEqual({ kind: 'finished' })
  await call.hangUp(signal)
  await until(async () => leg.gone.aborted)
  expect((leg.gone.reason as HungUp).hangup.cause).toBe(16)
}, 30_000)

test('a caller who is turned away hears why', async () => {
  await using engine = await connect(rig)
  const call = await rig.carrier.callIn({ did: '02191001234', as: '09110000004' }, signal)
  const { leg, caller } = await engine.connection.calls.incoming(signal)
  expect(caller).toBe('')
  await leg.hangup('busy', signal)
  expect(await call.ended).toEqual({ kind: 'ended', cause: 17 })
}, 30_000)

test('a customer and an operator are joined, and parted again', async () => {
  await using engine = await connect(rig)
  const customer = answered(await engine.place('09110000005')).leg
  await customer.play(['sound:custom/alo'], signal)
  const operator = answered(await engine.place('09200000001', { callerId: '09110000005' })).leg
  const joined = await engine.connection.calls.join(customer, operator, signal)
  const bridges = await listed(rig, '/bridges')
  expect(bridges.map((bridge) => bridge.channels?.toSorted())).toEqual([[customer.id, operator.id].toSorted()])
  await joined[Symbol.asyncDispose]()
  expect(await listed(rig, '/bridges')).toEqual([])
  expect(await customer.play(['sound:custom/alo'], signal)).toEqual({ kind: 'finished' })
}, 40_000)

test('a Local extension rings its phone with the customer’s number and never comes back as a caller', async () => {
  await using engine = await connect(rig)
  const own = new AbortController()
  let callers = 0
  const watching = engine.connection.calls.incoming(own.signal).then(() => callers++)
  const { leg } = answered(await engine.place('', { endpoint: 'Local/6005@from-internal', callerId: '09121112233' }))
  expect(await leg.play(['sound:custom/alo'], signal)).toEqual({ kind: 'finished' })
  await leg[Symbol.asyncDispose]()
  expect(rig.carrier.presented('09201111111').at(-1)?.number).toBe('09121112233')
  expect(await engine.place('', { endpoint: 'Local/7001@from-internal' })).toMatchObject({
    kind: 'unanswered',
    timedOut: false,
  })
  own.abort(new Error('done'))
  await watching.catch(() => undefined)
  expect(callers).toBe(0)
}, 40_000)
