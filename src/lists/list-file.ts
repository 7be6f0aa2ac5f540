import { basename } from 'node:path'
import { type ColumnOptions, type Columns, readColumns } from './columns.ts'
import { csvRows } from './csv-rows.ts'
import { kindOfFile } from './kind-of-file.ts'
import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'
import { knownZones, type ListRow, readPerson } from './person.ts'
import { isBlank, type Row } from './row.ts'
import { sheetRows } from './sheet-rows.ts'
import { textChunks } from './text-chunks.ts'
import { readWorkbook } from './workbook.ts'
import { ZipFile } from './zip-file.ts'

export interface ListOptions extends ColumnOptions {
  /** Absent = UTF-8 or UTF-16, whichever it is. */
  readonly encoding?: 'windows-1256'
}

/** A list that is open for reading, once and from its beginning; disposing closes the file. */
export interface ListFile extends AsyncDisposable {
  readonly columns: Columns
  /** What the owner should know about how it is read. */
  readonly notes: readonly string[]
  /** Everyone on it, row by row; blank rows are passed over. Throws {@link ListFault} where the file breaks off or is too long. */
  readonly people: AsyncIterable<ListRow>
}

/**
 * Opens a CSV file or workbook with people to call. It is read as it is needed: a long list takes no more memory than a
 * short one, but for the texts of a workbook. Throws {@link ListFault} with what is wrong and what to do.
 */
export async function openListFile(path: string, options: ListOptions, signal: AbortSignal): Promise<ListFile> {
  const name = basename(path)
  await using stack = new AsyncDisposableStack()
  const { rows, notes } = await openRows(path, name, options, stack, signal)
  stack.defer(async () => void (await rows.return(undefined)))
  const first = await firstRow(rows)
  if (first === undefined) throw new ListFault(`${name} has no rows`)
  const columns = inFile(name, () => readColumns(first, options))
  const resources = stack.move()
  return {
    columns,
    notes,
    people: people(rows, columns.headers === undefined ? first : undefined, columns, name, options),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function openRows(
  path: string,
  name: string,
  options: ListOptions,
  stack: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<{ readonly rows: AsyncGenerator<Row>; readonly notes: readonly string[] }> {
  if ((await kindOfFile(path)) === 'text') {
    return { rows: csvRows(textChunks(path, name, options.encoding, signal), name, signal), notes: [] }
  }
  const zip = stack.use(await ZipFile.open(path, name))
  const workbook = await readWorkbook(zip, name, signal)
  const others = workbook.otherSheets.map((sheet) => `"${sheet}"`).join(', ')
  return {
    rows: sheetRows(zip.read(workbook.sheet, limits.sheetBytes, signal), workbook, name),
    notes: others === '' ? [] : [`Only the sheet "${workbook.sheetName}" is read, not ${others}.`],
  }
}

async function firstRow(rows: AsyncGenerator<Row>): Promise<Row | undefined> {
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    if (!isBlank(next.value)) return next.value
  }
  return undefined
}

async function* people(
  rows: AsyncGenerator<Row>,
  first: Row | undefined,
  columns: Columns,
  name: string,
  { country }: ListOptions,
): AsyncGenerator<ListRow> {
  const zones = knownZones()
  if (first !== undefined) yield readPerson(first, columns, country, zones)
  let count = first === undefined ? 0 : 1
  for await (const row of rows) {
    if (isBlank(row)) continue
    if (++count > limits.rows) {
      throw new ListFault(`${name} has more than ${limits.rows} rows: split the list`)
    }
    yield readPerson(row, columns, country, zones)
  }
}

/** Names the file in front of a fault of its columns. */
function inFile<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof ListFault ? new ListFault(`${name}: ${error.message}`) : error
  }
}
