import type { ScalarNode } from '../document/node.ts'
import type { Report } from '../report.ts'

/** `unquoted-number`: digits meant as text (a telephone number) that YAML would turn into a number and so change. */
export function unquotedNumber(node: ScalarNode, report: Report): void {
  if (node.quoted || typeof node.value !== 'number' || String(node.value) === node.text) return
  report.add('unquoted-number', node.at, `as a number this would be ${node.value}: write it in quotes, "${node.text}"`)
}
