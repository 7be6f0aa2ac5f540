import type { Columns } from '../lists/columns.ts'
import type { ListRow } from '../lists/person.ts'
import { columnName } from '../lists/row.ts'
import type { Refusal, RefusedRow, StagedCounts } from '../store/import-staging.ts'

const shownRefusals = 5

/** A count as people write it: 12,345. */
export function number(count: number): string {
  return count.toLocaleString('en')
}

/** So many people. */
export function people(count: number): string {
  return count === 1 ? '1 person' : `${number(count)} people`
}

/** What each column is read as, a line each. */
export function columnLines({ headers, phone, zone, fields, leftOut }: Columns): readonly string[] {
  if (headers === undefined) return ['  the one column is the number to call']
  const header = (column: number): string => `column ${columnName(column)} "${headers[column] ?? ''}"`
  return [
    `  ${header(phone)} is the number to call`,
    ...(zone === undefined ? [] : [`  ${header(zone)} is the zone their hours are looked at in`]),
    ...fields.map(({ column, field }) => `  ${header(column)} is {contact.${field}}`),
    ...[...Map.groupBy(leftOut, ({ because }) => because)].map(
      ([because, columns]) => `  ${columns.map(({ column }) => header(column)).join(', ')}: not taken, ${because}`,
    ),
  ]
}

/** The first rows as they are read. */
export function sampleLines(rows: readonly ListRow[]): readonly string[] {
  return rows.map((row) => {
    if (row.kind === 'wrong') return `  row ${row.row}: "${row.value}": ${row.because}`
    const fields = Object.entries(row.fields).map(([field, value]) => `${field}: ${value}`)
    return `  row ${row.row}: ${[row.phone, ...(row.zone === undefined ? [] : [row.zone]), ...fields].join(', ')}`
  })
}

/** How many rows are left out for which reason, with the first of them. */
export function countLines(counts: StagedCounts, refused: Iterable<RefusedRow>, country: string): readonly string[] {
  const { wrong, twice, waiting, barred } = counts
  const total = wrong + twice + waiting + barred
  if (total === 0) return []
  const reasons: readonly (readonly [number, string])[] = [
    [wrong, `cannot be used: no phone number of ${country}, or another value that is wrong`],
    [twice, 'in the file already, further up'],
    [waiting, 'waiting on a list already'],
    [barred, 'asked not to be called'],
  ]
  const first: string[] = []
  for (const { row, value, refusal } of refused) {
    if (first.length === shownRefusals) break
    first.push(`  row ${row}: "${value}": ${refusalText(refusal)}`)
  }
  return [
    total === 1 ? '1 row is left out:' : `${number(total)} rows are left out:`,
    ...reasons.filter(([count]) => count > 0).map(([count, text]) => `  ${number(count).padStart(9)} ${text}`),
    total > first.length ? `The first ${first.length}:` : 'In detail:',
    ...first,
  ]
}

/** Why a row was left out, for its owner. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'wrong':
      return refusal.because
    case 'twice':
      return `the same number as in row ${refusal.firstRow}`
    case 'waiting':
      return refusal.importId === undefined
        ? 'the number waits already'
        : `the number waits already, on list ${refusal.importId}`
    case 'barred':
      return 'the person asked not to be called'
    default:
      return refusal satisfies never
  }
}
