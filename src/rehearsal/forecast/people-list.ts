import type { Database } from 'bun:sqlite'
import type { Clock } from '../../kernel/clock.ts'
import type { Ids } from '../../kernel/ids.ts'
import { ImportStaging, type StagedCounts, type StagedRow } from '../../store/import-staging.ts'
import { openStaged } from '../simulation/imported-list.ts'

/** Who is to be called: read anew for every run, row by row. */
export type PeopleList = () => AsyncIterable<StagedRow> | Iterable<StagedRow>

/** Puts a list into an empty store as `contacts import` does, and opens it. Returns how many were taken and left out. */
export async function takePeople(
  list: PeopleList,
  database: Database,
  clock: Clock,
  ids: Ids,
  signal: AbortSignal,
): Promise<StagedCounts> {
  const staging = new ImportStaging(database, ids)
  let rows = 0
  for await (const row of list()) {
    staging.add(row)
    rows++
    signal.throwIfAborted()
  }
  const counts = staging.judge()
  openStaged(database, clock, { file: 'list', rows })
  database.run('DROP TABLE temp.staged')
  return counts
}
