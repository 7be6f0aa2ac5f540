import { expect, test } from 'bun:test'
import type { Facts } from './expression/facts.ts'
import type { FieldType, Template } from './plan.ts'
import { renderTemplate } from './template.ts'

const facts: Facts = {
  contact: {
    name: 'سارا',
    loan: '۰۱۲-9',
    phone: '09123456789',
    amount: '1,250,000',
    due: '2026-03-21',
    agreed: 'yes',
    plan: 'real_estate',
  },
  slots: {},
  call: { caller: '', line: '021', direction: 'inbound' },
}

function hole(name: string, format?: FieldType): Template {
  return [{ path: ['contact', name], ...(format && { format }) }]
}

test.each([
  ['name', undefined, 'fa-IR', 'سارا'],
  ['loan', 'digits', 'fa-IR', 'صفر یک دو نه'],
  ['loan', 'digits', 'en-US', 'zero one two nine'],
  ['loan', 'digits', 'de-DE', '0 1 2 9'],
  ['phone', undefined, 'fa-IR', '09123456789'],
  ['phone', 'phone', 'fa-IR', 'صفر نه یک دو، سه چهار پنج، شش هفت، هشت نه'],
  ['phone', 'phone', 'en-US', 'zero nine one two, three four five, six seven, eight nine'],
  ['amount', 'money', 'fa-IR', '۱٬۲۵۰٬۰۰۰'],
  ['amount', 'number', 'en-US', '1,250,000'],
  ['name', 'money', 'en-US', 'سارا'],
  ['due', 'date', 'fa-IR', '۱ فروردین ۱۴۰۵'],
  ['due', 'date', 'en-US', 'March 21, 2026'],
  ['agreed', 'yes_no', 'fa-IR', 'بله'],
  ['plan', 'choice', 'en-US', 'real estate'],
] as const)('the field %s as %s in %s is spoken «%#»', (name, format, language, spoken) => {
  expect(renderTemplate(hole(name, format), facts, language)).toBe(spoken)
})

test('a value nobody knows leaves its place empty', () => {
  expect(renderTemplate(['Hello ', ...hole('nobody'), '!'], facts, 'en-US')).toBe('Hello !')
  expect(renderTemplate([{ path: ['call', 'caller'] }], facts, 'en-US')).toBe('')
})
