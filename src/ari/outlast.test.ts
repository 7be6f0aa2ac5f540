import { expect, test } from 'bun:test'
import { bench } from '../testing/ari/bench.ts'

test('a sound ordered from an Asterisk that has just died is no fault of the sound: the call is lost', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('channels.playWithId', () => new Promise(() => undefined))
  const playing = leg.play(['sound:custom/hello'], b.signal).catch((error: unknown) => error)
  await b.asterisk.next('channels.playWithId')
  b.asterisk.state.channels.clear()
  b.asterisk.state.bootedAt = '2026-01-05T09:00:00.000+0000'
  await b.step(10_000) // the order is given up
  b.asterisk.drop()
  expect(await b.settled(playing, 250)).toMatchObject({ name: 'HungUp', lost: true })
})

test('a sound Asterisk was too slow to take fails, and the call goes on', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('channels.playWithId', () => new Promise(() => undefined))
  const playing = leg.play(['sound:custom/hello'], b.signal)
  await b.asterisk.next('channels.playWithId')
  expect(await b.settled(playing, 500)).toMatchObject({ kind: 'failed' })
  expect(leg.gone.aborted).toBe(false)
})

test('a caller who is not answered yet hears ringing when we say so, and can be answered also where that fails', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('channels.ring', () => ({ status: 409, body: { message: 'Channel not in Stasis application' } }))
  await leg.ring(b.signal)
  expect((await b.asterisk.next('channels.ring')).parameters).toMatchObject({ channelId: leg.id })
  expect(leg.gone.aborted).toBe(false)
})

test('a reply whose recording could not be fetched at once is fetched when Asterisk answers again', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const name = 'salehi/call-1'
  b.asterisk.on('recordings.getStoredFile', () => new Promise(() => undefined))
  const recording = leg.record({ endpointingMs: 1_200, maxMs: 10_000, name }, b.signal)
  await b.asterisk.next('channels.record')
  b.asterisk.state.finishRecording(name, leg.id)
  await b.asterisk.next('recordings.getStoredFile')
  b.asterisk.off('recordings.getStoredFile')
  expect(await b.settled(recording, 500)).toMatchObject({ kind: 'recorded', name })
  expect(b.asterisk.count('recordings.getStoredFile')).toBe(2)
})
