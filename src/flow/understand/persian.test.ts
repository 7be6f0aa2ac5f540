import { expect, test } from 'bun:test'
import { fold } from './persian.ts'
import { segment } from './rules/segmentation.ts'

test.each([
  ['بلههههه', 'بله'],
  ['كي', 'کی'],
  ['شمارة', 'شماره'],
  ['آره', 'اره'],
  ['ٱره', 'اره'],
  ['بفرمائید', 'بفرمایید'],
  ['خانۀ', 'خانه'],
  ['می‌خوام', 'میخوام'],
  ['بَــلِه', 'بله'],
  ['\u202bبله،\u202c', 'بله'],
  ['۲۵', '٢٥'],
  ['ﺑﻠﻪ', 'بله'],
])('«%s» and «%s» are one spelling', (one, other) => {
  expect(fold(one)).toBe(fold(other))
})

test('digits are never taken for stretched letters', () => {
  expect(fold('۱۱۰۰')).toBe('1100')
})

test.each([
  ['نمی خوام', 'نمیخوام'],
  ['شماره مو', 'شمارهمو'],
  ['شمارمو ازکجاآوردین', 'شمارمو از کجا اوردین'],
  ['ثبت نام', 'ثبتنام'],
  ['نه‌نمیخوام', 'نه نمیخوام'],
])('«%s» is read as the words «%s»', (text, words) => {
  expect(
    segment(text)
      .map((word) => word.text)
      .join(' '),
  ).toBe(words)
})

test('a long word one letter off is read as the word that was meant, but never across a negation', () => {
  expect(segment('متشکزم').map((word) => word.text)).toEqual(['متشکرم'])
  expect([...segment('ثمیخوام')[0]!.tags]).not.toContain('pos')
})
