import { expect, test } from 'bun:test'
import { HungUp } from '../session/ports.ts'
import { bench } from '../testing/ari/bench.ts'

test('a call is created, dialled once it is ours, and answered', async () => {
  await using b = await bench()
  const order: string[] = []
  b.asterisk.on('channels.dial', () => {
    order.push('dial')
    return undefined
  })
  const placing = b.place({
    endpoint: 'PJSIP/0912@trunk',
    callerId: '+9821',
    timeoutMs: 20_500,
    mayDial: () => Promise.resolve(order.push('dialling') > 0),
    onTaken: () => void order.push('taken'),
  })
  const created = await b.asterisk.next('channels.create')
  expect(created.parameters).toMatchObject({ endpoint: 'PJSIP/0912@trunk', app: 'salehi' })
  expect(created.parameters).not.toHaveProperty('otherChannelId')
  expect(created.body).toEqual({ variables: { 'CONNECTEDLINE(num)': '+9821' } })
  const dialed = await b.asterisk.next('channels.dial')
  expect(dialed.parameters).toMatchObject({ timeout: '21' })
  b.asterisk.state.turn(dialed.parameters['channelId'] ?? '', 'Ringing')
  b.asterisk.state.turn(dialed.parameters['channelId'] ?? '', 'Up')
  expect(await placing).toMatchObject({ kind: 'answered', leg: { id: created.parameters['channelId'] } })
  expect(order).toEqual(['dialling', 'dial', 'taken'])
})

test('the far half of a Local channel gets an id of ours', async () => {
  await using b = await bench()
  const placing = b.place({ endpoint: 'Local/6005@from-internal' })
  const { parameters } = await b.asterisk.next('channels.create')
  expect(parameters['otherChannelId']).toMatch(/^[0-9a-f]{32}$/)
  expect(parameters['otherChannelId']).not.toBe(parameters['channelId'])
  b.asterisk.state.turn((await b.asterisk.next('channels.dial')).parameters['channelId'] ?? '', 'Up')
  await placing
})

test('events that come before the answer to create and dial lose nothing', async () => {
  await using b = await bench()
  const { state } = b.asterisk
  b.asterisk.on('channels.dial', ({ parameters }) => {
    state.turn(parameters['channelId'] ?? '', 'Ringing')
    state.leave(parameters['channelId'] ?? '', 17, 486) // all of it before the answer to dial
    return { status: 204 }
  })
  expect(await b.place()).toMatchObject({
    kind: 'unanswered',
    hangup: { cause: 17, techCause: 486 },
    sign: 'ringing',
    timedOut: false,
  })
})

test('dialling waits until the channel is in our hands, however late that is', async () => {
  await using b = await bench()
  b.asterisk.on('channels.create', () => ({ status: 200, body: {} })) // StasisStart comes later
  const placing = b.place()
  const { parameters } = await b.asterisk.next('channels.create')
  await b.step(2_000)
  expect(b.asterisk.count('channels.dial')).toBe(0)
  const id = parameters['channelId'] ?? ''
  b.asterisk.state.enter(id)
  await b.asterisk.next('channels.dial')
  b.asterisk.state.turn(id, 'Up')
  expect(await placing).toMatchObject({ kind: 'answered' })
})

test('a dial that comes too early is tried again', async () => {
  await using b = await bench()
  let tries = 0
  b.asterisk.on('channels.dial', () =>
    ++tries < 3 ? { status: 409, body: { message: 'Channel not in Stasis application' } } : undefined,
  )
  const placing = b.place()
  const { parameters } = await b.asterisk.next('channels.create')
  await b.until(() => tries === 1)
  await b.asterisk.next('channels.dial')
  while (tries < 3) await b.step(10)
  b.asterisk.state.turn(parameters['channelId'] ?? '', 'Up')
  expect(await placing).toMatchObject({ kind: 'answered' })
})

