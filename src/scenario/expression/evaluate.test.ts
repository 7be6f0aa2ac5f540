import { expect, test } from 'bun:test'
import type { OpeningHours } from '../plan.ts'
import { evaluate } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { parseExpression, withoutPlaces } from './parse.ts'

const facts: Facts = {
  contact: { phone: '09120000000', name: 'Sara', amount: '۱٬۲۰۰', agreed: 'بله', due: '1405-01-01', empty: '' },
  slots: { risk: 'low' },
  call: { caller: '09120000000', line: '02100000000', direction: 'outbound' },
}
const allDay = Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }])
const desk: OpeningHours = { name: 'desk', timezone: 'Asia/Tehran', week: allDay, closed: [] }

function holds(text: string): boolean {
  const parsed = parseExpression(text)
  if (parsed.kind === 'fault') throw new Error(parsed.fault.message)
  return evaluate(withoutPlaces(parsed.root), facts, new Map([['desk', desk]]), 0)
}

test.each([
  'contact.amount > 1000',
  'contact.amount = 1200 and contact.name = "sara"',
  'contact.name != "Ali" or contact.amount < 0',
  'not contact.name = "Ali"',
  'slots.risk in ["low", "high"]',
  'slots.risk not in ["high"]',
  'contact.agreed',
  'contact.agreed = yes and not (contact.agreed = no)',
  'known(contact.name) and not known(contact.empty) and not known(slots.missing)',
  'call.direction = "outbound"',
  'open(desk)',
  'contact.due >= "2026-03-21"',
  "contact.due < '2026-03-22'",
  'contact.name = "x" and contact.name = "y" or contact.name = "Sara"',
])('this holds for the call: %s', (text) => {
  expect(holds(text)).toBe(true)
})

test.each([
  'contact.amount < 1200',
  'contact.missing = "x"',
  'contact.missing != "x"',
  'contact.missing < 5',
  'contact.name > 5',
  'open(night)',
  'contact.name = "x" and (contact.name = "y" or contact.name = "Sara")',
])('this does not hold for the call: %s', (text) => {
  expect(holds(text)).toBe(false)
})

test('a name of the runtime is no fact', () => {
  expect(holds('known(contact.constructor) or known(contact.__proto__)')).toBe(false)
})
