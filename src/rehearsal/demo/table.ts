import { panelStatus } from '../../panel/status.ts'
import { operatorOf } from './customers.ts'
import type { Paint } from './paint.ts'
import { type DemoResult, understood } from './result.ts'
import { endOf } from './watch.ts'

const heads = ['number', 'who they are', 'how it ended', 'a panel is told']

/** The table at the end: who was called, how it ended, what was understood; below a row in what it is not as it must be. */
export function demoTable(results: readonly DemoResult[], paint: Paint): readonly string[] {
  const rows = results.map(cells)
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
  return [
    `   ${paint.bold(line([...heads, 'what they said']))}`,
    ...results.flatMap(({ record, differences }, at) => [
      // Words written from the right stand last, where they push nothing about.
      `${differences.length === 0 ? paint.good('✓') : paint.bad('✗')}  ${line(rows[at] ?? [])}  ${understood(record)}`.trimEnd(),
      ...differences.map((difference) => `   ${paint.bad(difference)}`),
    ]),
  ]
}

function cells({ customer, record }: DemoResult): readonly string[] {
  const who = customer.callsAs === undefined ? customer.who : `${customer.who} (called us)`
  if (record === undefined) return [customer.number, who, 'no record', '–']
  const { answeredAt, endedAt, operator, outcome } = record
  const name = operatorOf(operator?.phone ?? '')
  const ended = [
    endOf(record),
    ...(answeredAt === undefined ? [] : [`${Math.round((endedAt - answeredAt) / 1_000)} s`]),
    ...(name === undefined ? [] : [`operator ${name}`]),
  ]
  return [customer.number, who, ended.join(', '), panelStatus(outcome.disposition, outcome.reason)]
}
