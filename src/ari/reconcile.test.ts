import { expect, test } from 'bun:test'
import { bench } from '../testing/ari/bench.ts'
import { FakeAsterisk } from '../testing/ari/fake-asterisk.ts'

const ours = (n: number): string => n.toString(16).padStart(32, 'a')

test('what a dead engine left behind is hung up, except what is kept and what is not ours', async () => {
  const asterisk = new FakeAsterisk()
  const { channels, bridges } = asterisk.state
  asterisk.state.enter(ours(1))
  asterisk.state.enter(ours(2))
  asterisk.state.enter('pbx-1700000000.1') // a caller of the dead engine
  const elsewhere = { app_name: 'Dial', app_data: 'x' }
  channels.set(ours(3), { ...asterisk.state.enter(ours(3)), dialplan: elsewhere })
  channels.set('pbx-1700000000.2', { ...asterisk.state.enter('pbx-1700000000.2'), dialplan: elsewhere })
  bridges.set(ours(10), new Set([ours(2)]))
  bridges.set(ours(11), new Set())
  bridges.set('somebody-elses', new Set())
  await using b = await bench({ asterisk, deps: { keep: (id) => id === ours(2) } }, false)
  while (b.connection.status().kind !== 'up') await b.step(40)
  expect([...channels.keys()].toSorted()).toEqual([ours(2), ours(3), 'pbx-1700000000.2'].toSorted())
  expect([...bridges.keys()].toSorted()).toEqual([ours(10), 'somebody-elses'].toSorted())
})

test('a kept conversation is taken in hand again, with its bridge', async () => {
  const asterisk = new FakeAsterisk()
  asterisk.state.enter(ours(1), { state: 'Up' })
  asterisk.state.enter(ours(2), { state: 'Up' })
  asterisk.state.bridges.set(ours(10), new Set([ours(1), ours(2)]))
  await using b = await bench({ asterisk, deps: { keep: () => true } }, false)
  while (b.connection.status().kind !== 'up') await b.step(40)
  const { calls } = b.connection
  const [customer, operator] = [await calls.adopt(ours(1), b.signal), await calls.adopt(ours(2), b.signal)]
  expect(await calls.adopt(ours(3), b.signal)).toBeUndefined()
  if (customer === undefined || operator === undefined) throw new Error('not adopted')
  calls.rejoin(ours(10), customer, operator)
  asterisk.state.leave(ours(1), 16)
  await b.until(() => customer.gone.aborted)
  expect(customer.gone.reason).toMatchObject({ hangup: { cause: 16 } })
  await operator[Symbol.asyncDispose]()
  expect([asterisk.state.channels.size, asterisk.state.bridges.size]).toEqual([0, 0])
})

test('a released call goes on after us', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.connection.calls.release(leg)
  await leg[Symbol.asyncDispose]()
  expect(b.asterisk.state.channels.has(leg.id)).toBe(true)
})

test('an end that was never told is noticed while connected, too', async () => {
  await using b = await bench()
  const leg = await b.answered()
  b.asterisk.state.channels.delete(leg.id)
  while (!leg.gone.aborted) await b.step(500)
  expect(b.clock.elapsed()).toBeLessThanOrEqual(31_000)
  expect(leg.gone.reason).toMatchObject({ lost: false })
})

test('a call being made while Asterisk is asked is not taken for one that is gone', async () => {
  await using b = await bench()
  const asked = Promise.withResolvers<void>()
  b.asterisk.on('channels.create', async ({ parameters }) => {
    await asked.promise
    return { status: 200, body: b.asterisk.state.enter(parameters['channelId'] ?? '') }
  })
  const placing = b.place()
  const id = (await b.asterisk.next('channels.create')).parameters['channelId'] ?? ''
  const before = b.asterisk.count('channels.list')
  b.asterisk.drop()
  await b.untilStatus('down')
  await b.clock.advance(250)
  await b.untilStatus('up')
  expect(b.asterisk.count('channels.list')).toBeGreaterThan(before)
  asked.resolve()
  await b.asterisk.next('channels.dial')
  b.asterisk.state.turn(id, 'Up')
  expect(await placing).toMatchObject({ kind: 'answered' })
})
