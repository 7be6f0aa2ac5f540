import type { Database } from 'bun:sqlite'
import type { Clock } from '../kernel/clock.ts'
import { closedLists } from './closed-lists.ts'
import { transact } from './transaction.ts'

/** A list the owner imported, and where its people stand. Times are epoch milliseconds. */
export interface ImportedList {
  readonly id: number
  readonly file: string
  readonly at: number
  /** Rows of the file, and how many of them were taken. */
  readonly rows: number
  readonly taken: number
  readonly undoneAt?: number
  readonly waiting: number
  /** In the dialer's hands or on the phone. */
  readonly reserved: number
  readonly done: number
  readonly setAside: number
}

/** What an undo did to a list. */
export interface Undone {
  /** Never rung: no longer on any list. */
  readonly removed: number
  /** Rung at least once: their calls and results stay. */
  readonly called: number
}

/** How many contacts one transaction touches: an engine that waits for its turn to write hardly notices. */
const stepSize = 500

const called = `(EXISTS (SELECT 1 FROM calls WHERE calls.contact_id = contacts.id)
  OR EXISTS (SELECT 1 FROM attempts WHERE attempts.contact_id = contacts.id AND attempts.state = 'open'))`
const onPhone = `EXISTS (SELECT 1 FROM attempts WHERE attempts.contact_id = contacts.id AND attempts.state = 'open')`

/**
 * Lists imported from files. A list is written in small steps and handed out by nobody until {@link open}, which is one
 * instant for the whole list; {@link undo} takes it back in one instant too.
 */
export class Imports {
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** A new list of that many rows; nobody on it is handed out yet. Returns its id. */
  begin(file: string, rows: number): number {
    const sql = 'INSERT INTO imports (file, at, rows, taken) VALUES (?, ?, ?, 0) RETURNING id'
    const written = transact(this.#db, 'import_begin', () =>
      this.#db.query<{ id: number }, [string, number, number]>(sql).get(file, this.#clock.now(), rows),
    )
    return written?.id ?? 0
  }

  /** Writes the next rows of `temp.staged` behind row `after`: how many became contacts, and the last row; undefined = all are written. */
  add(id: number, after: number): { readonly taken: number; readonly last: number } | undefined {
    const staged = `SELECT * FROM temp.staged WHERE verdict IS NULL AND row > ?2 ORDER BY row LIMIT ${stepSize}`
    const last = this.#db
      .query<{ last: number | null }, [number]>(`SELECT max(row) AS last FROM (${staged.replace('?2', '?1')})`)
      .get(after)?.last
    if (last === null || last === undefined) return undefined
    const sql = `INSERT INTO main.contacts (id, source, phone, fields_json, state, changed_at, due_at, zone, import_id)
      SELECT id, 'import', phone, fields_json, 'waiting', ?3, ?3, zone, ?1 FROM (${staged}) WHERE true
      ON CONFLICT DO NOTHING`
    const taken = transact(this.#db, 'import_rows', () => this.#db.query(sql).run(id, after, this.#clock.now()).changes)
    return { taken, last }
  }

  /** From this instant on everyone on the list waits for their call. */
  open(id: number, taken: number): void {
    const sql = 'UPDATE imports SET ready_at = ?, taken = ? WHERE id = ?'
    transact(this.#db, 'import_open', () => this.#db.query(sql).run(this.#clock.now(), taken, id))
  }

  /** Every list there was, the newest first. */
  lists(): readonly ImportedList[] {
    const count = (state: string): string => `count(*) FILTER (WHERE contacts.state = '${state}')`
    const sql = `SELECT imports.id, file, at, rows, taken, undone_at AS undoneAt, ${count('waiting')} AS waiting,
      ${count('reserved')} AS reserved, ${count('done')} AS done, ${count('set_aside')} AS setAside
      FROM imports LEFT JOIN contacts ON contacts.import_id = imports.id
      WHERE ready_at IS NOT NULL OR undone_at IS NOT NULL GROUP BY imports.id ORDER BY imports.id DESC`
    const rows = this.#db.query<ImportedList & { undoneAt: number | null }, []>(sql).all()
    return rows.map(({ undoneAt, ...list }) => ({ ...list, ...(undoneAt === null ? {} : { undoneAt }) }))
  }

  /** Takes a list back: in this instant nobody is rung for it any more. {@link sweep} then tidies up. Undefined: there is no such list, or it was undone. */
  undo(id: number): Undone | undefined {
    return transact(this.#db, 'import_undo', () => {
      const sql = 'UPDATE imports SET ready_at = NULL, undone_at = ? WHERE id = ? AND ready_at IS NOT NULL'
      if (this.#db.query(sql).run(this.#clock.now(), id).changes === 0) return undefined
      const counts = `SELECT count(*) FILTER (WHERE ${called} OR state = 'done') AS called, count(*) AS all_of_them
        FROM contacts WHERE import_id = ?`
      const row = this.#db.query<{ called: number; all_of_them: number }, [number]>(counts).get(id)
      return { called: row?.called ?? 0, removed: (row?.all_of_them ?? 0) - (row?.called ?? 0) }
    })
  }

  /**
   * One step of clearing away lists that hand out nobody: who was never rung is removed, who was is done. Who is on the
   * phone stays until then. Returns how many it touched: to be called until 0, by whoever holds the lock for lists.
   */
  sweep(): number {
    const some = (which: string): string => `seq IN (SELECT seq FROM contacts WHERE import_id IN ${closedLists}
      AND state IN ('waiting', 'reserved', 'set_aside') AND ${which} LIMIT ${stepSize})`
    return transact(this.#db, 'import_sweep', () => {
      const removed = this.#db.query(`DELETE FROM contacts WHERE ${some(`NOT ${called}`)}`).run().changes
      if (removed > 0) return removed
      const sql = `UPDATE contacts SET state = 'done', because = 'its list was undone', changed_at = ?
        WHERE ${some(`${called} AND NOT ${onPhone}`)}`
      const ended = this.#db.query(sql).run(this.#clock.now()).changes
      if (ended > 0) return ended
      return this.#db
        .query(
          `DELETE FROM imports WHERE ready_at IS NULL AND undone_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM contacts WHERE import_id = imports.id)`,
        )
        .run().changes
    })
  }
}
