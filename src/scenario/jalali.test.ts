import { expect, test } from 'bun:test'
import { isoDate } from './jalali.ts'

test.each([
  ['1405-01-01', '2026-03-21'],
  ['1403-12-30', '2025-03-20'],
  ['1404-12-29', '2026-03-20'],
  ['1404-12-30', undefined],
  ['1399-12-30', '2021-03-20'],
  ['1357-11-22', '1979-02-11'],
  ['1405-06-31', '2026-09-22'],
  ['1405-07-31', undefined],
  ['1405-13-01', undefined],
  ['2026-12-25', '2026-12-25'],
  ['2026-02-29', undefined],
  ['2028-02-29', '2028-02-29'],
  ['2026-1-5', '2026-01-05'],
  ['tomorrow', undefined],
  ['26-12-25', undefined],
] as const)('the day %s is %s', (written, iso) => {
  expect(isoDate(written)).toBe(iso)
})
