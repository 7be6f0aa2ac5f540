import { expect, test } from 'bun:test'
import type { Contact } from '../domain/contact.ts'
import { dayStartIn } from '../domain/day.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import { PaperBook } from '../testing/paper-book.ts'
import { permission, type RingRules } from './permission.ts'

const zone = 'Asia/Tehran'
const { calling } = defaultPolicy('any')
const rules: RingRules = { caps: { perDay: 1, total: 3 }, hours: calling, dayStart: dayStartIn(zone) }
const person: Contact = { id: '1', phone: '09120000001' as PhoneNumber, source: 'import', fields: {} }
const line = { number: '1000' }

/** Epoch milliseconds of a wall-clock time in a zone. */
const at = (text: string, there = zone): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(there).epochMilliseconds

/** A book in which the person was called at these times. */
function called(...times: readonly number[]): PaperBook {
  const book = new PaperBook()
  for (const [n, time] of times.entries()) {
    book.admit([person], time)
    book.next(time)
    book.dialing({ id: `a${n}`, contact: person, line, scenario: undefined, at: time }, () => true)
    book.recorded(`a${n}`, person.id)
  }
  return book
}

test('whoever was never called may be rung', () => {
  expect(permission(person, undefined, rules, called(), at('2026-05-04T10:00'))).toEqual({ kind: 'now' })
})

test('who was called today waits for the next day of the company, by its own midnight', () => {
  const may = permission(person, undefined, rules, called(at('2026-05-04T09:05')), at('2026-05-04T20:59'))
  expect(may).toEqual({ kind: 'later', at: at('2026-05-05T00:00'), because: 'was called once today already' })
  expect(permission(person, undefined, rules, called(at('2026-05-04T23:59')), at('2026-05-05T00:00')).kind).toBe('now')
})

test('who was called as often as allowed is never rung again', () => {
  const book = called(at('2026-05-01T10:00'), at('2026-05-02T10:00'), at('2026-05-03T10:00'))
  expect(permission(person, undefined, rules, book, at('2026-06-01T10:00'))).toMatchObject({
    kind: 'never',
    why: 'attempt_cap',
  })
})

test('an attempt by which no phone rang does not count', () => {
  const book = new PaperBook()
  const now = at('2026-05-04T10:00')
  book.admit([person], now)
  book.next(now)
  book.dialing({ id: 'a', contact: person, line, scenario: undefined, at: now }, () => true)
  book.release(person.id, now)
  expect(permission(person, undefined, rules, book, now + 5_000).kind).toBe('now')
})

test('nobody is rung who is on the phone with us, however often they may be called', () => {
  const book = new PaperBook()
  const now = at('2026-05-04T10:00')
  book.admit([person], now)
  book.next(now)
  book.dialing({ id: 'a', contact: person, line, scenario: undefined, at: now }, () => true)
  const generous = { ...rules, caps: { perDay: 9, total: 9 } }
  expect(permission(person, undefined, generous, book, now + 5_000)).toMatchObject({ kind: 'later', at: now + 65_000 })
})

test('the do-not-call list comes before everything else', () => {
  const book = called(at('2026-05-04T09:05'))
  book.barred.add(person.phone)
  expect(permission(person, undefined, rules, book, at('2026-05-04T10:00'))).toMatchObject({
    kind: 'never',
    why: 'do_not_call',
  })
})

test('where their zone is known people are called by their own clock too', () => {
  const now = at('2026-05-04T10:00') // 08:30 in Berlin
  expect(permission(person, 'Europe/Berlin', rules, called(), now)).toEqual({
    kind: 'later',
    at: at('2026-05-04T09:00', 'Europe/Berlin'),
    because: 'it is outside the calling hours in Europe/Berlin',
  })
  expect(permission(person, 'Europe/Berlin', rules, called(), now + 1_800_000).kind).toBe('now')
})

test('on the night the clocks go forward a daily cap still ends at midnight', () => {
  const berlin = { ...rules, dayStart: dayStartIn('Europe/Berlin') }
  const may = permission(
    person,
    undefined,
    berlin,
    called(at('2026-03-28T20:00', 'Europe/Berlin')),
    at('2026-03-28T21:00', 'Europe/Berlin'),
  )
  expect(may).toMatchObject({ kind: 'later', at: at('2026-03-29T00:00', 'Europe/Berlin') })
  const next = permission(
    person,
    undefined,
    berlin,
    called(at('2026-03-29T01:00', 'Europe/Berlin')),
    at('2026-03-29T12:00', 'Europe/Berlin'),
  )
  expect(next).toMatchObject({ kind: 'later', at: at('2026-03-30T00:00', 'Europe/Berlin') })
})

test('a cap of 0 calls nobody', () => {
  const none = { ...rules, caps: { perDay: 0, total: 3 } }
  expect(permission(person, undefined, none, called(), at('2026-05-04T10:00')).kind).toBe('later')
})
