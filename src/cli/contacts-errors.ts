import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { byteOrderMark, csvLine } from '../lists/csv-line.ts'
import type { RefusedRow } from '../store/import-staging.ts'
import { refusalText } from './contacts-report.ts'

/** Where the rows left out are told of. */
export type Errors =
  | { readonly kind: 'none' }
  | { readonly kind: 'written'; readonly path: string }
  | { readonly kind: 'unwritable'; readonly because: string }

/** Writes `FILE.errors.csv` beside a list, or into the folder `cwd` where that is not possible; over an older one of its kind. */
export function writeErrors(path: string, cwd: string, refused: Iterable<RefusedRow>): Errors {
  const rows = refused[Symbol.iterator]()
  const first = rows.next()
  if (first.done === true) return { kind: 'none' }
  const name = `${basename(path)}.errors.csv`
  const file = firstWritable([join(dirname(path), name), join(cwd, name)])
  if ('because' in file) return file
  try {
    write(file, first, rows)
    return { kind: 'written', path: file.path }
  } catch (error) {
    rmSync(file.partPath, { force: true })
    return { kind: 'unwritable', because: error instanceof Error ? error.message : String(error) }
  }
}

function write(
  { path, partPath }: { readonly path: string; readonly partPath: string },
  first: IteratorResult<RefusedRow>,
  rows: Iterator<RefusedRow>,
): void {
  const fd = openSync(partPath, 'w', 0o640)
  try {
    let text = `${byteOrderMark}row,value,reason\r\n`
    for (let next = first; next.done !== true; next = rows.next()) {
      const { row, value, refusal } = next.value
      text += `${csvLine([String(row), value, refusalText(refusal)])}\r\n`
      if (text.length < 65_536) continue
      writeSync(fd, text)
      text = ''
    }
    writeSync(fd, text)
  } finally {
    closeSync(fd)
  }
  renameSync(partPath, path)
}

type Writable = { readonly path: string; readonly partPath: string } | Extract<Errors, { kind: 'unwritable' }>

/** Written beside its place and then put there: never into a file that stands there, whatever it may be linked to. */
function firstWritable(paths: readonly string[]): Writable {
  let because = ''
  for (const path of paths) {
    const partPath = `${path}.part`
    try {
      rmSync(partPath, { force: true })
      closeSync(openSync(partPath, 'wx', 0o640))
      return { path, partPath }
    } catch (error) {
      because = error instanceof Error ? error.message : String(error)
    }
  }
  return { kind: 'unwritable', because }
}
