import { expect, test } from 'bun:test'
import { dispositions, reasons, unrungReasons } from '../../../../domain/disposition.ts'
import { faultCodes } from '../../../api/contract.ts'
import { inPersian } from './persian-sentences.ts'
import { wordFor, wordsOf } from './words.ts'

const english = wordsOf('en')
const persian = wordsOf('fa')

/** Every leaf of a language's words, with its path. */
function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
}

test('everything is said in Persian letters, but names of programs', () => {
  const latin = leaves(persian)
    .map(([path, value]) => [path, typeof value === 'function' ? String(value('', '')) : value] as const)
    .filter(([, text]) => typeof text === 'string' && text !== '' && !/[\u0600-\u06ff]/.test(text))
    .map(([path]) => path)
  expect(latin).toEqual(['.frame.otherLanguage', '.day.queue.sources.static'])
})

test('no Persian word is written with Arabic letters in place of Persian ones, nor English left over', () => {
  const texts = leaves(persian).map(
    ([path, value]) => [path, typeof value === 'function' ? String(value('', '')) : String(value)] as const,
  )
  expect(texts.filter(([, text]) => /[\u0643\u064a]/.test(text))).toEqual([])
})

test('every disposition, reason and fault the server can name has its word in both languages', () => {
  for (const { calls, frame } of [english, persian]) {
    expect(Object.keys(calls.dispositions)).toEqual([...dispositions])
    expect(Object.keys(calls.reasons).toSorted()).toEqual([...reasons, ...unrungReasons].toSorted())
    expect(Object.keys(frame.faults).toSorted()).toEqual([...faultCodes, 'unreachable'].toSorted())
  }
})

test('a name nobody knew is shown as it came, also one that every object has', () => {
  expect(wordFor(english.calls.intents, 'yes')).toBe('yes')
  expect(wordFor(english.calls.intents, 'wants_price')).toBe('wants_price')
  expect(wordFor(english.calls.intents, 'constructor')).toBe('constructor')
})

test('sentences of the server are Persian where they are known, with their figures and names', () => {
  expect(inPersian('3 calls in a row failed technically')).toBe('۳ تماس پیاپی به دلیل فنی ناموفق بود')
  expect(inPersian('the trunk main is down: its carrier does not answer Asterisk')).toContain('\u2068main\u2069')
  expect(inPersian('something nobody has said before')).toBeUndefined()
})
