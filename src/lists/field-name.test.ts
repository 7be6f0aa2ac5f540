import { expect, test } from 'bun:test'
import { parseExpression } from '../scenario/expression/parse.ts'
import { fieldName } from './field-name.ts'

test.each([
  ['Due Date', 'due_date'],
  ['  مبلغ وام  ', 'مبلغ_وام'],
  ['كد مشتري', 'کد_مشتری'],
  ['نام‌خانوادگی', 'نام_خانوادگی'],
  ['2nd name', '_2nd_name'],
  ['amount (IRR)', 'amount_irr'],
  ['__proto__', 'proto'],
  ['***', ''],
])('the header "%s" is the field "%s"', (header, field) => expect(fieldName(header)).toBe(field))

test('every field can be named in a condition, and naming it twice changes nothing', () => {
  for (const header of [
    'Due-Date',
    '1',
    'İstanbul',
    'ﺷﻤﺎﺭﻩ',
    'a\tb',
    'x²',
    'नाम',
    'ß',
    '🙂 mood',
    'e\u0301cole',
    'x'.repeat(99),
  ]) {
    const field = fieldName(header)
    expect(fieldName(field)).toBe(field)
    expect(parseExpression(`contact.${field} = "x"`).kind).toBe('parsed')
  }
})
