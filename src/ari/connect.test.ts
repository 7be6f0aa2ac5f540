import { expect, test } from 'bun:test'
import type { Fields, Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { Secret } from '../kernel/secret.ts'
import { bench } from '../testing/ari/bench.ts'
import { FakeAsterisk } from '../testing/ari/fake-asterisk.ts'
import { Relay } from '../testing/ari/relay.ts'
import { heartbeat } from './socket.ts'

test('once connected, unwanted events are turned off and the version is known', async () => {
  await using b = await bench()
  expect(b.connection.status()).toMatchObject({ kind: 'up', version: '22.10.1' })
  expect(b.connection.calls.connected).toBe(true)
  const { body } = await b.asterisk.next('applications.filter')
  expect(JSON.stringify(body)).toContain('ChannelVarset')
})

test('an Asterisk without event filters is as good', async () => {
  const asterisk = new FakeAsterisk()
  asterisk.on('applications.filter', () => ({ status: 405, body: { message: 'Invalid method' } }))
  await using b = await bench({ asterisk })
  expect(b.connection.calls.connected).toBe(true)
})

test.each([
  ['password', { password: new Secret('wrong') }, 'ARI_PASSWORD'],
  ['no_ari', { baseUrl: '/nowhere' }, 'ARI_BASE_URL'],
  ['events_address', { wsUrl: '/nowhere' }, 'ARI_WS_URL'],
] as const)('a wrong setting is named in words a person can act on: %s', async (because, wrong, named) => {
  const asterisk = new FakeAsterisk()
  const config = {
    ...wrong,
    ...('baseUrl' in wrong ? { baseUrl: `http://127.0.0.1:${asterisk.port}${wrong.baseUrl}` } : {}),
    ...('wsUrl' in wrong ? { wsUrl: `ws://127.0.0.1:${asterisk.port}${wrong.wsUrl}` } : {}),
  }
  await using b = await bench({ asterisk, config }, false)
  await b.untilStatus('refused')
  const status = b.connection.status()
  expect(status).toMatchObject({ kind: 'refused', because, message: expect.stringContaining(named) })
  expect(JSON.stringify(status)).not.toContain('wrong')
  expect(b.connection.calls.connected).toBe(false)
})

test('a user who may only look is told so', async () => {
  const asterisk = new FakeAsterisk()
  asterisk.on('applications.filter', () => ({ status: 403, body: { message: 'Write access denied' } }))
  await using b = await bench({ asterisk }, false)
  await b.untilStatus('refused')
  expect(b.connection.status()).toMatchObject({
    because: 'read_only',
    message: expect.stringContaining('read_only=no'),
  })
})

test('something else than Asterisk at the address is told so', async () => {
  using web = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('<html>Welcome</html>') })
  await using b = await bench({ config: { baseUrl: `http://127.0.0.1:${web.port}/ari` } }, false)
  await b.untilStatus('refused')
  expect(b.connection.status()).toMatchObject({ because: 'not_asterisk' })
})

test('an Asterisk that is not running is waited for', async () => {
  using relay = new Relay({ hostname: '127.0.0.1', port: 1 })
  const asterisk = new FakeAsterisk()
  let up = false
  asterisk.on('asterisk.getInfo', () => (up ? undefined : { status: 503, body: { message: 'starting' } }))
  await using b = await bench({ asterisk }, false)
  await b.untilStatus('refused')
  up = true
  await b.clock.advance(250)
  await b.untilStatus('up')
  expect(relay.port).toBeGreaterThan(0)
})

test('a dropped socket is told, a call waits until it is back, and it comes back by itself', async () => {
  await using b = await bench()
  b.asterisk.drop()
  await b.untilStatus('down')
  expect(b.connection.calls.connected).toBe(false)
  const placing = b.place().catch(() => undefined) // it ends with the bench
  expect(b.asterisk.count('channels.create')).toBe(0)
  await b.clock.advance(250)
  await b.untilStatus('up')
  expect(b.asterisk.count('applications.filter')).toBe(2)
  expect(b.statuses.map(({ kind }) => kind)).toEqual(['up', 'down', 'up'])
  await b.asterisk.next('channels.create')
  await b[Symbol.asyncDispose]()
  await placing
})

test('what dropped while a phone rang and while a sound played is put right after reconnection', async () => {
  await using b = await bench()
  const { state } = b.asterisk
  const talking = await b.answered()
  const leaving = await b.answered()
  const playing = talking.play(['sound:custom/hello'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  const placing = b.place({ timeoutMs: 60_000 })
  const ringing = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  b.asterisk.drop()
  await b.untilStatus('down')
  state.turn(ringing, 'Up') // nobody hears of any of this
  state.leave(leaving.id, 16)
  state.finishPlayback(parameters['playbackId'] ?? '', talking.id)
  await reconnect(b)
  expect(await placing).toMatchObject({ kind: 'answered' })
  expect(await playing).toEqual({ kind: 'finished' })
  expect(leaving.gone.reason).toMatchObject({ lost: false })
  expect(talking.gone.aborted).toBe(false)
})

test('calls of an Asterisk that was restarted are lost, not hung up by the far end', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.state.channels.clear()
  b.asterisk.state.bootedAt = '2026-01-05T09:00:00.000+0000'
  b.asterisk.drop()
  await b.untilStatus('down')
  await b.clock.advance(250)
  await b.untilStatus('up')
  expect(leg.gone.reason).toMatchObject({ lost: true })
})

test('with no connection for twenty seconds, calls are given up as lost', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('asterisk.getInfo', () => ({ status: 503, body: { message: 'no' } }))
  b.asterisk.drop()
  await b.untilStatus('down')
  for (let halves = 0; halves < 30; halves++) await b.step(500)
  expect(leg.gone.aborted).toBe(false)
  while (!leg.gone.aborted) await b.step(500)
  expect(leg.gone.reason).toMatchObject({ lost: true })
})

