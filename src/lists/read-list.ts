import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Columns } from './columns.ts'
import { ListFault } from './list-fault.ts'
import { type ListOptions, openListFile } from './list-file.ts'
import type { ListRow } from './person.ts'

/** Writes a list to disk and reads all of it, for tests; a {@link ListFault} comes back as its message. */
export async function readList(
  name: string,
  content: string | Uint8Array,
  options: Partial<ListOptions> = {},
): Promise<{
  readonly columns?: Columns
  readonly notes: readonly string[]
  readonly rows: readonly ListRow[]
  readonly fault?: string
}> {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-list-'))
  const rows: ListRow[] = []
  try {
    const path = join(dir, name)
    writeFileSync(path, content)
    await using list = await openListFile(path, { country: 'IR', ...options }, new AbortController().signal)
    const { columns, notes } = list
    try {
      for await (const row of list.people) rows.push(row)
      return { columns, notes, rows }
    } catch (error) {
      return { columns, notes, rows, fault: faultOf(error) }
    }
  } catch (error) {
    return { notes: [], rows, fault: faultOf(error) }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** What the people of a list are called at, or why not, row by row. */
export function phonesOf(rows: readonly ListRow[]): readonly string[] {
  return rows.map((row) => (row.kind === 'person' ? row.phone : `${row.row}: ${row.because}`))
}

function faultOf(error: unknown): string {
  if (error instanceof ListFault) return error.message
  throw error
}
