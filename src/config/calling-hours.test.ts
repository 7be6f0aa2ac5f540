import { expect, test } from 'bun:test'
import { parseCallingHours } from './calling-hours.ts'

const nine = { fromMinute: 540, toMinute: 1_260 }

test('hours without days are for every day', () => {
  expect(parseCallingHours('09:00-21:00')).toEqual({ week: [[nine], [nine], [nine], [nine], [nine], [nine], [nine]] })
})

test('days not named are closed, and a range of days may go round the end of the week', () => {
  const thursday = { fromMinute: 540, toMinute: 780 }
  expect(parseCallingHours('sat-wed 09:00-21:00, thu 09:00-13:00')).toEqual({
    week: [[nine], [nine], [nine], [nine], [thursday], [], [nine]],
  })
})

test('a day may have a break, in Persian digits too', () => {
  expect(parseCallingHours('sat ۱۶:۰۰–۲۰:۰۰ ۰۹:۰۰ - ۱۳:۰۰')).toEqual({
    week: [
      [],
      [],
      [],
      [],
      [],
      [],
      [
        { fromMinute: 540, toMinute: 780 },
        { fromMinute: 960, toMinute: 1_200 },
      ],
    ],
  })
})

test.each([
  ['21:00-09:00', 'ends after it begins'],
  ['09:00-25:00', 'ends after it begins'],
  ['09:60-10:00', 'ends after it begins'],
  ['shanbe 09:00-21:00', 'is not a day'],
  ['sat', 'no hours follow'],
  ['sat 09:00-12:00, sat 11:00-13:00', 'overlap'],
  ['09:00-21:00,', 'empty part'],
  ['always', 'is not a day'],
])('%s is refused, because a guess may ring at night', (text, why) => {
  const result = parseCallingHours(text)
  expect('wrong' in result && result.wrong).toContain(why)
})
