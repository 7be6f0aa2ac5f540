import { expect, test } from 'bun:test'
import { formatDuration, parseDuration } from './duration.ts'
import { systemIds } from './ids.ts'
import { seededRandom } from './random.ts'
import { delayMs } from './retry.ts'
import { Secret } from './secret.ts'

test.each([
  ['800ms', 800],
  ['2s', 2_000],
  ['1.5m', 90_000],
  ['1h', 3_600_000],
  ['2', undefined],
  ['-2s', undefined],
  ['soon', undefined],
])('"%s" is %p milliseconds', (text, ms) => expect(parseDuration(text)).toBe(ms as number))

test.each([
  [850, '850 ms'],
  [2_500, '2.5 s'],
  [200_000, '3 min 20 s'],
  [3_900_000, '1 h 5 min'],
])('%p ms reads as "%s"', (ms, text) => expect(formatDuration(ms)).toBe(text))

test('ids have one length, are unique, and rise with time', () => {
  const ids = Array.from({ length: 1_000 }, () => systemIds.next())
  expect(new Set(ids).size).toBe(1_000)
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([32]))
  expect(ids.toSorted()).toEqual(ids)
})

test('the delay doubles up to its cap and jitter only shortens it', () => {
  const backoff = { firstMs: 500, factor: 2, maxMs: 8_000, jitter: 0.5 }
  const plain = [1, 2, 3, 4, 5, 6, 7].map((failures) => delayMs(backoff, failures, () => 0))
  expect(plain).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
  const random = seededRandom(7)
  for (const ms of plain) expect(delayMs({ ...backoff, firstMs: ms, factor: 1 }, 1, random)).toBeWithin(ms / 2, ms + 1)
})

test('a secret does not show in text, JSON or an inspection', () => {
  const secret = new Secret('hunter2')
  expect(`${secret} ${JSON.stringify({ secret })} ${Bun.inspect(secret)}`).not.toContain('hunter2')
  expect(secret.reveal()).toBe('hunter2')
})
