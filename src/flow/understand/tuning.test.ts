import { expect, test } from 'bun:test'
import { formatScore, labelled, score } from './score.ts'

test.each([
  ['tuning', 374, 0.97],
  ['own', 2000, 0.97],
  ['second-author', 320, 0.94],
] as const)(
  'most of the %s replies are understood, no yes is taken for a no or the reverse, and what is wrong is not sure',
  async (name, least, share) => {
    const result = score(await labelled(name))
    expect(result.replies).toBeGreaterThanOrEqual(least)
    expect(result.swaps, formatScore(result)).toBe(0)
    expect(result.surelyWrong, formatScore(result)).toBe(0)
    expect(result.accuracy, formatScore(result)).toBeGreaterThanOrEqual(share)
  },
)
