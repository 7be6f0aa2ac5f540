import type { Database } from 'bun:sqlite'
import { transact } from './transaction.ts'

/** A session as it is kept. Times are epoch milliseconds. */
export interface SessionRow {
  readonly key: string
  readonly role: 'viewer' | 'operator' | 'admin'
  readonly seal: string
  readonly openedAt: number
  readonly usedAt: number
}

/** Who is signed in, also after a restart. */
export class StoredSessions {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  find(key: string): SessionRow | undefined {
    const sql = 'SELECT key, role, seal, opened_at AS openedAt, used_at AS usedAt FROM sessions WHERE key = ?'
    return this.#db.query<SessionRow, [string]>(sql).get(key) ?? undefined
  }

  open({ key, role, seal, openedAt, usedAt }: SessionRow): void {
    const sql = 'INSERT INTO sessions (key, role, seal, opened_at, used_at) VALUES (?, ?, ?, ?, ?)'
    transact(this.#db, 'open_session', () => this.#db.query(sql).run(key, role, seal, openedAt, usedAt))
  }

  used(key: string, at: number): void {
    transact(this.#db, 'use_session', () =>
      this.#db.query('UPDATE sessions SET used_at = ? WHERE key = ?').run(Math.round(at), key),
    )
  }

  close(key: string): void {
    transact(this.#db, 'close_session', () => this.#db.query('DELETE FROM sessions WHERE key = ?').run(key))
  }

  closeAll(): void {
    transact(this.#db, 'close_sessions', () => this.#db.run('DELETE FROM sessions'))
  }

  /** Forgets those not used since, or opened before. */
  sweep(unusedSince: number, openedBefore: number): void {
    const sql = 'DELETE FROM sessions WHERE used_at < ? OR opened_at < ?'
    transact(this.#db, 'sweep_sessions', () => this.#db.query(sql).run(unusedSince, openedBefore))
  }
}
