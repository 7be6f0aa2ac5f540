import { expect, test } from 'bun:test'
import { formatScore, labelled, score } from './score.ts'

test.each([
  ['tuning', 374],
  ['own', 800],
] as const)(
  'at least 97 % of the %s replies are understood, and no yes is taken for a no or the reverse',
  async (name, least) => {
    const result = score(await labelled(name))
    expect(result.replies).toBeGreaterThanOrEqual(least)
    expect(result.swaps, formatScore(result)).toBe(0)
    expect(result.accuracy, formatScore(result)).toBeGreaterThanOrEqual(0.97)
  },
)
