import { fold } from '../persian.ts'
import type { Word } from './word.ts'

/** Where a pattern matched: the words from `from` up to, not including, `to`. */
export interface Match {
  readonly from: number
  readonly to: number
}

/** A pattern ready to be looked for. */
export interface Pattern {
  /** Words it names outright, folded. */
  readonly literals: readonly string[]
  /** Tags it asks for. */
  readonly tags: readonly string[]
  /** Where it is found, left to right; one may begin inside another. */
  find(words: readonly Word[]): readonly Match[]
}

type Test = (word: Word) => boolean
type Step =
  | { readonly kind: 'one'; readonly test: Test; readonly optional: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'ahead' | 'behind'; readonly test: Test }
  | { readonly kind: 'start' | 'end' }

/**
 * Compiles a pattern, written as steps with spaces between them:
 * `number` a word with that tag, `کجا` that very word, `a|b` either, `a&!b` with `a` and without `b`, `x?` perhaps,
 * `..4` up to four words that do not begin another thought (a «but»), `(?!x)` and `(?=x)` what follows, `(?<!x)` and
 * `(?<=x)` what went before, `^` and `$` the ends.
 */
export function pattern(source: string): Pattern {
  const steps = source.split(' ').map(step)
  const literals = (source.match(/\p{Script=Arabic}[\p{Script=Arabic}\u200c]*/gu) ?? []).map(fold)
  const tags = source.match(/[a-z]\w*/gi) ?? []
  return { literals, tags, find: (words) => find(steps, words) }
}

function find(steps: readonly Step[], words: readonly Word[]): readonly Match[] {
  const matches: Match[] = []
  for (let from = 0; from < words.length; from++) {
    const to = run(steps, 0, words, from)
    if (to !== undefined && to > from) matches.push({ from, to })
  }
  return matches
}

function step(source: string): Step {
  if (source === '^') return { kind: 'start' }
  if (source === '$') return { kind: 'end' }
  if (source.startsWith('..')) return { kind: 'gap', most: Number(source.slice(2)) }
  const look = /^\(\?(<?)([!=])(.+)\)$/.exec(source)
  if (look !== null) {
    const inner = test(look[3]!)
    return { kind: look[1] === '<' ? 'behind' : 'ahead', test: look[2] === '!' ? (word) => !inner(word) : inner }
  }
  const optional = source.endsWith('?')
  return { kind: 'one', test: test(optional ? source.slice(0, -1) : source), optional }
}

function test(source: string): Test {
  const choices = source.split('|').map((choice) => choice.split('&').map(atom))
  return (word) => choices.some((all) => all.every((one) => one(word)))
}

function atom(source: string): Test {
  if (source.startsWith('!')) {
    const inner = atom(source.slice(1))
    return (word) => !inner(word)
  }
  if (/^[a-z0-9A-Z]+$/.test(source)) return (word) => word.tags.has(source)
  const text = fold(source)
  return (word) => word.text === text
}

/** The end of the shortest match of `steps[index…]` at `at`, or undefined. */
function run(steps: readonly Step[], index: number, words: readonly Word[], at: number): number | undefined {
  const current = steps[index]
  if (current === undefined) return at
  switch (current.kind) {
    case 'start':
      return at === 0 ? run(steps, index + 1, words, at) : undefined
    case 'end':
      return at === words.length ? run(steps, index + 1, words, at) : undefined
    case 'ahead':
      return current.test(words[at] ?? nothing) ? run(steps, index + 1, words, at) : undefined
    case 'behind':
      return current.test(words[at - 1] ?? nothing) ? run(steps, index + 1, words, at) : undefined
    case 'one': {
      const word = words[at]
      const taken = word !== undefined && current.test(word) ? run(steps, index + 1, words, at + 1) : undefined
      return taken ?? (current.optional ? run(steps, index + 1, words, at) : undefined)
    }
    case 'gap': {
      for (let skip = 0; skip <= current.most && at + skip <= words.length; skip++) {
        if (skip > 0 && words[at + skip - 1]!.tags.has('but')) return undefined
        const end = run(steps, index + 1, words, at + skip)
        if (end !== undefined) return end
      }
      return undefined
    }
  }
}

const nothing: Word = { text: '', tags: new Set() }
