import type { KeyDoc } from '../keys/key-table.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'

/** `missing-key`: a key without which the rest makes no sense. */
export function missingKey(name: string, doc: KeyDoc, what: string, at: Span, report: Report): void {
  const example = JSON.stringify(doc.example)
  report.add('missing-key', at, `${what} needs "${name}": ${doc.description} For example: ${name}: ${example}`)
}
