import { exitCodes } from '../app/exit-codes.ts'
import type { Looked } from './runner.ts'

/** How many of each. */
export interface Count {
  readonly well: number
  readonly warnings: number
  readonly faults: number
  readonly unseen: number
}

/** What the command ends with: all well (what was not looked at does not count), warnings alone, faults, wrong settings. */
export const doctorExits = {
  well: exitCodes.ok,
  faults: exitCodes.failed,
  warnings: 3,
  settings: exitCodes.config,
} as const

/** Counts them. */
export function countOf(all: readonly Looked[]): Count {
  const of = (kind: Looked['finding']['kind']): number => all.filter(({ finding }) => finding.kind === kind).length
  return { well: of('well'), warnings: of('warning'), faults: of('fault'), unseen: of('unseen') }
}

/** The exit code for what was found. */
export function exitOf(all: readonly Looked[]): number {
  const faulty = all.filter(({ finding }) => finding.kind === 'fault').map(({ name }) => name)
  if (faulty.includes('settings') || faulty.includes('scenarios')) return doctorExits.settings
  if (faulty.length > 0) return doctorExits.faults
  return countOf(all).warnings > 0 ? doctorExits.warnings : doctorExits.well
}
