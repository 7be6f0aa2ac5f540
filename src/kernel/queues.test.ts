import { expect, test } from 'bun:test'
import { Bell } from './bell.ts'
import { Limiter } from './limiter.ts'
import { Mailbox } from './mailbox.ts'
import { TestClock } from './test-clock.ts'

const never = new AbortController().signal

test('a mailbox keeps the order, refuses what is too much, and wakes its reader', async () => {
  const box = new Mailbox<number>(2)
  const reading = box.take(never)
  expect([box.put(1), box.put(2), box.put(3), box.put(4)].filter(Boolean)).toHaveLength(2)
  expect(await reading).toBe(1)
  expect(await box.take(never)).toBe(2)
})

test('a reader of a mailbox leaves when its signal aborts, with the reason of the signal', async () => {
  const box = new Mailbox<number>(2)
  const controller = new AbortController()
  const reason = new Error('hung up')
  const reading = box.take(controller.signal).catch((error: unknown) => error)
  controller.abort(reason)
  expect(await reading).toBe(reason)
  box.put(7)
  expect(await box.take(never)).toBe(7)
})

test('a limiter never lets more in than it may, and an aborted waiter does not keep a place', async () => {
  const limiter = new Limiter(1)
  const first = await limiter.acquire(never)
  const controller = new AbortController()
  const leaver = limiter.acquire(controller.signal).catch(() => 'left')
  const third = limiter.acquire(never)
  controller.abort(new Error('gone'))
  expect(await leaver).toBe('left')
  let entered = false
  void third.then(() => (entered = true))
  await Promise.resolve()
  expect(entered).toBe(false)
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  await third
  expect(entered).toBe(true)
})

test('a bell rung while nobody waits is heard by the next who does', async () => {
  const clock = new TestClock()
  const bell = new Bell()
  bell.ring()
  await bell.wait(clock, 60_000, never)
  const waiting = bell.wait(clock, 1_000, never).then(() => clock.elapsed())
  await clock.advance(5_000)
  expect(await waiting).toBe(1_000)
})

test('a bell that nobody rings frees its waiter when the signal aborts, and can be waited for again', async () => {
  const clock = new TestClock()
  const bell = new Bell()
  const controller = new AbortController()
  const waiting = bell.wait(clock, 60_000, controller.signal).catch((error: unknown) => error)
  const reason = new Error('shutting down')
  controller.abort(reason)
  expect(await waiting).toBe(reason)
  const again = bell.wait(clock, 60_000, never).then(() => clock.elapsed())
  await clock.advance(10)
  bell.ring()
  expect(await again).toBe(10)
})

test('a closed mailbox is read to its end and then says so', async () => {
  const box = new Mailbox<number>(2)
  box.put(1)
  box.close()
  expect([box.put(2), await box.take(never)]).toEqual([false, 1])
  expect(await box.take(never).catch((error: unknown) => String(error))).toContain('the mailbox is closed')
})
