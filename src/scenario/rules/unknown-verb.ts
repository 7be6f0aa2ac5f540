import type { MapNode } from '../document/node.ts'
import { stepKeys, unofferedVerbs, verbs } from '../keys/step-keys.ts'
import { nearest, quoted } from '../near.ts'
import type { Report } from '../report.ts'

/** `unknown-verb`: a step without a verb of the language. */
export function unknownVerb(node: MapNode, report: Report): void {
  const modifiers = new Set(Object.values(stepKeys).flatMap((table) => Object.keys(table)))
  const key = node.entries.find((entry) => !modifiers.has(entry.key.text))?.key ?? node.entries[0]?.key
  if (key === undefined) {
    report.add('unknown-verb', node.at, `a step needs a verb: ${quoted(verbs)}`)
    return
  }
  const near = nearest(key.text, [...verbs, ...Object.keys(unofferedVerbs)])
  const help = near === undefined ? `the verbs are ${verbs.join(', ')}` : `did you mean "${near}"?`
  report.add('unknown-verb', key.at, `there is no verb "${key.text}"; ${help}`)
}
