import type { Database } from 'bun:sqlite'
import type { LiveCalls, Progress } from '../session/ports.ts'
import { transact } from './transaction.ts'

/** The last word on every call that is up: what the next start finishes, should this engine not see its end. */
export class StoredLiveCalls implements LiveCalls {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Changes nothing once the call is recorded. */
  note(progress: Progress): void {
    const sql = `INSERT INTO live_calls (id, at, progress_json)
      SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM calls WHERE id = ?1)
      ON CONFLICT (id) DO UPDATE SET at = excluded.at, progress_json = excluded.progress_json`
    const { id } = progress.soFar
    transact(this.#db, 'live', () => this.#db.query(sql).run(id, Math.round(progress.at), JSON.stringify(progress)))
  }

  /** Calls that were up when they were last heard of and have no record, oldest first. */
  all(): readonly Progress[] {
    const sql = `SELECT progress_json FROM live_calls WHERE id NOT IN (SELECT id FROM calls)
      ORDER BY progress_json ->> '$.soFar.attemptedAt', id`
    const rows = this.#db.query<{ progress_json: string }, []>(sql).all()
    return rows.map((row) => JSON.parse(row.progress_json) as Progress)
  }

  /**
   * Whether a channel or bridge is one of a call that still needs its record: the customer's channel, one that was
   * dialled, that of an operator who talks with the customer, and what joins the two. Nobody is to end it unheld.
   */
  keeps(id: string): boolean {
    const sql = `SELECT 1 FROM live_calls
        WHERE (id = ?1 OR progress_json ->> '$.joined.operatorLegId' = ?1 OR progress_json ->> '$.joined.bridgeId' = ?1)
          AND id NOT IN (SELECT id FROM calls)
      UNION ALL SELECT 1 FROM attempts WHERE id = ?1 AND state = 'open'`
    return this.#db.query(sql).get(id) !== null
  }
}
