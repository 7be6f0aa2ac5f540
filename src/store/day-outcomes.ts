import type { Database } from 'bun:sqlite'
import type { Disposition } from '../domain/disposition.ts'

/** How many calls of a stretch of time ended how. `at` is its beginning, epoch milliseconds. */
export interface OutcomeBucket {
  readonly at: number
  readonly disposition: Disposition
  readonly n: number
}

/** How calls ended between two instants, by stretches of `bucketMs`; in order of time. */
export function outcomesBetween(
  db: Database,
  { start, end, bucketMs }: { readonly start: number; readonly end: number; readonly bucketMs: number },
): readonly OutcomeBucket[] {
  const sql = `SELECT ?1 + (ended_at - ?1) / ?3 * ?3 AS at, disposition, count(*) AS n FROM calls
    WHERE ended_at >= ?1 AND ended_at < ?2 GROUP BY 1, 2 ORDER BY 1, 2`
  return db.query<OutcomeBucket, [number, number, number]>(sql).all(start, end, bucketMs)
}
