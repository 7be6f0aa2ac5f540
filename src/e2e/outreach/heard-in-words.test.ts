import { expect, test } from 'bun:test'
import type { HeardPrompt } from '../rig/heard-prompts.ts'
import { heardInWords, type KnownSound } from './heard-in-words.ts'

const sounds = new Map<string, KnownSound>([
  ['hello', { startMs: 0, endMs: 10_000, isVoice: false }],
  ['goodby', { startMs: 0, endMs: 4_000, isVoice: false }],
  ['«operator»', { startMs: 0, endMs: 4_000, isVoice: true }],
])

const piece = (name: string, startMs: number, fromMs: number, heardMs: number, score = 0.99): HeardPrompt => {
  return { name, startMs, endMs: startMs + heardMs, fromMs, heardMs, score, whole: false }
}

const words = (...found: readonly HeardPrompt[]) => heardInWords({ found, unexpected: [] }, sounds)

test('sounds are told in the order of time, whole or cut', () => {
  expect(words(piece('goodby', 12_000, 0, 4_000), piece('hello', 0, 0, 10_000))).toEqual(['hello', 'goodby'])
  expect(words(piece('hello', 0, 0, 9_800))).toEqual(['hello…'])
  expect(words(piece('hello', 0, 500, 9_500))).toEqual(['…hello'])
  expect(words(piece('hello', 0, 200, 9_800))).toEqual(['hello…'])
  expect(words(piece('goodby', 0, 0, 4_000, 0.7))).toEqual(['goodby (likeness 0.7)'])
})

test('a stutter in the middle is no end, and what sounds in it is no other sound', () => {
  const found = [piece('hello', 0, 0, 4_000), piece('hello', 4_300, 4_200, 5_800)]
  const unexpected = [{ startMs: 4_010, endMs: 4_290 }]
  expect(heardInWords({ found, unexpected }, sounds)).toEqual(['hello'])
})

test('what begins again, lacks more than a moment, or pauses for long is told in pieces', () => {
  expect(words(piece('hello', 0, 0, 4_000), piece('hello', 4_100, 0, 10_000))).toEqual(['hello…', 'hello'])
  expect(words(piece('hello', 0, 0, 4_000), piece('hello', 4_100, 5_000, 5_000))).toEqual(['hello…', '…hello'])
  expect(words(piece('hello', 0, 0, 4_000), piece('hello', 5_000, 4_000, 6_000))).toEqual(['hello…', '…hello'])
})

test('of a person who was joined late most is enough', () => {
  expect(words(piece('«operator»', 0, 700, 3_300))).toEqual(['«operator»'])
  expect(words(piece('«operator»', 0, 1_500, 2_500))).toEqual(['…«operator»'])
})

test('a sound nobody knows is told with its place', () => {
  expect(heardInWords({ found: [], unexpected: [{ startMs: 100, endMs: 900 }] }, sounds)).toEqual([
    'an unknown sound from 100 to 900 ms',
  ])
})
