import { fieldName } from './field-name.ts'
import { ListFault } from './list-fault.ts'
import { readPhone } from './phone-cell.ts'
import { columnName, type Row, textOf } from './row.ts'

/** Which column of a list means what. */
export interface Columns {
  /** Positions from 0. */
  readonly phone: number
  readonly zone?: number
  readonly fields: readonly { readonly column: number; readonly field: string }[]
  readonly leftOut: readonly { readonly column: number; readonly because: string }[]
  /** As written; absent when the list has no line of names. */
  readonly headers?: readonly string[]
}

export interface ColumnOptions {
  readonly country: string
  /** The header of the phone column, where the owner says so. */
  readonly phoneColumn?: string
}

/** Names that mean a phone number, whatever else stands there. */
const phoneWords = words(
  'phone mobile tel telephone cell cellphone cellular msisdn phone_number mobile_number telephone_number phone_no mobile_no',
  'cell_phone cell_number contact_number number_to_call شماره_تلفن شماره_موبایل شماره_همراه شماره_تماس تلفن_همراه',
  'تلفن_تماس موبایل تلفن همراه شماره_تلفن_همراه گوشی',
)
/** Names that mean a phone number where no other column does. */
const weakWords = words('number numbers no شماره شماره_ها شمارهها contact تماس')
const zoneWords = words('zone timezone time_zone tz iana منطقه_زمانی ساعت_محلی')
const nameWords = words('name full_name fullname نام نام_و_نام_خانوادگی نام_کامل نام_مشتری')
/** What an export of ours adds; no field of anybody's. */
const ownColumn = /^salehi_/

/** The meaning of the columns, by the first row of the list. Throws {@link ListFault} naming the headers seen. */
export function readColumns(first: Row, options: ColumnOptions): Columns {
  const headers = first.cells.map(textOf)
  const names = headers.map(fieldName)
  const phone = phoneColumn(headers, names, options)
  if (phone === undefined) {
    if (isLoneNumber(headers, options.country)) return { phone: headers.findIndex(Boolean), fields: [], leftOut: [] }
    throw noPhoneColumn(headers, options)
  }
  const zone = names.findIndex((name, column) => column !== phone && zoneWords.has(name))
  const fields: { column: number; field: string }[] = []
  const leftOut: { column: number; because: string }[] = []
  for (const [column, name] of names.entries()) {
    if (column === phone || column === zone) continue
    if (ownColumn.test(name)) leftOut.push({ column, because: 'written by an export, no field of a person' })
    else if (name !== '') fields.push({ column, field: name === names[phone] ? 'phone' : fieldOf(name) })
    else if (headers[column] !== '') leftOut.push({ column, because: 'its name has no letter in it' })
  }
  const taken = [{ column: phone, field: 'phone' }, ...(zone < 0 ? [] : [{ column: zone, field: 'zone' }]), ...fields]
  refuseTwins(taken, headers)
  return { phone, ...(zone < 0 ? {} : { zone }), fields, leftOut, headers }
}

/** `contact.phone` is the number that is rung. */
function fieldOf(name: string): string {
  if (name === 'phone') return 'other_phone'
  return nameWords.has(name) ? 'name' : name
}

function phoneColumn(
  headers: readonly string[],
  names: readonly string[],
  { phoneColumn: chosen }: ColumnOptions,
): number | undefined {
  if (chosen !== undefined) {
    const column = names.indexOf(fieldName(chosen))
    return column < 0 ? undefined : column
  }
  const ours = names.indexOf('phone')
  if (ours >= 0 && names.some((name) => ownColumn.test(name))) return ours
  for (const fits of [isPhoneWord, hasPhoneWord, (name: string) => weakWords.has(name)]) {
    const found = names.flatMap((name, column) => (fits(name) ? [column] : []))
    if (found.length > 1 && new Set(found.map((column) => names[column])).size > 1) throw severalPhones(found, headers)
    if (found[0] !== undefined) return found[0]
  }
  return undefined
}

function isPhoneWord(name: string): boolean {
  return phoneWords.has(name)
}

function hasPhoneWord(name: string): boolean {
  return !ownColumn.test(name) && name.split('_').some(isPhoneWord)
}

function isLoneNumber(headers: readonly string[], country: string): boolean {
  const written = headers.filter(Boolean)
  return written.length === 1 && readPhone(written[0] ?? '', country).kind === 'phone'
}

function severalPhones(found: readonly number[], headers: readonly string[]): ListFault {
  const one = headers[found[0] ?? 0] ?? ''
  return new ListFault(
    `${found.map((column) => described(column, headers)).join(' and ')} may each be the number to call: ` +
      `say which, for example --phone "${one}"`,
  )
}

function noPhoneColumn(headers: readonly string[], { country, phoneColumn: chosen }: ColumnOptions): ListFault {
  const seen = headers.flatMap((header) => (header === '' ? [] : [`"${header}"`])).join(', ')
  if (chosen !== undefined) return new ListFault(`no column is named "${chosen}"; the first row has ${seen}`)
  const isData = headers.some((header) => readPhone(header, country).kind === 'phone')
  return new ListFault(
    isData
      ? `the first row is a person already (${seen}): put a row above it with the names of the columns, one of them phone`
      : `no column is named as one of phone numbers; the first row has ${seen}. ` +
          'Name it phone, mobile, شماره or موبایل, or say which it is with --phone NAME',
  )
}

function refuseTwins(taken: readonly { column: number; field: string }[], headers: readonly string[]): void {
  const first = new Map<string, number>()
  for (const { column, field } of taken) {
    const other = first.get(field)
    if (other !== undefined) {
      throw new ListFault(
        `${described(other, headers)} and ${described(column, headers)} both mean contact.${field}: rename or remove one`,
      )
    }
    first.set(field, column)
  }
}

function described(column: number, headers: readonly string[]): string {
  return `column ${columnName(column)} "${headers[column] ?? ''}"`
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
