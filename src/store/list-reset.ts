import type { Database } from 'bun:sqlite'
import type { Clock } from '../kernel/clock.ts'
import { transact } from './transaction.ts'

/** Whose list begins anew: that of the settings, one import, or all of these. */
export type ResetScope =
  | { readonly kind: 'static' }
  | { readonly kind: 'import'; readonly id: number }
  | { readonly kind: 'all' }

const stepSize = 500

/** Makes lists new: those who had their call, or were set aside, wait again, behind everyone who waits now. */
export class ListReset {
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** How many have had their call but asked not to be called again: they stay as they are. */
  barred(scope: ResetScope): number {
    const sql = `SELECT count(*) AS n FROM contacts WHERE ${where(scope)} AND phone IN (SELECT phone FROM do_not_call)`
    return this.#db.query<{ n: number }, []>(sql).get()?.n ?? 0
  }

  /** One step, of contacts behind the place `after`: how many wait again, how many do not since their number waits elsewhere, and the place of the last; undefined = all are done. */
  step(
    scope: ResetScope,
    after: number,
  ): { readonly waiting: number; readonly elsewhere: number; readonly last: number } | undefined {
    const some = `SELECT seq FROM contacts WHERE ${where(scope)} AND seq > ${after}
      AND phone NOT IN (SELECT phone FROM do_not_call) ORDER BY seq LIMIT ${stepSize}`
    return transact(this.#db, 'reset', () => {
      const found = this.#db.query<{ seq: number }, []>(some).all()
      const last = found.at(-1)?.seq
      if (last === undefined) return undefined
      const now = this.#clock.now()
      const sql = `UPDATE OR IGNORE contacts SET state = 'waiting', because = NULL, technical = 0, due_at = ?, changed_at = ?
        WHERE seq IN (${some})`
      const waiting = this.#db.query(sql).run(now, now).changes
      return { waiting, elsewhere: found.length - waiting, last }
    })
  }
}

/** An undone list stays undone. */
function where(scope: ResetScope): string {
  const imported = (which: string): string =>
    `(source = 'import' AND ${which} import_id IN (SELECT id FROM imports WHERE ready_at IS NOT NULL))`
  const lists = {
    static: "source = 'static'",
    import: imported(scope.kind === 'import' ? `import_id = ${Math.trunc(scope.id)} AND` : ''),
    all: `(source = 'static' OR ${imported('')})`,
  }
  return `${lists[scope.kind]} AND state IN ('done', 'set_aside')`
}
