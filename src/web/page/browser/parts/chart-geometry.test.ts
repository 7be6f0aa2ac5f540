import { expect, test } from 'bun:test'
import type { Outcomes } from '../../../api/contract.ts'
import { type Bar, draw, groupOf, inGroups } from './chart-geometry.ts'

const hourMs = 3_600_000
const start = Date.UTC(2026, 0, 4, 20, 30)
const field = { width: 600, height: 300, left: 40, bottom: 20, top: 10 }

function day(series: Outcomes['series']): Outcomes {
  return { day: '2026-01-05', start, end: start + 24 * hourMs, bucketMs: 900_000, total: 1, totals: {}, series }
}

test('the twelve ways to end stand in four groups', () => {
  expect(Object.keys(groupOf)).toHaveLength(12)
  expect(inGroups({ connected: 2, inbound_call: 1, busy: 4, failed: 1, hangup: 3 })).toEqual({
    reached: 3,
    spoken: 3,
    unreached: 4,
    failed: 1,
  })
})

test('pieces of a bar stand on one another and are as high as their counts', () => {
  const { bars, up } = draw(
    day([{ at: start + 9 * hourMs, counts: { connected: 3, busy: 6, failed: 1 } }]),
    start + 10 * hourMs,
    900_000,
    field,
  )
  const [{ pieces, total }] = bars as [Bar]
  expect(total).toBe(10)
  expect(pieces.map(({ group }) => group)).toEqual(['reached', 'unreached', 'failed'])
  const ground = field.height - field.bottom
  const unit = (pieces[0]?.height ?? 0) / 3
  expect(pieces[0]?.y).toBeCloseTo(ground - 3 * unit)
  expect(pieces[1]?.y).toBeCloseTo(ground - 9 * unit)
  expect(pieces[2]?.y).toBeCloseTo(ground - 10 * unit)
  expect(up.at(-1)?.value).toBeGreaterThanOrEqual(10)
  expect(up.length).toBeLessThanOrEqual(6)
})

test('the chart begins with the first call and goes to now, never shorter than six hours nor out of the day', () => {
  const early = draw(day([{ at: start + 9 * hourMs, counts: { busy: 1 } }]), start + 10 * hourMs, 900_000, field)
  expect(early.across.at(0)?.at).toBe(start + 9 * hourMs)
  expect(early.across.at(-1)?.at).toBe(start + 15 * hourMs)
  const late = draw(day([{ at: start + 23 * hourMs, counts: { busy: 1 } }]), start + 23.5 * hourMs, 900_000, field)
  expect(late.across.at(-1)?.at).toBe(start + 24 * hourMs)
  for (const { bars } of [early, late]) {
    for (const { x, width } of bars) {
      expect(x).toBeGreaterThanOrEqual(field.left)
      expect(x + width).toBeLessThanOrEqual(field.width)
    }
  }
})

test('on a narrow screen the quarters of an hour are put together, and none is lost', () => {
  const series = Array.from({ length: 8 }, (_, n) => ({
    at: start + 9 * hourMs + n * 900_000,
    counts: { busy: n + 1 },
  }))
  const { bars } = draw(day(series), start + 12 * hourMs, hourMs, field)
  expect(bars.map(({ total }) => total)).toEqual([10, 26])
})
