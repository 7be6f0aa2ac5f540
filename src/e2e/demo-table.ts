import { formatDuration } from '../kernel/duration.ts'
import { demoOperators } from './demo-callers.ts'
import { type DemoResult, said } from './demo-result.ts'
import type { DemoScreen } from './demo-screen.ts'

const heads = ['number', 'who they are', 'how it ended', 'the panel was told']

/** The table at the end: who was called, how it ended, what the panel was told, and below that why and what they said. */
export function demoTable(results: readonly DemoResult[], screen: DemoScreen): readonly string[] {
  const rows = results.map(cells)
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
  const below = ' '.repeat(widths[0] ?? 0)
  return [
    `   ${screen.bold(line(heads))}`,
    ...results.flatMap((result, at) => [
      `${result.differences.length === 0 ? screen.good('✓') : screen.bad('✗')}  ${line(rows[at] ?? [])}`.trimEnd(),
      // Words written from the right stand last, where they push nothing about.
      `   ${below}  ${screen.faint(`${result.report?.body['reason'] ?? 'no report'} ${said(result.record)}`.trimEnd())}`,
      ...[...result.differences.map((difference) => screen.bad(difference)), ...steps(result)].map(
        (text) => `   ${below}  ${text}`,
      ),
    ]),
  ]
}

function cells({ caller, record, report }: DemoResult): readonly string[] {
  const { who, number, calls } = caller
  return [
    number,
    calls === undefined ? who : `${who} (called us)`,
    ended(record),
    String(report?.body['status'] ?? '–'),
  ]
}

/** How the call went step by step, where it went wrong. */
function steps({ differences, record }: DemoResult): readonly string[] {
  if (differences.length === 0 || record === undefined) return []
  const since = (at: number): string => `${formatDuration(at - (record.answeredAt ?? record.attemptedAt))}`
  return [
    ...record.turns.map((turn) => `heard after ${since(turn.at)}: ${JSON.stringify(turn)}`),
    ...record.trace.map((step) => `step after ${since(step.at)}: ${step.path} → ${step.result}`),
  ]
}

function ended(record: DemoResult['record']): string {
  if (record === undefined) return 'no record'
  const { outcome, answeredAt, endedAt, hangup, operator } = record
  const fine = outcome.reason ?? outcome.detail
  const name = demoOperators.find(({ phone_number }) => phone_number === operator?.phone)?.full_name
  return [
    `${outcome.disposition}${fine === undefined ? '' : ` (${fine})`}`,
    ...(answeredAt === undefined ? [`cause ${hangup?.cause ?? '–'}`] : [formatDuration(endedAt - answeredAt)]),
    ...(name === undefined ? [] : [`operator ${name}`]),
  ].join(', ')
}
