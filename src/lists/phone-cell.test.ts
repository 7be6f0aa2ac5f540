import { expect, test } from 'bun:test'
import { readPhone } from './phone-cell.ts'

test.each([
  ['09121234567', '09121234567'],
  [' 0912 123-4567 ', '09121234567'],
  ['۰۹۱۲۱۲۳۴۵۶۷', '09121234567'],
  ['٠٩١٢١٢٣٤٥٦٧', '09121234567'],
  ['+98 912 123 4567', '09121234567'],
  ['0098-912-1234567', '09121234567'],
  ['989121234567', '09121234567'],
  ['9121234567', '09121234567'],
  ['9121234567.0', '09121234567'],
  ["'09121234567", '09121234567'],
  ['9.121234567E+09', '09121234567'],
  ['\u202a09121234567\u202c', '09121234567'],
  ['0912‌123‌4567', '09121234567'],
  ['2188776655', '02188776655'],
  ['+44 20 7946 0000', '00442079460000'],
])('"%s" is the number %s', (written, phone) => {
  expect(readPhone(written, 'IR')).toEqual({ kind: 'phone', phone: phone as never })
})

test.each([
  ['', 'is missing'],
  [' ‌ ', 'is missing'],
  ['9.12E+09', 'was shortened by a spreadsheet'],
  ['9,12e9', 'was shortened by a spreadsheet'],
  ['۹٫۱۲E+۰۹', 'was shortened by a spreadsheet'],
  ['0912123456', 'is no phone number of IR'],
  ['12345', 'is no phone number of IR'],
  ['call me', 'is no phone number of IR'],
  ['09121234567 x', 'is no phone number of IR'],
  ['09121234567 / 09121234568', 'is more than one number'],
  ['09121234567، 02188776655', 'is more than one number'],
])('"%s" is no number, and it is said why', (written, because) => {
  const read = readPhone(written, 'IR')
  expect(read.kind === 'wrong' ? read.because : read).toStartWith(because)
})

test('a missing 0 is put back only in a country that has one', () => {
  expect(readPhone('2125550123', 'US')).toEqual({ kind: 'phone', phone: '2125550123' as never })
})
