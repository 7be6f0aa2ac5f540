import type { Database } from 'bun:sqlite'
import type { Clock } from '../../kernel/clock.ts'
import { Imports } from '../../store/imports.ts'

/** Writes the rows that were staged and judged as one imported list and opens it, as an owner's import does. Returns how many were taken. */
export function openStaged(
  database: Database,
  clock: Clock,
  { file, rows }: { readonly file: string; readonly rows: number },
): number {
  const imports = new Imports(database, clock)
  const id = imports.begin(file, rows)
  let taken = 0
  for (let after = 0; ; ) {
    const added = imports.add(id, after)
    if (added === undefined) break
    taken += added.taken
    after = added.last
  }
  imports.open(id, taken)
  return taken
}
