import { expect, test } from 'bun:test'
import { fullestMoment, fullestWindow } from './windows.ts'

test('a sliding window counts what began less than its length before', () => {
  expect(fullestWindow([0, 950, 1_900], 950, 1)).toEqual({ most: 1, over: [] })
  expect(fullestWindow([1_899, 0, 950], 950, 1)).toEqual({ most: 2, over: [1_899] })
  expect(fullestWindow([0, 1, 2, 59_999, 60_002], 60_000, 3)).toEqual({ most: 4, over: [59_999] })
  expect(fullestWindow([], 950, 1)).toEqual({ most: 0, over: [] })
})

test('who leaves at an instant makes room for who comes at it, and nobody is counted who was never there', () => {
  const spans = [
    { fromMs: 0, toMs: 10 },
    { fromMs: 10, toMs: 20 },
    { fromMs: 12, toMs: 12 },
    { fromMs: 15, toMs: Number.POSITIVE_INFINITY },
  ]
  expect(fullestMoment(spans, 1)).toEqual({ most: 2, over: [15] })
  expect(fullestMoment(spans.slice(0, 2), 1)).toEqual({ most: 1, over: [] })
})
