import type { Span } from '../problem.ts'

/** A word of a condition and where it stands in it. */
export type Token = { readonly at: Span } & (
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'sign'; readonly text: string }
)

/** What could not be read, and where. */
export interface SyntaxFault {
  readonly at: Span
  readonly message: string
}

const word = /[\p{L}_][\p{L}\p{M}\p{N}_\u200c-]*/uy
const number = /-?\d+(\.\d+)?/y
const sign = /!=|<=|>=|==|&&|\|\||[=<>()[\],.!]/y
const text = /"([^"]*)"|'([^']*)'/y

/** Splits a condition into tokens; stops at the first fault. */
export function tokenize(source: string): readonly Token[] | SyntaxFault {
  const tokens: Token[] = []
  let offset = 0
  while (offset < source.length) {
    if (/\s/.test(source[offset] ?? '')) {
      offset++
      continue
    }
    const token = tokenAt(source, offset)
    if (token === undefined) return faultAt(source, offset)
    tokens.push(token)
    offset = token.at.end
  }
  return tokens
}

function tokenAt(source: string, start: number): Token | undefined {
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = start
    return pattern.exec(source)
  }
  const at = (match: RegExpExecArray): Span => ({ start, end: start + match[0].length })
  const quoted = read(text)
  if (quoted !== null) return { kind: 'text', value: quoted[1] ?? quoted[2] ?? '', at: at(quoted) }
  const digits = read(number)
  if (digits !== null) return { kind: 'number', value: Number(digits[0]), text: digits[0], at: at(digits) }
  const name = read(word)
  if (name !== null) return { kind: 'name', text: name[0], at: at(name) }
  const mark = read(sign)
  return mark === null ? undefined : { kind: 'sign', text: mark[0], at: at(mark) }
}

function faultAt(source: string, offset: number): SyntaxFault {
  const char = String.fromCodePoint(source.codePointAt(offset) ?? 0)
  const at = { start: offset, end: offset + char.length }
  if (char === '"' || char === "'") return { at, message: 'a quote is opened here and never closed' }
  return { at, message: `"${char}" means nothing in a condition` }
}
