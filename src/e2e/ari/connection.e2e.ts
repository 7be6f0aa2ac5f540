import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { Secret } from '../../kernel/secret.ts'
import type { HungUp } from '../../session/ports.ts'
import { Relay } from '../../testing/ari/relay.ts'
import type { Rig } from '../rig/rig.ts'
import { answered, connect, listed, open, startRigWithSounds, until, untilNothingIsLeft } from './engine.ts'

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

test('an answer, an end of a sound and a hang-up that come while the socket is down all count', async () => {
  using relay = new Relay({ hostname: rig.pbx.host, port: 8088 })
  await using engine = await connect(rig, { wsUrl: `ws://127.0.0.1:${relay.port}/ari/events` })
  const played = answered(await engine.place('09110000006')).leg
  const shortLived = answered(await engine.place('09120000003')).leg
  const playing = played.play(['sound:custom/alo'], signal)
  const ringing = engine.place('09100000002')
  await rig.carrier.until('09100000002', (call) => call.calledAtMs > 0, signal)
  relay.cut()
  await engine.until('down')
  expect(engine.connection.calls.connected).toBe(false)
  expect(await engine.place('09110000007')).toMatchObject({ kind: 'refused' })
  await rig.carrier.until('09100000002', (call) => call.answeredAtMs !== undefined, signal)
  await rig.carrier.until('09120000003', (call) => call.endedAtMs !== undefined, signal)
  relay.mend()
  await engine.until('up')
  expect(await playing).toEqual({ kind: 'finished' })
  expect(shortLived.gone.aborted).toBe(true)
  expect((shortLived.gone.reason as HungUp).lost).toBe(false)
  answered(await ringing)
}, 60_000)

test('calls are lost with an exchange that is killed, and the next ones go out once it is back', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09110000008'))
  const ringing = engine.place('09130000003')
  await rig.carrier.until('09130000003', (call) => call.calledAtMs > 0, signal)
  await rig.pbx.kill9()
  await engine.until('down', 'refused')
  await rig.pbx.start(signal)
  await rig.setTrunk('up', signal)
  await engine.until('up')
  expect(leg.gone.reason).toMatchObject({ lost: true })
  expect(await ringing).toMatchObject({ kind: 'unanswered', sign: 'ringing', timedOut: false })
  await leg[Symbol.asyncDispose]()
  answered(await engine.place('09110000009'))
}, 60_000)

test('calls a dead engine left behind are hung up by the next one, except those it keeps', async () => {
  const kept: string[] = []
  const first = await connect(rig)
  const customer = answered(await first.place('09110000010')).leg
  const operator = answered(await first.place('09460000001')).leg
  const stray = answered(await first.place('09110000011')).leg
  const joined = await first.connection.calls.join(customer, operator, signal)
  for (const leg of [customer, operator, stray]) leg.release()
  joined.release()
  await first[Symbol.asyncDispose]()
  kept.push(customer.id, operator.id, joined.bridgeId)
  await using next = await connect(rig, {}, { keep: (id) => kept.includes(id) })
  expect((await listed(rig, '/channels')).filter(({ id }) => id === stray.id)).toEqual([])
  const adopted = await next.connection.calls.adopt(customer.id, signal)
  const partner = await next.connection.calls.adopt(operator.id, signal)
  if (adopted.kind !== 'held' || partner.kind !== 'held') throw new Error('the conversation did not survive')
  expect([adopted.state, partner.state]).toEqual(['up', 'up'])
  const again = await next.connection.calls.rejoin(joined.bridgeId, adopted.leg, partner.leg, signal)
  expect(again?.bridgeId).toBe(joined.bridgeId)
  await partner.leg[Symbol.asyncDispose]()
  expect(adopted.leg.gone.aborted).toBe(false)
  await adopted.leg[Symbol.asyncDispose]()
}, 40_000)

test('what a person must mend is said: password, rights, address', async () => {
  const base = `http://${rig.pbx.host}`
  const wrong = [
    [{ password: new Secret('wrong') }, 'password'],
    [{ username: 'viewer' }, 'read_only'],
    [{ baseUrl: `${base}:8088/nothing` }, 'no_ari'],
    [{ baseUrl: `${base}:8089/ari` }, 'unreachable'],
    [{ wsUrl: `ws://${rig.pbx.host}:8088/nothing` }, 'events_address'],
  ] as const
  for (const [config, because] of wrong) {
    await using engine = open(rig, config)
    const status = await engine.until('refused')
    expect(status).toMatchObject({ kind: 'refused', because })
  }
}, 60_000)

test('a second engine under the same name waits, and takes over when the first is gone', async () => {
  const first = await connect(rig)
  await using second = open(rig)
  expect(await second.until('refused')).toMatchObject({ because: 'rival' })
  expect(first.connection.calls.connected).toBe(true)
  answered(await first.place('09110000012'))
  await first[Symbol.asyncDispose]()
  await second.until('up')
}, 40_000)

test('an engine whose events another client takes stops dialling and does not fight back', async () => {
  await using engine = await connect(rig)
  const { leg } = answered(await engine.place('09120000004'))
  const headers = { authorization: `Basic ${btoa(`${rig.pbx.username}:${rig.pbx.password}`)}` }
  const thief = new WebSocket(`${rig.pbx.ariWsUrl}?app=salehi`, { headers })
  await engine.until('replaced')
  expect(await engine.place('09110000013')).toMatchObject({ kind: 'refused' })
  await until(async () => leg.gone.aborted)
  expect(thief.readyState).toBe(WebSocket.OPEN)
  thief.close()
}, 40_000)

test('requests travel over the event socket where that is chosen', async () => {
  await using engine = await connect(rig, {}, { transport: 'socket' })
  const { leg } = answered(await engine.place('09100000003'))
  expect(await leg.play(['sound:custom/alo'], signal)).toEqual({ kind: 'finished' })
  const recorded = await leg.record({ endpointingMs: 1_000, maxMs: 5_000, name: `salehi/${leg.id}-1` }, signal)
  expect(recorded.kind).toBe('recorded')
  expect(await engine.place('', { endpoint: 'PJSIP/op-offline' })).toMatchObject({ kind: 'refused' })
}, 40_000)
