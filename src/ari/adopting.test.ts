import { expect, test } from 'bun:test'
import { bench } from '../testing/ari/bench.ts'
import { FakeAsterisk } from '../testing/ari/fake-asterisk.ts'

const ours = (n: number): string => n.toString(16).padStart(32, 'a')

/** A connection to an Asterisk that has these channels from before; all are kept. */
async function over(...states: readonly string[]) {
  const asterisk = new FakeAsterisk()
  for (const [n, state] of states.entries()) asterisk.state.enter(ours(n), { state })
  const b = await bench({ asterisk, deps: { keep: () => true } }, false)
  while (b.connection.status().kind !== 'up') await b.step(40)
  return b
}

test.each([
  ['Down', 'down', false],
  ['Ringing', 'ringing', true],
  ['Up', 'up', true],
])('a channel found %s is told to be %s', async (found, state, hasRung) => {
  await using b = await over(found)
  const adopted = await b.connection.calls.adopt(ours(0), b.signal)
  expect(adopted).toMatchObject({ kind: 'held', state })
  if (adopted.kind === 'held') expect(adopted.hasRung()).toBe(hasRung)
})

test('a phone that begins to ring while it is hung up has rung', async () => {
  await using b = await over('Down')
  const adopted = await b.connection.calls.adopt(ours(0), b.signal)
  if (adopted.kind !== 'held') throw new Error(adopted.kind)
  b.asterisk.state.turn(ours(0), 'Ringing')
  await adopted.leg[Symbol.asyncDispose]()
  expect(adopted.hasRung()).toBe(true)
})

test.each([
  ['SIP 100 Trying', false],
  ['SIP 183 Session Progress', true],
])('a phone that does not ring, and of which the carrier said %s', async (said, hasRung) => {
  await using b = await over('Down')
  b.asterisk.on('channels.getChannelVar', () => ({ status: 200, body: { value: said } }))
  const adopted = await b.connection.calls.adopt(ours(0), b.signal)
  if (adopted.kind !== 'held') throw new Error(adopted.kind)
  expect(adopted.hasRung()).toBe(hasRung)
})

test('what another application has is left to it', async () => {
  await using b = await over()
  const channel = b.asterisk.state.enter('pbx-1.1', { state: 'Up' })
  b.asterisk.state.channels.set('pbx-1.2', {
    ...channel,
    id: 'pbx-1.2',
    dialplan: { app_name: 'Stasis', app_data: 'salehi-call' },
  })
  expect(await b.connection.calls.adopt('pbx-1.2', b.signal)).toEqual({ kind: 'elsewhere' })
})

test('an Asterisk that does not answer yet is waited for, for only then is known what is left', async () => {
  await using b = await over('Up')
  b.asterisk.on('channels.get', () => ({ status: 503, body: { message: 'Asterisk is not ready' } }))
  const adopting = b.connection.calls.adopt(ours(0), b.signal)
  for (let asked = 0; asked < 3; asked++) {
    await b.asterisk.next('channels.get')
    await b.step(500)
  }
  b.asterisk.off('channels.get')
  expect(await b.settled(adopting, 500)).toMatchObject({ kind: 'held', state: 'up' })
})

test('sounds of an earlier engine are stopped, whichever of them is under way', async () => {
  await using b = await bench()
  const leg = await b.answered()
  const playing = leg.play(['sound:custom/hello'], b.signal)
  await b.asterisk.next('channels.playWithId')
  expect(b.asterisk.state.playbacks.size).toBe(1)
  await b.connection.calls.hush(leg)
  expect(b.asterisk.state.playbacks.size).toBe(0)
  expect(await b.settled(playing, 100)).toEqual({ kind: 'finished' })
})
