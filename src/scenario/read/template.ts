import { locateIn } from '../document/locate.ts'
import type { Node } from '../document/node.ts'
import type { TemplateModel, TemplatePart } from '../model/scenario-model.ts'
import { suggestion } from '../near.ts'
import { type FieldType, fieldTypes } from '../plan.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { readScalar } from './values.ts'

const hole = /\{([^{}]*)\}/g
const inside = /^\s*([\p{L}_][\p{L}\p{M}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_-]*)*)\s*(?::\s*([\p{L}_]+)\s*)?$/u

/** A text with `{path}` and `{path:format}` holes. */
export function readTemplate(
  node: Node | undefined,
  what: string,
  at: Span,
  report: Report,
): TemplateModel | undefined {
  const scalar = readScalar(node, what, at, report)
  if (scalar === undefined) return undefined
  const parts: TemplatePart[] = []
  let from = 0
  const locate = (start: number, end: number): Span => locateIn(scalar, report.text, { start, end })
  const literal = (text: string, offset: number): void => {
    const brace = text.search(/[{}]/)
    if (brace >= 0) {
      const where = locate(offset + brace, offset + brace + 1)
      report.add('shape', where, 'a brace stands alone here: a value is written {contact.name}')
    }
    if (text !== '') parts.push(text)
  }
  for (const match of scalar.text.matchAll(hole)) {
    literal(scalar.text.slice(from, match.index), from)
    from = match.index + match[0].length
    const part = readHole(match, locate(match.index, from), report)
    if (part !== undefined) parts.push(part)
  }
  literal(scalar.text.slice(from), from)
  return { scalar, parts }
}

function readHole(match: RegExpExecArray, at: Span, report: Report): TemplatePart | undefined {
  const read = inside.exec(match[1] ?? '')
  if (read === null) {
    report.add('shape', at, 'in braces stands a value and at most its format: {contact.amount:money}')
    return undefined
  }
  const path = (read[1] ?? '').split('.')
  const format = read[2]
  if (format === undefined) return { path, at }
  if ((fieldTypes as readonly string[]).includes(format)) return { path, format: format as FieldType, at }
  report.add('unknown-name', at, `there is no format "${format}"${suggestion(format, fieldTypes)}`)
  return { path, at }
}
