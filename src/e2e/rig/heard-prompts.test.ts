import { expect, test } from 'bun:test'
import { babble, excerpt, sequence, throughALaw } from './babble.ts'
import { findPrompts } from './heard-prompts.ts'
import type { Sound } from './wav.ts'

const hello = babble(1, 2.4)
const alo = babble(2, 1.2)
const goodby = babble(3, 3.1)
const music = babble(4, 6)
const prompts = Object.entries({ hello, alo, goodby, music }).map(([name, sound]) => ({ name, sound }))
const hear = (...parts: (Sound | number)[]) => findPrompts(throughALaw(sequence(...parts)), prompts)

test('prompts played whole are found in the order of time, and nothing else', () => {
  const { found, unexpected } = hear(0.5, hello, 0.2, alo, 3, goodby, 1)
  expect(found.map((one) => [one.name, one.whole])).toEqual([
    ['hello', true],
    ['alo', true],
    ['goodby', true],
  ])
  expect(Math.abs(found[1]!.startMs - 3_100)).toBeLessThan(60)
  expect(Math.abs(found[2]!.endMs - 10_400)).toBeLessThan(80)
  expect(unexpected).toEqual([])
})

test('two prompts without any pause between them are two prompts', () => {
  const { found, unexpected } = hear(hello, alo)
  expect(found.map((one) => one.name)).toEqual(['hello', 'alo'])
  expect(unexpected).toEqual([])
})

test('exchanging the sounds of two prompts exchanges what is found', () => {
  const swapped = [
    { name: 'hello', sound: alo },
    { name: 'alo', sound: hello },
  ]
  const { found } = findPrompts(throughALaw(sequence(0.3, hello, 0.3, alo)), swapped)
  expect(found.map((one) => one.name)).toEqual(['alo', 'hello'])
})

test.each([0.4, 0.9, 1.6, 2.2, 2.8])('a prompt cut by hang-up after %p s is told as cut there', (seconds) => {
  const { found, unexpected } = hear(1, excerpt(goodby, 0, seconds))
  expect(found).toMatchObject([{ name: 'goodby', whole: false, fromMs: 0 }])
  expect(Math.abs(found[0]!.heardMs - seconds * 1000)).toBeLessThan(90)
  expect(unexpected).toEqual([])
})

test('a prompt cut by the next one is cut, and the next one whole', () => {
  const { found } = hear(excerpt(goodby, 0, 1.1), hello)
  expect(found).toMatchObject([
    { name: 'goodby', whole: false },
    { name: 'hello', whole: true },
  ])
})

test('music that loops is found each time round, and its last round as cut', () => {
  const { found, unexpected } = hear(hello, 0.4, music, music, excerpt(music, 0, 2.5), 0.3, alo)
  expect(found.map((one) => [one.name, one.whole])).toEqual([
    ['hello', true],
    ['music', true],
    ['music', true],
    ['music', false],
    ['alo', true],
  ])
  expect(unexpected).toEqual([])
})

test('a prompt that begins in its middle says so', () => {
  const { found } = hear(0.5, excerpt(music, 2, 5))
  expect(found).toMatchObject([{ name: 'music', whole: false }])
  expect(Math.abs(found[0]!.fromMs - 2_000)).toBeLessThan(90)
})

test('a lost packet does not make two halves of a prompt', () => {
  const { found, unexpected } = hear(excerpt(goodby, 0, 1.5), excerpt(goodby, 1.52, 3.1))
  expect(found).toMatchObject([{ name: 'goodby', whole: true }])
  expect(unexpected).toEqual([])
})

test('sound that no prompt explains is reported with its time', () => {
  const { found, unexpected } = hear(hello, 0.5, babble(99, 1.5), 0.5, alo)
  expect(found.map((one) => one.name)).toEqual(['hello', 'alo'])
  expect(unexpected.length).toBeGreaterThan(0)
  expect(unexpected[0]!.startMs).toBeGreaterThan(2_800)
  expect(unexpected.at(-1)!.endMs).toBeLessThan(4_500)
})

test('silence holds nothing', () => {
  expect(hear(5)).toEqual({ found: [], unexpected: [] })
})
