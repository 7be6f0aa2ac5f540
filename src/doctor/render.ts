import type { Finding } from './finding.ts'
import type { Looked } from './runner.ts'
import { countOf, exitOf } from './severity.ts'

const words: Readonly<Record<Finding['kind'], string>> = {
  well: 'ok  ',
  warning: 'warn',
  fault: 'FAIL',
  unseen: 'skip',
}
const titleWidth = 15

/** One line for a check, and where something is to be done a second one that says what. */
export function lineOf({ title, finding }: Looked): string {
  const says = finding.kind === 'unseen' ? `not looked at: ${finding.because}` : finding.says
  const line = `${words[finding.kind]}  ${title.padEnd(titleWidth)} ${says}`
  if (finding.kind !== 'warning' && finding.kind !== 'fault') return line
  const byItself = finding.fix === undefined ? '' : '  [--fix does it]'
  return `${line}\n      ${' '.repeat(titleWidth)} → ${finding.advice}${byItself}`
}

/** All of it in one line. */
export function summaryOf(all: readonly Looked[]): string {
  const { warnings, faults, unseen } = countOf(all)
  const parts = [
    ...(faults > 0 ? [`${faults} wrong`] : []),
    ...(warnings > 0 ? [`${warnings} not as it should be`] : []),
    ...(unseen > 0 ? [`${unseen} not looked at`] : []),
  ]
  const found = parts.length === 0 ? 'all is well' : parts.join(', ')
  const fixable = all.filter(({ finding }) => 'fix' in finding && finding.fix !== undefined).length
  const hint =
    fixable === 0 ? '' : `; "salehi doctor --fix" can put ${fixable} of them right, and shows first what it will do`
  return `${all.length} checks: ${found}${hint}`
}

/** The same for programs. */
export function jsonOf(all: readonly Looked[], mended: readonly unknown[] = []): string {
  const checks = all.map(({ name, title, finding, tookMs }) => ({ name, title, ...finding, tookMs }))
  return JSON.stringify({ exitCode: exitOf(all), summary: countOf(all), checks, mended }, undefined, 2)
}