test('a socket that looks open but carries nothing is given up and made anew', async () => {
  const asterisk = new FakeAsterisk()
  using relay = new Relay({ hostname: '127.0.0.1', port: asterisk.port })
  await using b = await bench({ asterisk, config: { wsUrl: `ws://127.0.0.1:${relay.port}/ari/events` } })
  relay.stall()
  for (let beats = 0; beats <= heartbeat.missed + 1; beats++) await b.clock.advance(heartbeat.everyMs)
  await b.untilStatus('down')
  expect(b.connection.status()).toMatchObject({ message: expect.stringContaining('stopped answering') })
  relay.mend()
  asterisk.drop()
  await b.until(() => !asterisk.heard)
  await reconnect(b)
})

test('an answered heartbeat keeps the socket', async () => {
  await using b = await bench()
  for (let beats = 0; beats < 6; beats++) {
    await b.clock.advance(heartbeat.everyMs)
    await b.step(0) // the answer to the ping arrives
  }
  expect(b.statuses.map(({ kind }) => kind)).toEqual(['up'])
})

test('an engine whose name another takes stays down, places nothing, and watches its calls to their end', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const thief = new WebSocket(`${b.asterisk.wsUrl}?app=salehi`, {
    headers: { authorization: `Basic ${btoa('salehi:secret')}` },
  })
  await b.untilStatus('replaced')
  expect(b.connection.status()).toMatchObject({ message: expect.stringContaining('ARI_APP_NAME') })
  expect(await b.place()).toMatchObject({ kind: 'refused' })
  b.asterisk.state.channels.delete(leg.id)
  while (!leg.gone.aborted) await b.step(500)
  await b.clock.advance(60_000)
  expect(b.asterisk.count('asterisk.getInfo')).toBe(1)
  expect(b.asterisk.heard).toBe(true)
  thief.close()
})

test('an engine does not take the name of another that lives, and takes over when that is gone', async () => {
  await using first = await bench()
  await using second = await bench({ asterisk: first.asterisk }, false)
  while (second.connection.status().kind !== 'refused') await second.step(40)
  expect(second.connection.status()).toMatchObject({ because: 'rival' })
  expect(first.connection.calls.connected).toBe(true)
  first.asterisk.drop()
  await first.untilStatus('down')
  while (second.connection.status().kind !== 'up') await second.step(40)
})

test('events nobody knows, and what is no event at all, are told once and harm nothing', async () => {
  const told: unknown[] = []
  const log: Log = { ...silentLog, warn: (_event, _message, fields?: Fields) => told.push(fields?.['type']) }
  await using b = await bench({ deps: { log } })
  for (let twice = 0; twice < 2; twice++) {
    b.asterisk.emit({ type: 'ChannelTeleported', channel: { id: 'x' } })
    b.asterisk.emit('no json')
    b.asterisk.emit('[]')
    for (const type of [
      'StasisStart',
      'Dial',
      'PlaybackFinished',
      'RecordingFailed',
      'ChannelDestroyed',
      'ChannelUserevent',
    ]) {
      b.asterisk.emit({ type })
      b.asterisk.emit({ type, channel: null, peer: 7, playback: 'x', recording: [] })
    }
  }
  const leg = await b.answered()
  b.asterisk.emit({ type: 'ChannelDtmfReceived', channel: { id: leg.id } })
  b.asterisk.emit({ type: 'ChannelDtmfReceived', digit: '5', channel: { id: leg.id } })
  expect(await leg.key(b.signal)).toBe('5')
  expect(told).toEqual(['ChannelTeleported', '(malformed)'])
})

test('requests go over the event socket where chosen and offered, and files by HTTP', async () => {
  await using b = await bench({ deps: { transport: 'socket' } })
  const leg = await b.answered()
  const recording = leg.record({ endpointingMs: 800, maxMs: 5_000, name: 'salehi/x' }, b.signal)
  await b.asterisk.next('channels.record')
  b.asterisk.state.finishRecording('salehi/x', leg.id)
  expect(await recording).toMatchObject({ kind: 'recorded' })
  b.asterisk.on('channels.create', () => ({ status: 500, body: { error: 'Allocation failed' } }))
  expect(await b.place()).toMatchObject({ kind: 'refused', because: expect.stringContaining('trunk is down') })
})

/** Goes on until connected, the question for another engine included. */
async function reconnect(b: Awaited<ReturnType<typeof bench>>): Promise<void> {
  while (b.connection.status().kind !== 'up') await b.step(50)
}
