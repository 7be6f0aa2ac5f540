import { closeSync, openSync, readSync } from 'node:fs'

/** A row of a list of numbers: the text of its first column. */
export interface NumberRow {
  /** Counted from 1, as an editor does. */
  readonly line: number
  readonly text: string
}

/** The file is no list of text; the message goes on behind its name («is an Excel workbook»). */
export class UnreadableList extends Error {
  override readonly name = 'UnreadableList'
}

const pieceBytes = 64 * 1024
const longestLine = 10_000

/**
 * The first column of a text or CSV file (UTF-8; comma, semicolon or tab), row by row and without holding more than a
 * piece of it. Empty rows, rows that begin with `#`, and a first row without any digit (a heading) are left out. Throws
 * the system's error where it cannot be read, {@link UnreadableList} where it is something else.
 */
export function* firstColumn(path: string): Generator<NumberRow, void> {
  let line = 0
  let seen = false
  for (const text of lines(path)) {
    line++
    const cell = firstCell(text)
    if (cell === '' || cell.startsWith('#')) continue
    const heading = !seen && !/\p{Nd}/u.test(cell)
    seen = true
    if (!heading) yield { line, text: cell }
  }
}

/** `"0912 000 0001";Sara` → `0912 000 0001`; also `="0912…"`, as spreadsheets keep a leading 0. */
function firstCell(line: string): string {
  const quoted = /^\s*=?"([^"]*)"/.exec(line)?.[1]
  return (quoted ?? line.split(/[,;\t]/, 1)[0] ?? '').trim()
}

function* lines(path: string): Generator<string> {
  const decoder = new TextDecoder()
  const buffer = new Uint8Array(pieceBytes)
  let rest = ''
  let first = true
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const size = readSync(file, buffer)
      if (first) refuseOther(buffer.subarray(0, size))
      first = false
      if (buffer.subarray(0, size).includes(0)) throw new UnreadableList('is not text: save it as text or CSV in UTF-8')
      rest += decoder.decode(buffer.subarray(0, size), { stream: size > 0 })
      const whole = rest.split(/\r\n|\n|\r(?!$)/)
      rest = whole.pop() ?? ''
      yield* whole
      if (rest.length > longestLine) throw new UnreadableList(`has a row longer than ${longestLine} characters`)
      if (size === 0) break
    }
    if (rest !== '') yield rest
  } finally {
    closeSync(file)
  }
}

function refuseOther(start: Uint8Array): void {
  const [one, two] = start
  if (one === 0x50 && two === 0x4b) throw new UnreadableList('is an Excel workbook: save it as CSV')
  const utf16 = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)
  if (utf16) throw new UnreadableList('is written in UTF-16: save it as UTF-8')
}
