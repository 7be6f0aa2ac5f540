import { expect, test } from 'bun:test'
import { maskNumber, parsePhoneNumber } from './phone-number.ts'

test.each([
  '09123456789',
  '9123456789',
  '+989123456789',
  '00989123456789',
  '989123456789',
  '۰۹۱۲۳۴۵۶۷۸۹',
  '٠٩١٢٣٤٥٦٧٨٩',
  ' 0912 345-67 89 ',
])('%p is 09123456789', (text) => expect(parsePhoneNumber(text, 'IR')).toBe('09123456789' as never))

test('a landline keeps its area code', () => {
  expect(parsePhoneNumber('02191302954', 'IR')).toBe('02191302954' as never)
})

test('a number of another country is dialled internationally', () => {
  expect(parsePhoneNumber('+14155550123', 'IR')).toBe('0014155550123' as never)
})

test.each(['', '12', 'call me', '0912345678901234567', '0912-345x6789', '09123456789012'])(
  '%p is no number',
  (text) => {
    expect(parsePhoneNumber(text, 'IR')).toBeUndefined()
  },
)

test('a masked number keeps only its ends', () => {
  expect(maskNumber('09123456789')).toBe('0912***6789')
  expect(maskNumber('6005')).toBe('***')
})
