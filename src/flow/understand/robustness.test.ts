import { expect, test } from 'bun:test'
import { type Random, seededRandom } from '../../kernel/random.ts'
import { classifyByRules } from './classify.ts'
import { fold } from './persian.ts'
import { labelled } from './score.ts'

const seeds = [1, 2, 3]

test.each(seeds)('no text whatever makes the rules throw, and folding twice changes nothing (seed %p)', (seed) => {
  const random = seededRandom(seed)
  for (let round = 0; round < 300; round++) {
    const text = noise(random)
    const folded = fold(text)
    expect(fold(folded)).toBe(folded)
    for (const language of ['fa-IR', 'en-US', 'hi-IN', '']) {
      expect(['yes', 'no', 'number_question', 'remove_me', 'unknown']).toContain(classifyByRules(text, language).intent)
    }
  }
})

const manglings: readonly (readonly [string, (word: string, random: Random) => string])[] = [
  ['a zero-width non-joiner inside words', (word, random) => insert(word, '\u200c', random)],
  ['vowel signs', (word, random) => insert(word, pick(['\u064e', '\u0650', '\u064f', '\u0651'], random), random)],
  ['stretched letters', stretch],
  ['Arabic letters', (word) => word.replaceAll('ی', 'ي').replaceAll('ک', 'ك').replaceAll('ه', 'ة')],
  ['tatweel and direction marks', (word, random) => insert(insert(word, 'ـ', random), '\u200f', random)],
]

test.each(manglings)('%s change next to nothing', async (_, mangle) => {
  const replies = await labelled('tuning')
  const random = seededRandom(7)
  const changed = replies.filter(({ text }) => {
    const mangled = text
      .split(' ')
      .map((word) => mangle(word, random))
      .join(' ')
    return classifyByRules(mangled, 'fa-IR').intent !== classifyByRules(text, 'fa-IR').intent
  })
  expect(changed.length / replies.length, changed.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.01)
})

test('a reply of the greatest length a question allows is still sorted', () => {
  const endless = 'نه ولی بله اما نمی‌خوام شماره منو از کجا دارید بگید ببینم '.repeat(200)
  expect(classifyByRules(endless, 'fa-IR').intent).not.toBe('yes')
})

function noise(random: Random): string {
  const length = Math.floor(random() * 40)
  return Array.from({ length }, () => {
    const kind = random()
    if (kind < 0.4) return String.fromCodePoint(0x600 + Math.floor(random() * 0x100))
    if (kind < 0.5) return ' '
    if (kind < 0.6) return String.fromCharCode(0xd800 + Math.floor(random() * 0x800))
    if (kind < 0.8) return String.fromCodePoint(0x20 + Math.floor(random() * 0x2f00))
    return String.fromCodePoint(Math.floor(random() * 0x10ffff))
  }).join('')
}

function insert(word: string, mark: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 1))
  return word.slice(0, at) + mark + word.slice(at)
}

function stretch(word: string, random: Random): string {
  const at = Math.floor(random() * word.length)
  const letter = word[at] ?? ''
  return /\p{L}/u.test(letter) ? word.slice(0, at) + letter.repeat(3) + word.slice(at) : word
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)]!
}
