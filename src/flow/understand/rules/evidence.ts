import { type Match, type Pattern, pattern } from './pattern.ts'
import type { Word } from './word.ts'

/** What a stretch of a reply speaks for. */
export type Signal =
  | 'opt_out'
  /** Forbids calling; «not now» is yet to be told from «never». */
  | 'dont_call'
  | 'source'
  | 'accept'
  | 'interest'
  | 'refuse'
  /** No, but for want of time, not of will. */
  | 'busy'
  /** Who is speaking, hold the line, bad line, not understood. */
  | 'noise'
  | 'greeting'

/** 3 = says so plainly, 2 = points there, 1 = a bare word such as «بله». */
export type Strength = 1 | 2 | 3

/** A stretch of the reply that speaks for something. */
export interface Evidence extends Match {
  readonly signal: Signal
  readonly strength: Strength
}

/** A rule finds evidence in the words of a reply. */
export interface Rule {
  readonly signal: Signal
  readonly strength: Strength
  readonly pattern: Pattern
}

/** One rule for each pattern. */
export function rules(signal: Signal, strength: Strength, ...sources: readonly string[]): readonly Rule[] {
  return sources.map((source) => ({ signal, strength, pattern: pattern(source) }))
}

/** Everything the rules find, in no particular order. */
export function gather(words: readonly Word[], all: readonly Rule[]): readonly Evidence[] {
  return all.flatMap(({ signal, strength, pattern }) =>
    pattern.find(words).map((match) => ({ ...match, signal, strength })),
  )
}
