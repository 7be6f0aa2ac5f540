import { expect, test } from 'bun:test'
import { manner, talker } from './numbers.ts'

test('the number of a talking customer tells its manners digit by digit', () => {
  expect(talker({})).toBe('09411000000')
  expect(talker({ rings: 4, says: ['where-from', 'yes'], ending: 'hangs-up-3s-later', nth: 7 })).toBe('09414310307')
})

test('a fixed manner makes numbers of eleven digits that differ', () => {
  expect(manner('busy')).toBe('09140000001')
  expect(manner('refuses', '021', 12)).toBe('09150210012')
  expect(manner('keysAfterPrompt', '212')).toBe('09422120001')
})

test('a customer who would talk more than a number can tell is refused', () => {
  expect(() => talker({ says: ['yes', 'no', 'yes', 'no'] })).toThrow('at most 3 turns')
})