test('an endpoint Asterisk cannot reach is refused: nobody’s phone rang', async () => {
  await using b = await bench()
  let dialling = 0
  b.asterisk.on('channels.create', () => ({ status: 500, body: { error: 'Allocation failed' } }))
  const placed = await b.place({ mayDial: () => Promise.resolve(++dialling > 0) })
  expect(placed).toMatchObject({ kind: 'refused', because: expect.stringContaining('trunk is down') })
  expect(dialling).toBe(0)
})

test('a channel that ends before it was dialled is refused', async () => {
  await using b = await bench()
  b.asterisk.on('channels.create', ({ parameters }) => {
    b.asterisk.emit({ type: 'ChannelDestroyed', cause: 0, channel: { id: parameters['channelId'] } })
    return { status: 200, body: {} }
  })
  expect(await b.place()).toMatchObject({ kind: 'refused' })
})

test('early media is a sign of life, ringing a stronger one, and twice the same event changes nothing', async () => {
  await using b = await bench()
  const placing = b.place()
  const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  for (let twice = 0; twice < 2; twice++) b.asterisk.emit({ type: 'Dial', dialstatus: 'PROGRESS', peer: { id } })
  b.asterisk.state.leave(id, 19, 480)
  b.asterisk.emit({ type: 'ChannelDestroyed', cause: 16, channel: { id } })
  expect(await placing).toMatchObject({
    kind: 'unanswered',
    sign: 'early_media',
    hangup: { cause: 19, techCause: 480 },
  })
})

test('when Asterisk ends the ringing at the limit, it was our limit', async () => {
  await using b = await bench()
  const placing = b.place({ timeoutMs: 5_000 })
  const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  b.asterisk.state.turn(id, 'Ringing')
  await b.step(0)
  await b.clock.advance(5_000)
  const channel = { id }
  b.asterisk.emit({ type: 'ChannelHangupRequest', soft: true, cause: 32, channel })
  b.asterisk.emit({ type: 'StasisEnd', channel })
  b.asterisk.emit({ type: 'ChannelDestroyed', cause: 19, tech_cause: 480, channel })
  expect(await placing).toEqual({
    kind: 'unanswered',
    hangup: { cause: 19, techCause: 480 },
    sign: 'ringing',
    timedOut: true,
    lastedMs: 5_000,
  })
})

test('when Asterisk does not end the ringing, we do, and the phone stops', async () => {
  await using b = await bench()
  const placing = b.place({ timeoutMs: 5_000 })
  await b.asterisk.next('channels.dial')
  const placed = await b.settled(placing, 500)
  expect(placed).toMatchObject({ kind: 'unanswered', timedOut: true, hangup: { cause: 19 } })
  expect((await b.asterisk.next('channels.hangup')).parameters).toMatchObject({ reason: 'no_answer' })
  expect(b.asterisk.state.channels.size).toBe(0)
})

test('a phone of which nothing was heard, though Asterisk went on with it, may have rung', async () => {
  await using b = await bench()
  const placing = b.place({ timeoutMs: 5_000 })
  const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  b.asterisk.state.channels.delete(id) // rung and given up by Asterisk, and no event of it came
  expect(await b.settled(placing, 500)).toMatchObject({ kind: 'unanswered', sign: 'ringing', timedOut: true })
})

test.each(['Ringing', 'Down'])(
  'a leg that is lost with a restarted Asterisk says so, and whether it rang: %s',
  async (state) => {
    await using b = await bench()
    const placing = b.place()
    const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
    b.asterisk.state.turn(id, state)
    await b.step(0)
    b.asterisk.state.channels.clear()
    b.asterisk.state.bootedAt = '2026-01-05T09:00:00.000+0000'
    b.asterisk.drop()
    await b.untilStatus('down')
    await b.clock.advance(250)
    const sign = state === 'Ringing' ? 'ringing' : 'none'
    expect(await placing).toMatchObject({ kind: 'unanswered', lost: true, sign, timedOut: false })
  },
)

test('a leg that ended while no events came may have rung', async () => {
  await using b = await bench()
  const placing = b.place()
  await b.asterisk.next('channels.dial')
  b.asterisk.drop()
  await b.untilStatus('down')
  b.asterisk.state.channels.clear()
  await b.clock.advance(250)
  const placed = await placing
  expect(placed).toMatchObject({ kind: 'unanswered', sign: 'ringing', timedOut: false })
  expect(placed).not.toHaveProperty('lost')
})

