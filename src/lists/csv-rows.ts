import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'
import type { Row } from './row.ts'

const delimiters = [',', ';', '\t'] as const
type Delimiter = (typeof delimiters)[number]

/** The rows of a CSV text, its delimiter found out by the first line. Throws {@link ListFault} for one that is none. */
export async function* csvRows(chunks: AsyncGenerator<string>, name: string, signal: AbortSignal): AsyncGenerator<Row> {
  const { head, told, delimiter } = await beginning(chunks)
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.rowLength,
  })
  const source = Readable.from(joined(head, chunks), { objectMode: true, signal })
  source.on('error', (error) => parser.destroy(error))
  let number = told ? 1 : 0
  try {
    for await (const cells of source.pipe(parser)) {
      number++
      if ((cells as readonly string[]).length > limits.columns) throw tooWide(name, number)
      yield { number, cells: cells as readonly string[] }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw unparsable(error, name, Number(error['records'] ?? number) + (told ? 2 : 1))
  } finally {
    source.destroy()
    parser.destroy()
  }
}

interface Beginning {
  /** The text read so far, without the line that told the delimiter. */
  readonly head: string
  /** Whether there was such a line: `sep=;`, which Excel writes and reads. */
  readonly told: boolean
  readonly delimiter: Delimiter
}

async function beginning(chunks: AsyncGenerator<string>): Promise<Beginning> {
  let head = ''
  while (!/\S.*[\r\n]/.test(head) && head.length <= limits.rowLength) {
    const next = await chunks.next()
    if (next.done === true) break
    head += next.value
  }
  const told = /^sep=([,;\t])\r?\n/i.exec(head)
  if (told !== null) return { head: head.slice(told[0].length), told: true, delimiter: told[1] as Delimiter }
  return { head, told: false, delimiter: delimiterOf(head.trimStart()) }
}

/** The one that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): Delimiter {
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.slice(0, limits.rowLength))?.[0] ?? ''
  const bare = line.replace(/"(?:[^"]|"")*"/g, '')
  const counts = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }))
  return counts.toSorted((one, other) => other.count - one.count)[0]?.delimiter ?? ','
}

async function* joined(head: string, rest: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  if (head !== '') yield Buffer.from(head)
  for await (const chunk of rest) if (chunk !== '') yield Buffer.from(chunk)
}

function tooWide(name: string, row: number): ListFault {
  return new ListFault(`${name}: row ${row} has more than ${limits.columns} columns: remove those that are not needed`)
}

function unparsable(error: CsvError, name: string, row: number): ListFault {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new ListFault(
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${name}: in row ${row} a quote (") is opened and never closed: close or remove it`
        : `${name}: row ${row} is longer than ${limits.rowLength} characters: perhaps a quote (") is opened there and never closed`,
    )
  }
  return new ListFault(`${name}: row ${row} cannot be read as CSV: open the file in Excel and save it as CSV UTF-8`)
}
