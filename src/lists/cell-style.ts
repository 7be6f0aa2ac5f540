/** Formats of numbers that are built into spreadsheets and show a day or an hour. */
const builtInDates: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
]

/** Whether a number in this format is a day or an hour; `code` where the workbook defines the format itself. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.some(([from, to]) => id >= from && id <= to)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare)
}

const dayMs = 86_400_000

/** A day number of a spreadsheet as ISO: `2026-03-21`, `2026-03-21 14:30`, or `14:30` below 1. */
export function dateText(serial: number, from1904: boolean): string {
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const ms = Math.round((serial * dayMs) / 1_000) * 1_000
  if (!Number.isFinite(ms) || Math.abs(ms) > 3_000_000 * dayMs) return String(serial)
  const [day = '', clock = ''] = new Date(epoch + ms).toISOString().split('T')
  const hour = clock.slice(0, clock.slice(6, 8) === '00' ? 5 : 8)
  if (serial >= 0 && serial < 1) return hour
  return ms % dayMs === 0 ? day : `${day} ${hour}`
}

/** A number as a person would write it: no exponent, and no more digits than spreadsheets know. */
export function numberText(stored: string): string {
  const value = Number(stored)
  if (!Number.isFinite(value)) return stored
  if (Number.isSafeInteger(value)) return String(value)
  const rounded = Number(value.toPrecision(15))
  return rounded.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
}
