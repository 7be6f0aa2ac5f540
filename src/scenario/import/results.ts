import { isDisposition, isNetworkDisposition, oldNames, reasons } from '../../domain/disposition.ts'
import type { Notes } from './sections.ts'

/** A result of the older language in today's words. */
export interface ImportedResult {
  readonly disposition: string
  readonly because?: string
}

/** `connected_to_operator`, `failed:operator_failed`, … as disposition and reason. */
export function importResult(written: string, line: number, notes: Notes): ImportedResult {
  const [head = '', tail] = written
    .toLowerCase()
    .split(':')
    .map((part) => part.trim())
  const disposition = oldNames[head] ?? head
  if (!isDisposition(disposition)) {
    notes.push(`line ${line}: the result "${written}" is not known; "unknown" stands in its place`)
    return { disposition: 'unknown' }
  }
  if (isNetworkDisposition(disposition)) {
    notes.push(`line ${line}: "${written}" is for the network to say; "hangup" stands in its place`)
    return { disposition: 'hangup' }
  }
  if (tail === undefined || tail === '') return { disposition }
  if ((reasons as readonly string[]).includes(tail)) return { disposition, because: tail }
  notes.push(`line ${line}: the reason "${tail}" is none of the closed list and was left out`)
  return { disposition }
}
