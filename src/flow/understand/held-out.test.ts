import { expect, test } from 'bun:test'
import { formatScore, labelled, score } from './score.ts'

test('at least 95 % of replies the rules were not made with are understood, and no yes is taken for a no', async () => {
  const result = score(await labelled('held-out'))
  expect(result.replies).toBe(374)
  expect(result.swaps, formatScore(result)).toBe(0)
  expect(result.accuracy, formatScore(result)).toBeGreaterThanOrEqual(0.95)
})
