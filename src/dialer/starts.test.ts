import { expect, test } from 'bun:test'
import { Starts } from './starts.ts'

test('a window is full until its oldest start leaves it', () => {
  const starts = new Starts([3_000, 1_000, 2_000])
  expect(starts.waitMs(5_000, 60_000, 3)).toBe(56_000)
  expect(starts.waitMs(5_000, 60_000, 4)).toBe(0)
  expect(starts.waitMs(61_000, 60_000, 3)).toBe(0)
  expect(starts.waitMs(60_999.5, 60_000, 3)).toBe(1)
  expect(starts.waitMs(5_000, 60_000, 0)).toBe(0)
})

test('what is forgotten no longer counts', () => {
  const starts = new Starts([1_000, 2_000, 3_000])
  expect([starts.countSince(1_999), starts.last]).toEqual([2, 3_000])
  starts.prune(2_500)
  expect(starts.countSince(0)).toBe(1)
  starts.prune(9_000)
  expect([starts.countSince(0), starts.last]).toEqual([0, Number.NEGATIVE_INFINITY])
})

test('what happened later than it was noted for counts from then on', () => {
  const starts = new Starts([1_000, 2_000, 3_000])
  starts.move(2_000, 2_500)
  starts.move(1_000, 3_500)
  starts.move(9_000, 9_500) // forgotten long ago
  expect(starts.waitMs(3_500, 1_000, 3)).toBe(0)
  expect(starts.waitMs(3_400, 1_000, 3)).toBe(100)
  expect(starts.last).toBe(3_500)
})
