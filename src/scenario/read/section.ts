import type { Node } from '../document/node.ts'
import type { Section } from '../model/scenario-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { wrongShape } from '../rules/shape.ts'
import { entriesOf } from './fields.ts'
import { checkName } from './values.ts'

/**
 * Reads a mapping from names to things of one kind. A name whose thing could not be read is kept out, and the section is
 * then not whole: a reference to it is not reported a second time.
 */
export function readSection<T extends object>(
  node: Node | undefined,
  what: string,
  at: Span,
  report: Report,
  read: (name: string, value: Node, key: Span) => T | undefined,
): Section<T> {
  if (node === undefined) return { entries: new Map(), whole: true }
  if (node.kind !== 'map') {
    wrongShape(node, at, `${what} must be a mapping from names`, report)
    return { entries: new Map(), whole: false }
  }
  const entries = new Map<string, T & { key: Span }>()
  let whole = true
  for (const entry of entriesOf(node.entries).values()) {
    const name = checkName(entry.key, `each of ${what}`, report)
    const thing = name === undefined ? undefined : read(name, entry.value, entry.key.at)
    if (name === undefined || thing === undefined) whole = false
    else entries.set(name, { ...thing, key: entry.key.at })
  }
  return { entries, whole }
}
