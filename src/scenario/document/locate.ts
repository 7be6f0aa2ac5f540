import type { Span } from '../problem.ts'
import type { ScalarNode } from './node.ts'

/**
 * Where a part of a scalar's text stands in the file. Exact for plain and quoted text on one line; for folded text and
 * escapes the characters are matched in order, white space loosely.
 */
export function locateIn(scalar: ScalarNode, file: string, part: Span): Span {
  const raw = file.slice(scalar.at.start, scalar.at.end)
  const whole = raw.indexOf(scalar.text)
  if (whole >= 0) {
    const base = scalar.at.start + whole
    return { start: base + part.start, end: base + Math.max(part.end, part.start + 1) }
  }
  const map = align(raw, scalar.text)
  const start = map[part.start] ?? 0
  const last = map[Math.max(part.start, part.end - 1)] ?? start
  return { start: scalar.at.start + start, end: scalar.at.start + Math.max(last, start) + 1 }
}

function align(raw: string, text: string): readonly number[] {
  const map: number[] = []
  let at = 0
  for (const char of text.split('')) {
    if (/\s/.test(char)) {
      map.push(Math.min(at, raw.length - 1))
      while (at < raw.length && /\s/.test(raw[at] ?? '')) at++
      continue
    }
    const found = raw.indexOf(char, at)
    if (found >= 0) at = found
    map.push(Math.min(at, raw.length - 1))
    if (found >= 0) at++
  }
  return map
}
