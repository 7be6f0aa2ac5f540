import { expect, test } from 'bun:test'
import { HungUp } from '../session/ports.ts'
import { bench } from '../testing/ari/bench.ts'

const limits = { endpointingMs: 1_200, maxMs: 10_000, name: 'salehi/call-1' }

test('sounds are played as one and end when Asterisk says so', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello', 'sound:custom/alo'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  expect(parameters['media']).toBe('sound:custom/hello,sound:custom/alo')
  b.asterisk.state.finishPlayback(parameters['playbackId'] ?? '', leg.id)
  expect(await playing).toEqual({ kind: 'finished' })
})

test('a sound that ends before Asterisk answers the order has been played', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('channels.playWithId', ({ parameters }) => {
    b.asterisk.state.finishPlayback(parameters['playbackId'] ?? '', leg.id)
    return { status: 201, body: {} }
  })
  expect(await leg.play(['sound:custom/hello'], b.signal)).toEqual({ kind: 'finished' })
})

test('a dialled call leaves the bridge Asterisk hides it in, once, before it is played to or recorded', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const recording = leg.record(limits, b.signal)
  await b.asterisk.next('channels.record')
  b.asterisk.state.finishRecording(limits.name, leg.id)
  await recording
  const playing = leg.play(['sound:custom/hello'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.finishPlayback(parameters['playbackId'] ?? '', leg.id)
  await playing
  const steps = b.asterisk.requests
    .map(({ operation }) => operation)
    .filter((name) => /bridges\.(?!list)|record$/.test(name))
  expect(steps).toEqual([
    'bridges.createWithId',
    'bridges.addChannel',
    'bridges.removeChannel',
    'bridges.destroy',
    'channels.record',
  ])
  expect(b.asterisk.state.bridges.size).toBe(0)
})

test('a missing sound fails and the call goes on', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/missing'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.finishPlayback(parameters['playbackId'] ?? '', leg.id, 'failed')
  expect(await b.settled(playing, 50)).toMatchObject({
    kind: 'failed',
    because: expect.stringContaining('sound:custom/missing'),
  })
  expect(leg.gone.aborted).toBe(false)
})

test('media of a kind Asterisk cannot play is not sent: it would never end', async () => {
  await using b = await bench()
  const leg = await b.answered()
  expect(await leg.play(['speech:hello'], b.signal)).toMatchObject({ kind: 'failed' })
  expect(b.asterisk.count('channels.playWithId')).toBe(0)
})

test('a sound whose end was never told is found to be over by asking', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.playbacks.delete(parameters['playbackId'] ?? '')
  expect(await b.settled(playing, 500)).toEqual({ kind: 'finished' })
})

test('an end nobody told of is noticed by the sound it took along, and by a recording that is refused', async () => {
  await using b = await bench()
  const [first, second] = [await b.answered(), await b.answered()]
  const playing = first.play(['sound:custom/hello'], b.signal).catch((error: unknown) => error)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.playbacks.delete(parameters['playbackId'] ?? '')
  b.asterisk.state.channels.delete(first.id)
  expect(await b.settled(playing, 500)).toBe(first.gone.reason)
  b.asterisk.state.channels.delete(second.id)
  const recording = second.record(limits, b.signal).catch((error: unknown) => error)
  expect(await b.settled(recording, 500)).toBe(second.gone.reason)
  expect(second.gone.reason).toBeInstanceOf(HungUp)
})

test('a sound that never ends is stopped after ten minutes', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['tone:ring'], b.signal)
  await b.asterisk.next('channels.playWithId')
  expect(await b.settled(playing, 500)).toMatchObject({ kind: 'failed' })
  expect(b.clock.elapsed()).toBeGreaterThanOrEqual(600_000)
  expect(b.asterisk.count('playbacks.stop')).toBe(1)
})

test('an abort stops the sound before it is told', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const stop = new AbortController()
  const playing = leg.play(['sound:custom/hello'], stop.signal)
  await b.asterisk.next('channels.playWithId')
  const reason = new Error('a key was pressed')
  stop.abort(reason)
  expect(await playing.catch((error: unknown) => error)).toBe(reason)
  expect(b.asterisk.count('playbacks.stop')).toBe(1)
  expect(b.asterisk.state.playbacks.size).toBe(0)
})

test('a hang-up ends a sound with the cause, though Asterisk calls the sound failed first', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello'], b.signal)
  await b.asterisk.next('channels.playWithId')
  b.asterisk.state.leave(leg.id, 16)
  const error = await playing.catch((thrown: unknown) => thrown)
  expect(error).toBe(leg.gone.reason)
  expect(error).toBeInstanceOf(HungUp)
  expect(b.asterisk.count('playbacks.stop')).toBe(0)
})

test('an utterance is recorded in whole seconds, never less than asked, and fetched', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const recording = leg.record(limits, b.signal)
  const { parameters } = await b.asterisk.next('channels.record')
  expect(parameters).toMatchObject({
    name: limits.name,
    format: 'wav',
    maxSilenceSeconds: '2',
    maxDurationSeconds: '10',
    beep: 'false',
    terminateOn: 'none',
  })
  b.asterisk.state.finishRecording(limits.name, leg.id)
  const recorded = await recording
  if (recorded.kind !== 'recorded') throw new Error(recorded.because)
  expect(new TextDecoder().decode(recorded.wav)).toBe('RIFF salehi/call-1')
  const { parameters: asked } = await b.asterisk.next('recordings.getStoredFile')
  expect(asked['recordingName']).toBe('salehi/call-1')
})

