import { formatDuration, parseDuration } from '../../kernel/duration.ts'
import type { Node, ScalarNode } from '../document/node.ts'
import type { Located, Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { wrongShape } from '../rules/shape.ts'
import { unquotedNumber } from '../rules/unquoted-number.ts'

/** A text as written. `at` is the key: it is pointed at where nothing is written. */
export function readText(node: Node | undefined, what: string, at: Span, report: Report): Located<string> | undefined {
  const scalar = readScalar(node, what, at, report)
  return scalar === undefined ? undefined : { value: scalar.text, at: scalar.at }
}

/** The scalar of a text, for templates and conditions whose parts have places of their own. */
export function readScalar(node: Node | undefined, what: string, at: Span, report: Report): ScalarNode | undefined {
  if (node === undefined) return undefined
  if (node.kind !== 'scalar' || node.value === undefined || node.text.trim() === '') {
    wrongShape(node, at, `${what} must be a text`, report)
    return undefined
  }
  unquotedNumber(node, report)
  return node
}

/** A text that must look a certain way; `must` says how. */
export function readPattern(
  node: Node | undefined,
  pattern: RegExp,
  must: string,
  at: Span,
  report: Report,
): Located<string> | undefined {
  if (node === undefined) return undefined
  if (node.kind === 'scalar' && node.value !== undefined && pattern.test(node.text))
    return { value: node.text, at: node.at }
  const bad = node.kind === 'scalar' && node.value !== undefined
  if (bad) report.add('shape', node.at, `${must}; here is "${node.text.slice(0, 40)}"`)
  else wrongShape(node, at, must, report)
  return undefined
}

/** One of a closed list of words. */
export function readChoice<T extends string>(
  node: Node | undefined,
  choices: readonly T[],
  what: string,
  at: Span,
  report: Report,
): Located<T> | undefined {
  if (node === undefined) return undefined
  const found = node.kind === 'scalar' ? choices.find((choice) => choice === node.text) : undefined
  if (found !== undefined) return { value: found, at: node.at }
  wrongShape(node, at, `${what} is one of ${choices.join(', ')}`, report)
  return undefined
}

/** A list of texts; a single text is a list of one. */
export function readTexts(node: Node | undefined, what: string, at: Span, report: Report): readonly Located<string>[] {
  if (node === undefined) return []
  if (node.kind === 'list' && node.items.length > 0) {
    return node.items.flatMap((item) => readText(item, `each of ${what}`, item.at, report) ?? [])
  }
  if (node.kind === 'scalar') {
    const one = readText(node, what, at, report)
    return one === undefined ? [] : [one]
  }
  wrongShape(node, at, `${what} must be a name or a list of names`, report)
  return []
}

export interface Range {
  readonly min: number
  readonly max: number
}

/** A length of time with its unit, in milliseconds. */
export function readDuration(
  node: Node | undefined,
  what: string,
  range: Range,
  at: Span,
  report: Report,
): number | undefined {
  if (node === undefined) return undefined
  const example = formatDuration(range.min).replace(' ', '')
  const ms = node.kind === 'scalar' ? parseDuration(node.text) : undefined
  if (ms === undefined) {
    const bare = node.kind === 'scalar' && typeof node.value === 'number'
    if (bare) report.add('shape', node.at, `${what} needs its unit: ${node.text}s is ${node.text} seconds`)
    else wrongShape(node, at, `${what} must be a length of time (${example}, 2s, 1m)`, report)
    return undefined
  }
  if (ms >= range.min && ms <= range.max) return ms
  report.add('shape', node.at, `${what} must be from ${formatDuration(range.min)} to ${formatDuration(range.max)}`)
  return undefined
}

/** A whole number within a range. */
export function readInteger(
  node: Node | undefined,
  what: string,
  range: Range,
  at: Span,
  report: Report,
): Located<number> | undefined {
  if (node === undefined) return undefined
  const value = node.kind === 'scalar' && !node.quoted ? node.value : undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max)
    return { value, at: node.at }
  const must = `${what} must be a whole number from ${range.min} to ${range.max}`
  if (typeof value === 'number') report.add('shape', node.at, `${must}; here is ${value}`)
  else wrongShape(node, at, must, report)
  return undefined
}

/** A name to be declared; undefined (and reported) when it is none. */
export function checkName(key: ScalarNode, what: string, report: Report): string | undefined {
  if (/^[\p{L}_][\p{L}\p{M}\p{N}_\u200c-]{0,63}$/u.test(key.text)) return key.text
  const must = `${what} needs a name of letters, digits, _ and -, beginning with a letter`
  if (key.value === undefined) report.add('shape', key.at, must)
  else report.add('shape', key.at, `${must}; here is "${key.text.slice(0, 40)}"`)
  return undefined
}
