import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { type GateName, Gates, type ShutGate } from './gates.ts'

function gates() {
  const clock = new TestClock()
  const told: (readonly [GateName, string | undefined])[] = []
  const made = new Gates(clock, (gate: GateName, shut: ShutGate | undefined) => told.push([gate, shut?.because]))
  return { clock, told, gates: made }
}

test('a gate held by several opens when the last lets go, each only once', () => {
  const { gates: it } = gates()
  const one = it.hold('operator', 'an operator is being called')
  const other = it.hold('operator', 'an operator is being called')
  one[Symbol.dispose]()
  one[Symbol.dispose]()
  expect(it.closed).toHaveLength(1)
  other[Symbol.dispose]()
  expect(it.closed).toEqual([])
})

test('a gate that is shut again keeps the instant since when, and takes the new reason and end', async () => {
  const { clock, gates: it, told } = gates()
  const since = clock.now()
  it.shut('panel', 'lunch break', since + 10_000)
  await clock.advance(5_000)
  it.shut('panel', 'lunch break', since + 20_000)
  expect(it.closed).toEqual([{ name: 'panel', because: 'lunch break', since, until: since + 20_000 }])
  it.shut('panel', 'holiday')
  expect(it.closed).toEqual([{ name: 'panel', because: 'holiday', since }])
  expect(told).toEqual([
    ['panel', 'lunch break'],
    ['panel', 'holiday'],
  ])
})

test('a gate somebody shut stays shut when its time has come, until they open it', async () => {
  const { clock, gates: it, told } = gates()
  it.shut('panel', 'lunch break', clock.now() + 1_000)
  await clock.advance(60_000)
  expect(it.closed.map(({ name }) => name)).toEqual(['panel'])
  it.open('panel')
  expect(it.closed).toEqual([])
  expect(told).toEqual([
    ['panel', 'lunch break'],
    ['panel', undefined],
  ])
})

test('what failures shut is tried at once when somebody says it was seen to; what waits for a person is not', () => {
  const { clock, gates: it } = gates()
  it.shut('recogniser', 'no token')
  it.shut('llm', 'quota', clock.now() + 60_000)
  it.shut('failures', '3 calls failed', clock.now() + 60_000)
  it.tryNow()
  expect(it.closed.map(({ name }) => name)).toEqual(['recogniser'])
  expect(it.onTrial).toEqual(['llm', 'failures'])
})

test('a gate on trial counts as open once the trial has passed, and as shut since the beginning when it has not', async () => {
  const { clock, gates: it, told } = gates()
  const since = clock.now()
  it.shut('llm', 'quota', since + 1_000)
  await clock.advance(1_000)
  expect([it.closed, it.trial]).toEqual([[], true])
  it.shut('llm', 'quota', since + 3_000)
  expect(it.closed).toEqual([{ name: 'llm', because: 'quota', since, until: since + 3_000 }])
  await clock.advance(2_000)
  expect(it.closed).toEqual([])
  it.passTrial('llm')
  expect(told.at(-1)).toEqual(['llm', undefined])
  expect(told.filter(([, because]) => because === undefined)).toHaveLength(1)
})

test('a gate shut by failures opens on trial when its time has come; one opened by hand does not', async () => {
  const { clock, gates: it } = gates()
  it.shut('failures', '3 calls failed', clock.now() + 1_000)
  await clock.advance(1_000)
  expect([it.closed, it.trial]).toEqual([[], true])
  it.shut('failures', '4 calls failed', clock.now() + 1_000)
  expect(it.trial).toBe(false)
  it.passTrial('failures') // too early: it stays shut
  expect(it.closed).toHaveLength(1)
  await clock.advance(1_000)
  expect([it.closed, it.trial]).toEqual([[], true])
  it.passTrial('failures')
  expect(it.trial).toBe(false)
  it.shut('failures', '3 calls failed', clock.now() + 1_000)
  it.open('failures')
  expect([it.closed, it.trial]).toEqual([[], false])
})
