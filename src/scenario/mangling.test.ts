import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Random, seededRandom } from '../kernel/random.ts'
import { renderProblems } from './render-problems.ts'
import { readCompany, readScenario } from './scenario.ts'

const tree = join(import.meta.dir, '../../scenarios')
const shipped = ['salehi/salehi.yaml', 'sina/sina.yaml', 'agrad/agrad.yaml', 'sina/company.yaml'].map((path) => ({
  path,
  text: readFileSync(join(tree, path), 'utf8'),
}))

/** Far above what a mangled scenario takes on a busy machine, far below what a hang would. */
const mostMs = 3_000

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'a mangled scenario gives a plan or located problems, never a crash (seed %p)',
  (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 100; round++) {
      const { path, text } = pick(shipped, random)
      let mangled = text
      for (let times = 1 + Math.floor(random() * 3); times > 0; times--)
        mangled = pick(manglings, random)(mangled, random)
      check(path, mangled)
    }
  },
)

test('a list of lists, a bomb of aliases and a very long line are refused in bounded time', () => {
  const bomb = [
    'a: &a [x, x, x, x]',
    ...[...'bcdefgh'].map((name, i) => `${name}: &${name} [${'*abcdefg'[0]}${'abcdefg'[i]}]`),
  ]
  for (const text of [
    '['.repeat(100_000),
    `flow: ${'{a: '.repeat(50_000)}`,
    '- '.repeat(50_000),
    'a: '.repeat(50_000),
    bomb.join('\n'),
    `title: ${'x'.repeat(250_000)}`,
    `? `.repeat(9_000),
    `a${' '.repeat(200_000)}b`,
    '\n'.repeat(250_000),
    `if: ${'('.repeat(5_000)}`,
  ])
    check('any.yaml', text)
})

test('a condition nested without end is refused', () => {
  const deep = (inner: string): string =>
    `salehi: 1\nname: a\nlanguage: fa-IR\nflow: { outbound: [{ route: [{ if: '${inner}', then: [] }] }, { hangup: connected }] }`
  for (const inner of ['('.repeat(400), 'not '.repeat(240), `${'('.repeat(100)}known(contact.phone)${')'.repeat(100)}`])
    expect(readScenario(deep(inner), 'a.yaml').problems.map((one) => one.rule)).toEqual(['condition'])
})

function check(path: string, text: string): void {
  const startedMs = performance.now()
  const company = path.endsWith('company.yaml')
  const read = company ? readCompany(text, path, 'sina') : readScenario(text, path)
  const clean = ('plan' in read && read.plan !== undefined) || ('policy' in read && read.policy !== undefined)
  expect(clean).toBe(read.problems.length === 0)
  const lines = text.split('\n')
  for (const problem of read.problems) {
    expect(problem.line).toBeWithin(1, lines.length + 1)
    expect(problem.column).toBeWithin(1, (lines[problem.line - 1] ?? '').length + 2)
    expect(problem.message.length).toBeGreaterThan(5)
  }
  expect(renderProblems(read.problems)).not.toMatch(/undefined|\[object|NaN/)
  expect(performance.now() - startedMs).toBeLessThan(mostMs)
}

type Mangling = (text: string, random: Random) => string

const manglings: readonly Mangling[] = [
  flipByte,
  (text, random) => cut(text, random, 1 + Math.floor(random() * 40)),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 1)),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 0, all[at] ?? '')),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 2, all[at + 1] ?? '', all[at] ?? '')),
  (text, random) =>
    lines(
      text,
      random,
      (all, at) => (all[at] = `${' '.repeat(Math.floor(random() * 4))}${(all[at] ?? '').trimStart()}`),
    ),
  (text, random) =>
    lines(text, random, (all, at) => (all[at] = (all[at] ?? '').replace(/:.*/, `: ${pick(values, random)}`))),
  (text, random) => insert(text, random, pick(oddities, random)),
  (text, random) => text.replaceAll(pick(words, random), pick(words, random)),
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
]

const values = [
  '',
  '[]',
  '{}',
  '12',
  '09123',
  'true',
  '~',
  '"',
  "'",
  '[[[[]]]]',
  '{ a: { b: c } }',
  '|',
  '>-',
  '*a',
  '&a b',
  '!!int x',
  '1e999',
  '0x1F',
  '__proto__',
  'constructor',
  '[yes, no]',
  '{ else: [] }',
]
const oddities = [
  '\t',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\u200f',
  '\u200c',
  '{',
  ']',
  ':',
  '- ',
  '#',
  '\n---\n',
  '\n...\n',
  '%YAML 1.1\n',
  '&a ',
  '*a',
  '<<: *a\n',
  '? ',
  '\r\n',
  '\ud800',
  '🙂',
  '{{',
  '}}',
  '{contact.}',
  '[['.repeat(60),
  '\n  __proto__: x\n',
  '\n  constructor: { audio: x.mp3 }\n',
  '\n  toString: [hello]\n',
]
const words = [
  'hello',
  'say',
  'ask',
  'hangup',
  'accepted',
  'declined',
  'interest',
  'goodby',
  'connected',
  'unknown',
  'yes',
  'else',
  'on:',
  'flow:',
  'prompts:',
  'outbound',
  'transfer',
  'attempts: 2',
  'phrases:',
  'remove_me',
  '__proto__',
  'toString',
  'constructor',
  'hasOwnProperty',
]

function flipByte(text: string, random: Random): string {
  const bytes = new TextEncoder().encode(text)
  const at = Math.floor(random() * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return new TextDecoder().decode(bytes)
}

function cut(text: string, random: Random, length: number): string {
  const at = Math.floor(random() * text.length)
  return text.slice(0, at) + text.slice(at + length)
}

function insert(text: string, random: Random, what: string): string {
  const at = Math.floor(random() * text.length)
  return text.slice(0, at) + what + text.slice(at)
}

function lines(text: string, random: Random, change: (all: string[], at: number) => unknown): string {
  const all = text.split('\n')
  change(all, Math.floor(random() * all.length))
  return all.join('\n')
}

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}
