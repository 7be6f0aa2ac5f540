import { expect, test } from 'bun:test'
import type { Leg } from '../session/ports.ts'
import { bench } from '../testing/ari/bench.ts'
import { FakeAsterisk } from '../testing/ari/fake-asterisk.ts'
import type { AriCalls } from './calls.ts'

const ours = (n: number): string => n.toString(16).padStart(32, 'a')

async function taken(calls: AriCalls, id: string, signal: AbortSignal): Promise<Leg> {
  const adopted = await calls.adopt(id, signal)
  if (adopted.kind !== 'held') throw new Error(adopted.kind)
  return adopted.leg
}

test('what a dead engine left behind is hung up, except what is kept and what is not ours', async () => {
  const asterisk = new FakeAsterisk()
  const { channels, bridges } = asterisk.state
  asterisk.state.enter(ours(1))
  asterisk.state.enter(ours(2))
  asterisk.state.enter('pbx-1700000000.1', { state: 'Up' }) // a caller of the dead engine
  const elsewhere = { app_name: 'Dial', app_data: 'x' }
  channels.set(ours(3), { ...asterisk.state.enter(ours(3)), dialplan: elsewhere })
  channels.set('pbx-1700000000.2', { ...asterisk.state.enter('pbx-1700000000.2'), dialplan: elsewhere })
  bridges.set(ours(10), new Set([ours(2)]))
  bridges.set(ours(11), new Set([ours(2)])) // it was just leaving the dial bridge
  bridges.set('somebody-elses', new Set())
  await using b = await bench({ asterisk, deps: { keep: (id) => id === ours(2) || id === ours(10) } }, false)
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
  const [customer, operator] = [await taken(calls, ours(1), b.signal), await taken(calls, ours(2), b.signal)]
  expect(await calls.adopt(ours(3), b.signal)).toEqual({ kind: 'gone' })
  expect(await calls.rejoin(ours(11), customer, operator, b.signal)).toBeUndefined()
  expect(await calls.rejoin(ours(10), customer, operator, b.signal)).toMatchObject({ bridgeId: ours(10) })
  asterisk.state.leave(ours(1), 16)
  await b.until(() => customer.gone.aborted)
  expect(customer.gone.reason).toMatchObject({ hangup: { cause: 16 } })
  await operator[Symbol.asyncDispose]()
  expect([asterisk.state.channels.size, asterisk.state.bridges.size]).toEqual([0, 0])
})

test('a channel of ours whose hang-up went wrong is hung up when it is seen to stay', async () => {
  await using b = await bench()
  const stray = ours(7)
  b.asterisk.state.enter(stray, { state: 'Up' })
  while (b.asterisk.state.channels.has(stray)) await b.step(5_000)
  const bridge = ours(8)
  b.asterisk.state.bridges.set(bridge, new Set())
  while (b.asterisk.state.bridges.has(bridge)) await b.step(5_000)
})

test('a released call goes on after us', async () => {
  await using b = await bench()
  const leg = await b.answered()
  leg.release()
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

test('a caller who came while we were not connected is taken in; one who has had their call is hung up', async () => {
  const asterisk = new FakeAsterisk()
  asterisk.state.enter('pbx-1.1', { state: 'Ring', number: '0912' })
  asterisk.state.enter('pbx-1.2', { state: 'Up', number: '0913' }) // answered by the dialplan
  asterisk.state.enter('pbx-1.3', { state: 'Up' })
  asterisk.state.enter('pbx-1.4', { state: 'Up' })
  const deps = { isOver: (id: string) => id === 'pbx-1.3', keep: (id: string) => id === 'pbx-1.4' }
  await using b = await bench({ asterisk, deps }, false)
  while (b.connection.status().kind !== 'up') await b.step(40)
  const { calls } = b.connection
  const [first, second] = [await calls.incoming(b.signal), await calls.incoming(b.signal)]
  expect([first.caller, second.caller]).toEqual(['0912', '0913'])
  expect([...asterisk.state.channels.keys()]).toEqual(['pbx-1.1', 'pbx-1.2', 'pbx-1.4'])
  await b.step(31_000)
  await b.step(31_000)
  expect(asterisk.count('channels.hangup')).toBe(1)
})

test('a caller whose arrival was lost on the way is taken in at the second look', async () => {
  await using b = await bench()
  const channel = { id: 'pbx-1.1', name: 'DAHDI/1', state: 'Ring', caller: { name: '', number: '0912' } }
  b.asterisk.state.channels.set(channel.id, {
    ...channel,
    dialplan: { exten: 's', app_name: 'Stasis', app_data: 'salehi' },
  })
  const arriving = b.connection.calls.incoming(b.signal)
  expect(await b.settled(arriving, 1_000)).toMatchObject({ caller: '0912' })
})
