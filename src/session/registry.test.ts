import { expect, test } from 'bun:test'
import { Registry } from './registry.ts'

const call = (id: string) =>
  ({ id, direction: 'outbound', line: { number: '1' }, scenario: 'offer', startedAt: 0, phase: 'talking' }) as const

test('the engine is idle when the last call has left, and not before', async () => {
  const registry = new Registry()
  await registry.idle()
  const one = registry.enter(call('a'))
  const other = registry.enter(call('b'))
  let idle = false
  const waiting = registry.idle().then(() => (idle = true))
  one[Symbol.dispose]()
  one[Symbol.dispose]()
  await Promise.resolve()
  expect([registry.live.map(({ id }) => id), idle]).toEqual([['b'], false])
  other[Symbol.dispose]()
  await waiting
  using _next = registry.enter(call('c'))
  let idleAgain = false
  void registry.idle().then(() => (idleAgain = true))
  await Promise.resolve()
  expect(idleAgain).toBe(false)
})
