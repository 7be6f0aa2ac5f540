/** Excel reads UTF-8 only behind this mark. */
export const byteOrderMark = '\uFEFF'

/**
 * Values as one line of a CSV file, without its line end. What a spreadsheet would take for a formula gets an apostrophe in
 * front of it, which {@link unguarded} takes away.
 */
export function csvLine(values: readonly string[]): string {
  return values.map((value) => quoted(guarded(value))).join(',')
}

/** The value {@link csvLine} was given. */
export function unguarded(value: string): string {
  return /^'+[=+\-@\t\r]/.test(value) ? value.slice(1) : value
}

/** A negative number is none of them: it does no harm and should stay a number. */
function guarded(value: string): string {
  return /^'*[=+\-@\t\r]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value
}

function quoted(value: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** A number in groups, `0912-345-6789`: a spreadsheet leaves it alone, where it would take the 0 from plain digits. */
export function groupedNumber(phone: string): string {
  const groups = /^(\d{4})(\d{3})(\d{2,})$/.exec(phone)
  return groups === null ? phone : groups.slice(1).join('-')
}
