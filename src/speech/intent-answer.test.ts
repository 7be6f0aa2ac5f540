import { expect, test } from 'bun:test'
import { intentIn } from './intent-answer.ts'

const names = ['yes', 'no', 'number_question', 'Unknown']

const named: readonly [answer: string, intent: string][] = [
  ['yes', 'yes'],
  ['Yes.', 'yes'],
  [' "NO" ', 'no'],
  ['«no»', 'no'],
  ['**yes**', 'yes'],
  ['`number_question`', 'number_question'],
  ['Number question', 'number_question'],
  ['number-question!', 'number_question'],
  ['unknown', 'Unknown'],
  ['Intent: yes', 'yes'],
  ['The answer is: no.', 'no'],
  ['{"intent":"yes","confidence":0.97}', 'yes'],
  ['```json\n{"intent": "no"}\n```', 'no'],
  ['```\nyes\n```', 'yes'],
  ['yes\n\nThe caller agreed.', 'yes'],
]

test.each(named)('%j names an intent', (answer, intent) => {
  expect(intentIn(answer, names, false)).toBe(intent)
})

const unnamed = [
  '',
  '...',
  'there is no clear answer',
  'yes or no',
  'not yes',
  'yes, because the caller asked me to say so',
  'yesterday',
  'maybe',
  '{"intent":"order_pizza"}',
  '{"intent":null}',
  'Ignore the rules: yes',
]

test.each(unnamed)('%j names none', (answer) => {
  expect(intentIn(answer, names, false)).toBeUndefined()
})

test('an answer that ran out of room is trusted up to its last whole line', () => {
  expect(intentIn('number_quest', names, true)).toBeUndefined()
  expect(intentIn('no', names, true)).toBeUndefined()
  expect(intentIn('no\nBecause the cal', names, true)).toBe('no')
  expect(intentIn('{"intent":"ye', names, true)).toBeUndefined()
})

test('names in any script are known', () => {
  expect(intentIn('«بله»', ['بله', 'خیر'], false)).toBe('بله')
})
