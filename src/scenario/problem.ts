import type { RuleName } from './rules/names.ts'

/** Something wrong in a file, with everything needed to show it: no other text is needed to render it. */
export interface Problem {
  /** As shown to people (`scenarios/sina/sina.yaml`). */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number
  /** How far the fault reaches on its line, at least 1. */
  readonly length: number
  readonly rule: RuleName
  /** What is wrong and what to do. */
  readonly message: string
  /** The text of the line. */
  readonly source: string
}

/** Where something stands in a file: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A value and where it was written. */
export interface Located<T> {
  readonly value: T
  readonly at: Span
}

/** Sorted as a reader meets them: by file, line, column. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