test('a hang-up ends a recording with the cause, though its file is there', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const recording = leg.record(limits, b.signal)
  await b.asterisk.next('channels.record')
  b.asterisk.state.leave(leg.id, 16)
  expect(await recording.catch((thrown: unknown) => thrown)).toBe(leg.gone.reason)
})

test('a recording Asterisk gives up says why', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const recording = leg.record(limits, b.signal)
  await b.asterisk.next('channels.record')
  const failed = { name: limits.name, cause: 'Cannot record channel while in bridge', target_uri: `channel:${leg.id}` }
  b.asterisk.emit({ type: 'RecordingFailed', recording: failed })
  expect(await b.settled(recording, 50)).toMatchObject({
    kind: 'failed',
    because: expect.stringContaining('while in bridge'),
  })
})

test('a recording that cannot begin, or whose file is gone, fails', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.on('channels.record', () => ({ status: 422, body: { message: 'Unknown format' } }))
  const first = leg.record(limits, b.signal)
  expect(await b.settled(first, 50)).toMatchObject({
    kind: 'failed',
    because: expect.stringContaining('Unknown format'),
  })
  b.asterisk.off('channels.record')
  b.asterisk.on('recordings.getStoredFile', () => ({ status: 404, body: { message: 'Recording not found' } }))
  const second = leg.record(limits, b.signal)
  await b.until(() => b.asterisk.state.recordings.size === 1)
  b.asterisk.state.finishRecording(limits.name, leg.id)
  expect(await second).toMatchObject({ kind: 'failed' })
})

test('a recording Asterisk does not end is ended by us and kept', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const recording = leg.record(limits, b.signal)
  await b.asterisk.next('channels.record')
  expect(await b.settled(recording, 500)).toMatchObject({ kind: 'recorded' })
  expect(b.asterisk.count('recordings.stop')).toBe(1)
})

test('an abort ends the recording before it is told', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const stop = new AbortController()
  const recording = leg.record(limits, stop.signal)
  await b.asterisk.next('channels.record')
  const reason = new Error('a key was pressed')
  stop.abort(reason)
  expect(await recording.catch((error: unknown) => error)).toBe(reason)
  expect(b.asterisk.state.recordings.size).toBe(0)
})

test('keys pressed while nobody listens are kept, in order', async () => {
  await using b = await bench()
  const leg = await b.answered()
  for (const digit of ['1', '2', '#']) b.asterisk.emit({ type: 'ChannelDtmfReceived', digit, channel: { id: leg.id } })
  expect([await leg.key(b.signal), await leg.key(b.signal), await leg.key(b.signal)]).toEqual(['1', '2', '#'])
  const waiting = leg.key(b.signal)
  b.asterisk.state.leave(leg.id, 16)
  expect(await waiting.catch((error: unknown) => error)).toBe(leg.gone.reason)
})

test('disposal hangs up once and leaves nothing behind', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello'], b.signal)
  await b.asterisk.next('channels.playWithId')
  await Promise.all([leg[Symbol.asyncDispose](), leg[Symbol.asyncDispose](), playing.catch(() => undefined)])
  await leg[Symbol.asyncDispose]()
  expect(b.asterisk.count('channels.hangup')).toBe(1)
  const { channels, playbacks, bridges } = b.asterisk.state
  expect([channels.size, playbacks.size, bridges.size]).toEqual([0, 0, 0])
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 16 } })
})

test('what is asked of a leg that has gone is answered with why it went', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.state.leave(leg.id, 16)
  await b.until(() => leg.gone.aborted)
  for (const asked of [
    leg.play(['sound:x'], b.signal),
    leg.record(limits, b.signal),
    leg.key(b.signal),
    leg.answer(b.signal),
  ]) {
    expect(await asked.catch((error: unknown) => error)).toBe(leg.gone.reason)
  }
  await leg[Symbol.asyncDispose]()
  expect(b.asterisk.count('channels.hangup')).toBe(0)
})

test('joined legs are parted, and the bridge goes with the leg that held it', async () => {
  await using b = await bench()
  const [customer, operator] = [await b.answered(), await b.answered()]
  const joined = await b.connection.calls.join(customer, operator, b.signal)
  expect([...b.asterisk.state.bridges.values()].map((members) => [...members])).toEqual([[customer.id, operator.id]])
  await joined[Symbol.asyncDispose]()
  expect(b.asterisk.state.bridges.size).toBe(0)
  await b.connection.calls.join(customer, operator, b.signal)
  await operator[Symbol.asyncDispose]()
  expect(b.asterisk.state.bridges.size).toBe(0)
  expect(customer.gone.aborted).toBe(false)
})

test('an operator who leaves while being joined is told by the operator’s own end, and no bridge is left', async () => {
  await using b = await bench()
  const [customer, operator] = [await b.answered(), await b.answered()]
  b.asterisk.on('bridges.addChannel', () => {
    b.asterisk.state.leave(operator.id, 16)
    return { status: 400, body: { message: 'Channel not found' } }
  })
  const error = await b.connection.calls.join(customer, operator, b.signal).catch((thrown: unknown) => thrown)
  expect(error).toBe(operator.gone.reason)
  expect(b.asterisk.state.bridges.size).toBe(0)
})

test('a leg is hung up while the event socket is down, and its end is known without an event', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.drop()
  await b.untilStatus('down')
  await b.settled(leg[Symbol.asyncDispose](), 50)
  expect(b.asterisk.state.channels.size).toBe(0)
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 16 } })
})

test('a sound whose end is not told is found to have ended before long', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.playbacks.delete(parameters['playbackId'] ?? '')
  expect(await b.settled(playing, 500)).toEqual({ kind: 'finished' })
  expect(b.clock.elapsed()).toBeLessThanOrEqual(12_000)
})
