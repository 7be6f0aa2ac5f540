import { expect, test } from 'bun:test'
import type { Audio } from './audio.ts'
import { emptinessOf } from './emptiness.ts'
import { after, atLevel, clicks, hiss, mixed, nothing, rumble, spoken, testWords, tone } from './test-sounds.ts'

test.each<[string, Audio, 'short' | 'quiet' | 'noise']>([
  ['less than a tenth of a second', tone(99, 400, 0.2), 'short'],
  ['no sample', nothing(0), 'short'],
  ['digital silence', nothing(2_000), 'quiet'],
  ['a line quieter than a thousandth', hiss(2_000, 0.0009), 'quiet'],
  ['what is left of a silent recording', hiss(200, 0.003), 'noise'],
  ['a hissing line', hiss(2_000, 0.005), 'noise'],
  ['a loudly hissing line', hiss(2_000, 0.018), 'noise'],
  ['a rumbling line', rumble(10_000, 0.015), 'noise'],
  ['a mains hum', tone(3_000, 50, 0.05), 'noise'],
  ['a mains hum with its overtone', mixed(tone(3_000, 50, 0.05), tone(3_000, 100, 0.01)), 'noise'],
  ['a constant offset', after(nothing(2_000), offset(2_000)), 'noise'],
  ['a click', clicks(2_000, [700]), 'noise'],
  ['crackles apart', mixed(hiss(4_000, 0.002), clicks(4_000, [300, 610, 900, 1_400, 2_300, 2_900])), 'noise'],
])('%s is silence', (_what, audio, emptiness) => {
  expect(emptinessOf(audio)).toBe(emptiness)
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('ten seconds of any hiss or rumble are silence (seed %p)', (seed) => {
  expect(emptinessOf(hiss(10_000, 0.01, seed))).toBe('noise')
  expect(emptinessOf(rumble(10_000, 0.008, seed))).toBe('noise')
})

test.each(testWords)('a softly spoken «%s» is never taken for silence', async (word) => {
  const said = await spoken(word, 0.006)
  const line = (ms: number) => hiss(ms, 0.001)
  expect(emptinessOf(after(line(900), mixed(said, line(100)), line(200)))).toBeUndefined()
})

test.each(testWords)('«%s» as loud as people speak is heard over a noisy line', async (word) => {
  const said = await spoken(word, 0.05)
  expect(emptinessOf(mixed(after(nothing(600), said, nothing(200)), hiss(2_500, 0.01)))).toBeUndefined()
  expect(emptinessOf(mixed(after(nothing(600), said, nothing(200)), rumble(2_500, 0.01)))).toBeUndefined()
})

test('a word that fills its recording, with no pause to compare it with, is heard', async () => {
  expect(emptinessOf(await spoken('bale', 0.05))).toBeUndefined()
  expect(emptinessOf(await spoken('na-f', 0.03))).toBeUndefined()
})

test('a sound too loud to be the line goes to the recogniser, however steady', () => {
  expect(emptinessOf(hiss(2_000, 0.05))).toBeUndefined()
  expect(emptinessOf(tone(2_000, 425, 0.1))).toBeUndefined()
})

test('a snippet too short to judge goes to the recogniser', () => {
  expect(emptinessOf(atLevel(hiss(120, 0.1), 0.004))).toBeUndefined()
})

function offset(ms: number): Audio {
  return { sampleRate: 8_000, samples: new Int16Array(ms * 8).fill(1_500) }
}
