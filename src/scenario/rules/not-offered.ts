import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'

/** `not-offered`: a word of the language this version does not do yet; better said now than found out on a call. */
export function notOffered(word: string, at: Span, report: Report): void {
  report.add('not-offered', at, `"${word}" is not offered yet: this version cannot run it`)
}
