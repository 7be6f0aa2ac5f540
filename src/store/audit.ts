import type { Database } from 'bun:sqlite'
import type { Clock } from '../kernel/clock.ts'
import { transact } from './transaction.ts'

/** Something somebody did. `at` is epoch milliseconds. */
export interface AuditRow {
  readonly id: number
  readonly at: number
  readonly role: string
  readonly access: string
  /** The address it came from. */
  readonly from: string
  readonly action: string
  readonly about?: string
  readonly outcome: string
}

interface Row extends Omit<AuditRow, 'about'> {
  readonly about: string | null
}

/** Who did what, for as long as the retention lasts. */
export class StoredAudit {
  readonly #db: Database
  readonly #clock: Pick<Clock, 'now'>

  constructor(db: Database, clock: Pick<Clock, 'now'>) {
    this.#db = db
    this.#clock = clock
  }

  write({ role, access, from, action, about, outcome }: Omit<AuditRow, 'id' | 'at'>): void {
    const sql = 'INSERT INTO audit (at, role, access, address, action, about, outcome) VALUES (?, ?, ?, ?, ?, ?, ?)'
    const at = Math.round(this.#clock.now())
    transact(this.#db, 'audit', () =>
      this.#db.query(sql).run(at, role, access, from, action, about?.slice(0, 300) ?? null, outcome),
    )
  }

  /** Newest first; `before` is the last id seen. */
  page({ before, limit }: { readonly before?: number; readonly limit: number }): {
    readonly entries: AuditRow[]
    readonly next?: number
  } {
    const sql = `SELECT id, at, role, access, address AS "from", action, about, outcome FROM audit
      WHERE id < ? ORDER BY id DESC LIMIT ?`
    const rows = this.#db.query<Row, [number, number]>(sql).all(before ?? Number.MAX_SAFE_INTEGER, limit)
    const entries = rows.map(({ about, ...row }) => ({ ...row, ...(about === null ? {} : { about }) }))
    const last = entries.at(-1)
    return { entries, ...(last === undefined || entries.length < limit ? {} : { next: last.id }) }
  }
}
