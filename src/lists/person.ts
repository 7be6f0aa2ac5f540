import type { PhoneNumber } from '../domain/phone-number.ts'
import type { Columns } from './columns.ts'
import { unguarded } from './csv-line.ts'
import { limits } from './limits.ts'
import { readPhone } from './phone-cell.ts'
import { type Cell, columnName, type Row, textOf } from './row.ts'

/** A row of a list: somebody to call, or why nobody could be made of it. `value` is what the file says there. */
export type ListRow =
  | {
      readonly kind: 'person'
      readonly row: number
      readonly value: string
      readonly phone: PhoneNumber
      readonly zone?: string
      readonly fields: Readonly<Record<string, string>>
    }
  | { readonly kind: 'wrong'; readonly row: number; readonly value: string; readonly because: string }

/** IANA zones by their names in small letters. */
export function knownZones(): ReadonlyMap<string, string> {
  return new Map([...Intl.supportedValuesOf('timeZone'), 'UTC'].map((zone) => [zone.toLowerCase(), zone]))
}

/** Reads a row as a person. */
export function readPerson(
  { number: row, cells }: Row,
  columns: Columns,
  country: string,
  zones: ReadonlyMap<string, string>,
): ListRow {
  const wrong = (value: string, because: string): ListRow => ({ kind: 'wrong', row, value, because })
  const phoneCell = cells[columns.phone]
  if (isBroken(phoneCell)) return wrong(phoneCell.shown, `the number ${phoneCell.because}`)
  const value = textOf(phoneCell)
  const read = readPhone(value, country)
  if (read.kind === 'wrong') return wrong(value, `the number ${read.because}`)
  const fields: Record<string, string> = {}
  for (const { column, field } of columns.fields) {
    const cell = cells[column]
    if (isBroken(cell)) return wrong(cell.shown, `${placed(column, columns)} ${cell.because}`)
    const text = unguarded(textOf(cell))
    if (text.length > limits.valueLength) {
      return wrong(value, `${placed(column, columns)} holds more than ${limits.valueLength} characters`)
    }
    if (text !== '') fields[field] = text
  }
  const zoneCell = columns.zone === undefined ? undefined : cells[columns.zone]
  if (isBroken(zoneCell)) return wrong(zoneCell.shown, `the zone ${zoneCell.because}`)
  const written = textOf(zoneCell)
  const zone = zones.get(written.toLowerCase())
  if (written !== '' && zone === undefined) return wrong(written, 'there is no such zone: write it as Asia/Tehran')
  return { kind: 'person', row, value, phone: read.phone, ...(zone === undefined ? {} : { zone }), fields }
}

function isBroken(cell: Cell | undefined): cell is Exclude<Cell, string> {
  return typeof cell === 'object'
}

function placed(column: number, columns: Columns): string {
  return `column ${columnName(column)} "${columns.headers?.[column] ?? ''}"`
}
