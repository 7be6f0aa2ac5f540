import { describe, type Node } from '../document/node.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'

/** `shape`: something is written, but not the kind of thing that belongs there. */
export function wrongShape(node: Node, at: Span, must: string, report: Report): void {
  const empty = node.kind === 'scalar' && node.value === undefined
  const here = empty ? at : node.at
  report.add('shape', here, `${must}; ${empty ? 'nothing is written here' : `here is ${describe(node)}`}`)
}
