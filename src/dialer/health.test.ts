import { expect, test } from 'bun:test'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { Gates } from './gates.ts'
import { type HealthChecks, watchHealth } from './health.ts'
import type { Health } from './ports.ts'

const well = { kind: 'well' } as const
const ill = { kind: 'ill', because: 'the trunk is down' } as const
const unsure = { kind: 'unsure', because: 'Asterisk is not connected' } as const

function watching(checks: HealthChecks) {
  const clock = new TestClock()
  const gates = new Gates(clock, () => undefined)
  const told: unknown[] = []
  const log: Log = { ...silentLog, warn: (_event, _message, fields) => void told.push(fields) }
  const stop = new AbortController()
  let looked = 0
  const running = watchHealth(checks, gates, clock, log, () => looked++, stop.signal).catch((error: unknown) => error)
  return {
    clock,
    told,
    looked: () => looked,
    shut: () => gates.closed.map(({ name, because }) => `${name}: ${because}`),
    end: async (): Promise<void> => {
      stop.abort('the end')
      expect(await running).toBe('the end')
    },
  }
}

test('what is ill shuts its gate at the first look, and what is well again opens it at the next', async () => {
  let trunk: Health = ill
  const { clock, shut, end } = watching({ trunk: async () => trunk, disk: async () => well })
  await clock.advance(0)
  expect(shut()).toEqual(['trunk: the trunk is down'])
  trunk = well
  await clock.advance(14_999)
  expect(shut()).toHaveLength(1)
  await clock.advance(1)
  expect(shut()).toEqual([])
  await end()
})

test.each([
  ['says that it cannot tell', async (): Promise<Health> => unsure, 'Asterisk is not connected'],
  ['throws', (): Promise<Health> => Promise.reject(Object.assign(new Error('09121111111'), { code: 'EIO' })), 'EIO'],
  ['answers nobody, not even an abort', (): Promise<Health> => new Promise(() => undefined), 'no answer within 5 s'],
] as const)('a look that %s leaves its gate as it was and is told once', async (_what, fails, because) => {
  for (const [before, gates] of [
    [well, []],
    [ill, ['trunk: the trunk is down']],
  ] as const) {
    let looks = 0
    let healed = false
    const { clock, shut, told, end } = watching({
      trunk: () => (looks++ === 0 || healed ? Promise.resolve(before) : fails()),
    })
    await clock.advance(120_000)
    expect(looks).toBeGreaterThan(4)
    expect([shut(), told]).toEqual([[...gates], [{ gate: 'trunk', because }]])
    healed = true
    await clock.advance(30_000)
    healed = false
    await clock.advance(30_000)
    expect(told).toHaveLength(2)
    await end()
  }
})

test('a look that is stuck holds up no other', async () => {
  const { clock, shut, end } = watching({ disk: () => new Promise(() => undefined), trunk: async () => ill })
  await clock.advance(0)
  expect(shut()).toEqual(['trunk: the trunk is down'])
  await end()
})

test('it tells once that all was looked at, what is stuck counted after its deadline', async () => {
  const { clock, looked, end } = watching({ disk: () => new Promise(() => undefined), trunk: async () => ill })
  await clock.advance(4_999)
  expect(looked()).toBe(0)
  await clock.advance(60_000)
  expect(looked()).toBe(1)
  await end()
})
