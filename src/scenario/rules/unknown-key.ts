import type { ScalarNode } from '../document/node.ts'
import type { KeyTable } from '../keys/key-table.ts'
import { nearest, quoted } from '../near.ts'
import type { Report } from '../report.ts'

/** `unknown-key`: a key that means nothing where it stands. Returns the key that was meant, where one is like it. */
export function unknownKey(key: ScalarNode, table: KeyTable, what: string, report: Report): string | undefined {
  const names = Object.keys(table)
  const near = nearest(key.text, names)
  const help = near === undefined ? `its keys are ${quoted(names)}` : `did you mean "${near}"?`
  report.add('unknown-key', key.at, `${what} has no key "${key.text}"; ${help}`)
  return near
}