test('an answer whose event was lost is found when our limit passes: it is a call', async () => {
  await using b = await bench()
  const placing = b.place({ timeoutMs: 5_000 })
  const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  const channel = b.asterisk.state.channels.get(id)
  if (channel !== undefined) channel.state = 'Up'
  expect(await b.settled(placing, 500)).toMatchObject({ kind: 'answered' })
  expect(b.asterisk.count('channels.hangup')).toBe(0)
})

test.each(['channels.create', 'channels.dial'] as const)(
  'a call given up after %s is hung up before that is told',
  async (step) => {
    await using b = await bench()
    const giveUp = new AbortController()
    const placing = b.place({}, giveUp.signal)
    await b.asterisk.next(step)
    const reason = new Error('shutting down')
    giveUp.abort(reason)
    const rejected = await placing.catch((error: unknown) => error)
    expect(rejected).toBe(reason)
    await b.until(() => b.asterisk.state.channels.size === 0)
  },
)

test('a request Asterisk does not answer in time is refused, and the channel it may have made is hung up', async () => {
  await using b = await bench()
  b.asterisk.on('channels.create', ({ parameters }) => {
    b.asterisk.state.enter(parameters['channelId'] ?? '')
    return new Promise(() => undefined) // made, but never told
  })
  const placing = b.place()
  await b.asterisk.next('channels.create')
  expect(await b.settled(placing, 500)).toMatchObject({ kind: 'refused', because: expect.stringContaining('10 s') })
  expect(b.asterisk.state.channels.size).toBe(0)
})

test('a dial order whose answer is lost may ring a phone, so it counts as dialled', async () => {
  await using b = await bench()
  b.asterisk.on('channels.dial', () => new Promise(() => undefined))
  const placing = b.place({ timeoutMs: 20_000 })
  const id = (await b.asterisk.next('channels.dial')).parameters['channelId'] ?? ''
  await b.step(10_000)
  b.asterisk.state.leave(id, 17, 486)
  expect(await placing).toMatchObject({ kind: 'unanswered', hangup: { cause: 17 } })
})

test('an end told only by Asterisk leaving our application still ends the call', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.emit({ type: 'ChannelHangupRequest', cause: 16, channel: { id: leg.id } })
  b.asterisk.emit({ type: 'StasisEnd', channel: { id: leg.id } })
  b.asterisk.emit({ type: 'ChannelDtmfReceived', digit: '7', channel: { id: leg.id } })
  expect(await leg.key(b.signal)).toBe('7') // all before it was read
  expect(leg.gone.aborted).toBe(false)
  await b.clock.advance(300)
  expect(leg.gone.reason).toBeInstanceOf(HungUp)
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 16 }, lost: false })
})

test('the cause of the end is that of the network, not the flag Asterisk announces it with', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const channel = { id: leg.id }
  b.asterisk.emit({ type: 'ChannelHangupRequest', soft: true, cause: 1, channel })
  b.asterisk.emit({ type: 'StasisEnd', channel })
  b.asterisk.emit({ type: 'ChannelDestroyed', cause: 44, channel })
  await b.until(() => leg.gone.aborted)
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 44 } })
})

test('two hundred calls at once each get their own events', async () => {
  await using b = await bench()
  b.asterisk.on('channels.dial', ({ parameters }) => {
    const id = parameters['channelId'] ?? ''
    b.asterisk.state.leave(id, Number.parseInt(id, 16) % 2 === 0 ? 17 : 21)
    return { status: 204 }
  })
  const ids = Array.from({ length: 200 }, (_, at) => (at + 0x10_000).toString(16).padStart(32, '0'))
  const placed = await Promise.all(ids.map((id) => b.place({ id })))
  const causes = placed.map((one) => (one.kind === 'unanswered' ? one.hangup.cause : -1))
  expect(causes).toEqual(ids.map((id) => (Number.parseInt(id, 16) % 2 === 0 ? 17 : 21)))
})
