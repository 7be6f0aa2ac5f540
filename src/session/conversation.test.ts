import { expect, test } from 'bun:test'
import { answers, paperAttempt as attempt, recordIn as recordOf, transferring } from '../testing/paper-attempt.ts'
import type { Progress } from './ports.ts'
import { ShuttingDown } from './shutting-down.ts'

/** A call whose customer talks with an operator after 9 s, and the notes taken of it. */
async function talking(engine = new AbortController()) {
  const noted: Progress[] = []
  const live = { note: (each: Progress) => void noted.push(structuredClone(each)) }
  const call = attempt(answers, { plan: transferring, replies: ['yes'], live, engine })
  await call.clock.advance(4_500)
  const phases = [call.registry.live[0]?.phase]
  await call.clock.advance(4_000)
  phases.push(call.registry.live[0]?.phase)
  await call.clock.advance(6_500)
  phases.push(call.registry.live[0]?.phase)
  return { ...call, noted, phases, operator: () => call.exchange.legs.get('PJSIP/op') }
}

test('what is known of a call is noted when it changes, before anything that takes its time', async () => {
  const call = await talking()
  expect(call.phases).toEqual(['talking', 'operator_ringing', 'with_operator'])
  expect(call.registry.live[0]?.step?.path ?? '').toStartWith('outbound[1]')
  expect(
    call.noted.map(({ soFar, joined }) => [soFar.outcome.disposition, soFar.turns.length, soFar.operator?.key, joined]),
  ).toEqual([
    ['hangup', 0, undefined, undefined],
    ['disconnected', 1, undefined, undefined],
    ['connected', 1, 'op', { bridgeId: expect.any(String), operatorLegId: expect.any(String) }],
  ])
  expect(call.noted[2]?.joined?.operatorLegId).toBe(call.operator()?.id ?? '')
  await call.clock.advance(60_000) // a conversation is noted to be still going on
  expect(call.noted).toHaveLength(4)
  expect(call.noted.at(-1)?.at).toBeGreaterThan((call.noted[2]?.at ?? 0) + 50_000)
  call.operator()?.leave(16)
  await call.clock.advance(500)
  expect(call.registry.live[0]?.phase).toBe('talking')
  expect(call.noted.at(-1)?.joined).toBeUndefined()
  await call.clock.advance(500)
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, operator: { key: 'op' } })
})

test('an engine that ends lets a conversation with an operator go on, and keeps no record of it', async () => {
  const call = await talking()
  call.engine.abort(new ShuttingDown())
  expect(await call.made).toEqual({ kind: 'goes_on' })
  expect([call.leg()?.log.at(-1), call.operator()?.log]).toEqual(['release', ['release']])
  expect(call.exchange.joined.size).toBe(1)
  expect(call.noted.at(-1)).toMatchObject({
    soFar: { id: '0a', outcome: { disposition: 'connected' } },
    at: call.clock.now(),
  })
  expect(call.registry.live).toEqual([])
})

test('a conversation whose operator has just left does not go on without us', async () => {
  const call = await talking()
  call.operator()?.leave(16)
  call.engine.abort(new ShuttingDown())
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, endedBy: 'us' })
  expect(call.leg()?.log.at(-1)).toBe('hangup')
})

test.each([
  ['cannot be written down', { note: () => fail('the disk is full') }],
  ['would be nobody’s to take up', undefined],
] as const)('a call that %s goes its way, and ends with the engine', async (_why, live) => {
  const options = { plan: transferring, replies: ['yes'], ...(live === undefined ? {} : { live }) }
  const call = attempt(answers, options)
  await call.clock.advance(20_000)
  expect(call.exchange.joined.size).toBe(1)
  call.engine.abort(new ShuttingDown())
  expect(recordOf(await call.made)).toMatchObject({ outcome: { disposition: 'connected' }, operator: { key: 'op' } })
  expect([call.leg()?.log.at(-1), call.exchange.joined.size]).toEqual(['hangup', 0])
})

function fail(because: string): never {
  throw new Error(because)
}

test('what the last step decided is noted before the call is hung up', async () => {
  const noted: Progress[] = []
  const live = { note: (each: Progress) => void noted.push(structuredClone(each)) }
  const call = attempt(answers, { plan: transferring, replies: ['no'], live })
  await call.clock.advance(20_000)
  expect(recordOf(await call.made).outcome).toEqual({ disposition: 'not_interested' })
  expect(noted.map(({ soFar }) => soFar.outcome.disposition)).toEqual(['hangup', 'not_interested'])
})
