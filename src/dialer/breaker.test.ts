import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { Breaker } from './breaker.ts'
import { Gates } from './gates.ts'

function breaker() {
  const clock = new TestClock()
  const gates = new Gates(clock, () => undefined)
  const restMs = (): number | undefined => {
    const [shut] = gates.closed
    return shut?.until === undefined ? undefined : shut.until - clock.now()
  }
  return { clock, gates, restMs, breaker: new Breaker(gates, clock) }
}

test.each([
  ['vira', 'quota', 'recogniser', 'vira cannot serve, its account is empty: top it up'],
  ['vira', 'auth', 'recogniser', 'vira cannot serve, it refuses our key: check the token in the settings'],
  ['gapgpt', 'quota', 'llm', 'gapgpt cannot serve, its account is empty: top it up'],
] as const)('%s without service (%s) shuts the gate «%s»', (service, because, name, why) => {
  const { breaker: it, gates } = breaker()
  it.failed(service, because)
  expect(gates.closed).toMatchObject([{ name, because: why }])
})

test.each(['timeout', 'transient', 'rate_limit', 'bad_input'] as const)('a passing fault (%s) shuts nothing', (why) => {
  const { breaker: it, gates } = breaker()
  it.failed('vira', why)
  expect(gates.closed).toEqual([])
})

test('each probe that fails makes the rest longer; an answer ends the outage, and the next one begins small', async () => {
  const { breaker: it, clock, gates, restMs } = breaker()
  it.failed('vira', 'quota')
  expect(restMs()).toBe(60_000)
  await clock.advance(60_000)
  expect([gates.closed, gates.trial]).toEqual([[], true])
  it.failed('vira', 'quota')
  expect(restMs()).toBe(120_000)
  await clock.advance(120_000)
  expect(gates.closed).toEqual([])
  it.served('gapgpt', 100) // another service's answer says nothing
  expect(gates.trial).toBe(true)
  it.served('vira', 100)
  expect(gates.trial).toBe(false)
  it.failed('vira', 'quota')
  expect(restMs()).toBe(60_000)
})

test('calls that were up together meet the same fault, which counts once', async () => {
  const { breaker: it, clock, restMs } = breaker()
  for (let call = 0; call < 5; call++) it.failed('vira', 'quota')
  expect(restMs()).toBe(60_000)
  await clock.advance(60_000)
  it.failed('vira', 'quota')
  expect(restMs()).toBe(120_000)
})

test('an answer to a question from before the failure proves nothing; to a later one it opens the gate at once', async () => {
  const { breaker: it, clock, gates } = breaker()
  await clock.advance(5_000)
  it.failed('vira', 'quota')
  await clock.advance(500)
  it.served('vira', 800)
  expect(gates.closed).toHaveLength(1)
  it.served('vira', 300)
  expect(gates.closed).toEqual([])
})

test('a recogniser without a token stays shut: no probe, and no caller who meets it changes that', async () => {
  const { breaker: it, clock, gates } = breaker()
  it.missing('recogniser', 'VIRA_STT_TOKEN is not set')
  it.failed('vira', 'auth') // an inbound call
  await clock.advance(86_400_000)
  expect(gates.closed).toMatchObject([{ name: 'recogniser', because: 'VIRA_STT_TOKEN is not set' }])
})

test('a trial begun by a restart passes when the service answers', () => {
  const { breaker: it, gates } = breaker()
  gates.try('recogniser')
  it.served('gapgpt', 100)
  expect(gates.trial).toBe(true)
  it.served('vira', 100)
  expect(gates.trial).toBe(false)
})
