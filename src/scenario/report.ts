import { Lines } from './document/lines.ts'
import { type Problem, type Span, sortProblems } from './problem.ts'
import type { RuleName } from './rules/names.ts'

/** More problems than this in one file help nobody. */
const maxProblems = 200

/** Collects what is wrong with one file. */
export class Report {
  readonly file: string
  readonly text: string
  readonly #lines: Lines
  readonly #problems: Problem[] = []
  readonly #seen = new Set<string>()
  /** Where something is no YAML: that its shape is wrong too says nothing more. */
  readonly #notYaml = new Set<number>()

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.#lines = new Lines(text)
  }

  /** Notes a problem; the same one at the same place is noted once. */
  add(rule: RuleName, at: Span, message: string): void {
    if (rule === 'yaml') this.#notYaml.add(at.start)
    else if (rule === 'shape' && this.#notYaml.has(at.start)) return
    const { line, column } = this.#lines.place(at.start)
    const key = `${line}:${column}:${rule}:${message}`
    if (this.#seen.has(key) || this.#problems.length >= maxProblems) return
    this.#seen.add(key)
    const source = this.#lines.text(line)
    const room = Math.max(1, source.length - column + 1)
    const length = Math.max(1, Math.min(at.end - at.start, room))
    this.#problems.push({ file: this.file, line, column, length, rule, message, source })
  }

  /** The line (from 1) something stands on. */
  line(at: Span): number {
    return this.#lines.place(at.start).line
  }

  get problems(): readonly Problem[] {
    return sortProblems(this.#problems)
  }
}
