import { expect, test } from 'bun:test'
import { TestClock } from '../../kernel/test-clock.ts'
import { Paced } from './paced.ts'

/** Something that takes `tookMs` to look up, and counts how often it is. */
function begin(tookMs: number) {
  const clock = new TestClock()
  let looks = 0
  const paced = new Paced(
    async () => {
      looks++
      if (tookMs > 0) await clock.advance(tookMs)
      return looks
    },
    5_000,
    clock,
  )
  return { clock, paced }
}

test('however many ask at once, it is looked up once', async () => {
  const { paced, clock } = begin(0)
  expect(await Promise.all([paced.get(), paced.get(), paced.get()])).toEqual([1, 1, 1])
  await clock.advance(4_999)
  expect(await paced.get()).toBe(1)
  await clock.advance(1)
  expect(await paced.get()).toBe(2)
})

test('what takes long is looked up the less often: never more than a twenty-fifth of the time', async () => {
  const { paced, clock } = begin(1_000)
  expect(await paced.get()).toBe(1)
  await clock.advance(24_999)
  expect(await paced.get()).toBe(1)
  await clock.advance(1)
  expect(await paced.get()).toBe(2)
})

test('after an order it is looked up anew, also when it was being looked up just then', async () => {
  const { paced } = begin(0)
  const before = paced.get()
  paced.forget()
  expect([await before, await paced.get()]).toEqual([1, 2])
})

test('a look that fails is not remembered', async () => {
  let looks = 0
  const look = (): number => {
    if (++looks === 1) throw new Error('busy')
    return looks
  }
  const paced = new Paced(look, 5_000, new TestClock())
  expect(await paced.get().catch((error: Error) => error.message)).toBe('busy')
  expect(await paced.get()).toBe(2)
})
