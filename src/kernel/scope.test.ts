import { expect, test } from 'bun:test'
import { within } from './deadline.ts'
import { aborted, race, Scope, whenAborted } from './scope.ts'
import { TestClock } from './test-clock.ts'

const never = new AbortController().signal

test('a task ends before its scope does', async () => {
  const clock = new TestClock()
  let ended = false
  {
    await using scope = new Scope(never)
    scope.spawn(async (signal) => {
      try {
        await clock.sleep(60_000, signal)
      } finally {
        ended = true
      }
    })
  }
  expect(ended).toBe(true)
})

test('the first failure of a task ends its siblings and is thrown by the scope', async () => {
  const clock = new TestClock()
  const seen: unknown[] = []
  const run = async (): Promise<void> => {
    await using scope = new Scope(never)
    scope.spawn(async (signal) => {
      await clock.sleep(60_000, signal).catch((error: unknown) => seen.push(error))
    })
    scope.spawn(() => Promise.reject(new Error('the disk is full')))
    await scope.idle()
  }
  expect(run()).rejects.toThrow('the disk is full')
  await clock.advance(1)
  expect(seen).toHaveLength(1)
})

test('the loser of a race is aborted, awaited, and a resource it brought is given back', async () => {
  const given: string[] = []
  const resource = (name: string): Disposable => ({ [Symbol.dispose]: () => void given.push(name) })
  const first = Promise.withResolvers<Disposable>()
  const second = Promise.withResolvers<Disposable>()
  const running = race<Disposable>(
    never,
    () => first.promise,
    () => second.promise,
  )
  const winner = resource('winner')
  first.resolve(winner)
  second.resolve(resource('loser'))
  expect(await running).toBe(winner)
  expect(given).toEqual(['loser'])
})

test('work past its deadline is ended and named', async () => {
  const clock = new TestClock()
  const work = within(clock, 500, 'cleaning the audio', (signal) => clock.sleep(9_000, signal), never)
  const result = work.catch((error: unknown) => String(error))
  await clock.advance(600)
  expect(await result).toContain('cleaning the audio took longer than 500 ms')
})

test('a race that is aborted from outside ends with that reason', async () => {
  const clock = new TestClock()
  const parent = new AbortController()
  const running = race(
    parent.signal,
    (signal) => clock.sleep(1_000, signal),
    (signal) => aborted(signal),
  ).catch((error: unknown) => error)
  const reason = new Error('hung up')
  parent.abort(reason)
  expect(await running).toBe(reason)
})

test('whoever waits for one signal is told when it aborts, and freed when their own does', async () => {
  const target = new AbortController()
  const own = new AbortController()
  const waiting = whenAborted(target.signal, own.signal)
  target.abort('the operator left')
  expect(await waiting).toBe('the operator left')
  expect(await whenAborted(target.signal, own.signal)).toBe('the operator left')
  const reason = new Error('hung up')
  const other = whenAborted(new AbortController().signal, own.signal).catch((error: unknown) => error)
  own.abort(reason)
  expect(await other).toBe(reason)
})
