import { expect, test } from 'bun:test'
import { retryAfterMs, shouldRetry } from './retry-advice.ts'

const nowMs = Date.UTC(2026, 0, 5, 8, 0, 0)

const cases: readonly [name: string, headers: Record<string, string>, ms: number | undefined][] = [
  ['nothing', {}, undefined],
  ['milliseconds', { 'retry-after-ms': '1200' }, 1_200],
  ['seconds', { 'retry-after': '2' }, 2_000],
  ['parts of a second', { 'retry-after': '0.25' }, 250],
  ['milliseconds before seconds', { 'retry-after-ms': '40', 'retry-after': '9' }, 40],
  ['seconds where the milliseconds make no sense', { 'retry-after-ms': 'soon', 'retry-after': '9' }, 9_000],
  ['a date', { 'retry-after': 'Mon, 05 Jan 2026 08:00:30 GMT' }, 30_000],
  ['a date that has passed', { 'retry-after': 'Mon, 05 Jan 2026 07:59:00 GMT' }, undefined],
  ['exactly a minute', { 'retry-after': '60' }, 60_000],
  ['more than a minute', { 'retry-after': '61' }, undefined],
  ['less than nothing', { 'retry-after': '-1' }, undefined],
  ['words', { 'retry-after': 'later' }, undefined],
]

test.each(cases)('how long to wait is read from %s', (_name, headers, ms) => {
  expect(retryAfterMs(new Headers(headers), nowMs)).toBe(ms)
})

test('whether to try again is read only where it is said plainly', () => {
  const said = ['true', 'False', 'maybe'].map((value) => shouldRetry(new Headers({ 'x-should-retry': value })))
  expect([...said, shouldRetry(new Headers())]).toEqual([true, false, undefined, undefined])
})
