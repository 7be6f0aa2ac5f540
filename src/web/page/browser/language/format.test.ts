import { expect, test } from 'bun:test'
import { formatOf, inLatinDigits } from './format.ts'

const fa = formatOf('fa', 'Asia/Tehran')
const en = formatOf('en', 'Asia/Tehran')
/** 2026-11-21 11:42:05 in Tehran: 30 Aban 1405, a Saturday. */
const at = Date.UTC(2026, 10, 21, 8, 12, 5)
const dayMs = 86_400_000

test('Persian pages have Jalali dates and Persian digits, English ones Gregorian dates, both in the zone of the company', () => {
  expect(fa.day(at)).toContain('شنبه')
  expect(fa.day(at)).toContain('۳۰ آبان')
  expect(en.day(at)).toBe('Saturday 21 November')
  expect([fa.time(at), en.time(at)]).toEqual(['۱۱:۴۲', '11:42'])
  expect([fa.exactTime(at), en.exactTime(at)]).toEqual(['۱۱:۴۲:۰۵', '11:42:05'])
  expect([fa.number(1_284), en.number(1_284)]).toEqual(['۱٬۲۸۴', '1,284'])
})

test('a moment of another day says which', () => {
  expect(en.moment(at, at + 3_600_000)).toBe('11:42')
  expect(en.moment(at, at + dayMs)).toBe('21 Nov, 11:42')
  expect(fa.moment(at, at + dayMs)).toBe('۳۰ آبان، ۱۱:۴۲')
})

test.each([
  [0, '0 ms', '۰ هزارم ثانیه'],
  [850, '850 ms', '۸۵۰ هزارم ثانیه'],
  [2_460, '2.5 s', '۲٫۵ ثانیه'],
  [59_400, '59 s', '۵۹ ثانیه'],
  [59_600, '1 min', '۱ دقیقه'],
  [200_000, '3 min 20 s', '۳ دقیقه و ۲۰ ثانیه'],
  [3_900_000, '1 h 5 min', '۱ ساعت و ۵ دقیقه'],
  [2 * dayMs + 3_600_000, '2 d 1 h', '۲ روز و ۱ ساعت'],
])('%i ms is said as "%s"', (ms, english, persian) => {
  expect(en.span(ms)).toBe(english)
  expect(fa.span(ms)).toBe(persian)
})

test('a running clock never goes below nothing and grows hours when it must', () => {
  expect(en.timer(-5)).toBe('0:00')
  expect(en.timer(65_999)).toBe('1:05')
  expect(fa.timer(3_725_000)).toBe('۱:۰۲:۰۵')
})

test('digits typed on Persian and Arabic keyboards are the same number', () => {
  expect(inLatinDigits('۰۹۳۵۰۰۰۱۲۳۴')).toBe('09350001234')
  expect(inLatinDigits('٠٩٣٥ 000-1234')).toBe('0935 000-1234')
})

test('a share of nothing is nothing', () => {
  expect(en.percent(0, 0)).toBe('0%')
  expect(en.percent(1, 3)).toBe('33%')
})
