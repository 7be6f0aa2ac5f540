import { locateIn } from '../document/locate.ts'
import type { Node } from '../document/node.ts'
import { parseExpression, withoutPlaces } from '../expression/parse.ts'
import type { ConditionModel } from '../model/scenario-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { readScalar } from './values.ts'

/** What stands under `if:`. A fault in it is placed at its own column. */
export function readCondition(node: Node, at: Span, report: Report): ConditionModel | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') {
    report.add('condition', node.at, `${node.text} is no condition: leave the branch out, or write it as the "else"`)
    return undefined
  }
  const scalar = readScalar(node, 'a condition', at, report)
  if (scalar === undefined) return undefined
  const parsed = parseExpression(scalar.text)
  if (parsed.kind === 'parsed') return { scalar, expression: withoutPlaces(parsed.root), root: parsed.root }
  report.add('condition', locateIn(scalar, report.text, parsed.fault.at), parsed.fault.message)
  return { scalar }
}
