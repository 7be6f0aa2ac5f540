import type { Database } from 'bun:sqlite'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { transact } from './transaction.ts'

/** Who says that a number must not be rung; see the table. */
export type BarSource = 'spoken' | 'manual' | 'file' | 'panel'

/** One reason not to ring a number. */
export interface Barred {
  readonly phone: PhoneNumber
  readonly source: BarSource
  /** Epoch milliseconds. */
  readonly since: number
  /** The call in which it was asked for. */
  readonly callId?: string
  /** What was noted when it was entered; of a file's, its name. */
  readonly note?: string
}

/** The place of an entry in the list, to go on behind it. */
export type BarredPlace = Pick<Barred, 'since' | 'phone' | 'source'>

/** The company's lists, read; `numbers` throws what is wrong with them, and then nothing changes. */
export interface BarredFiles {
  /** The same for the same content of the same files. */
  readonly fingerprint: string
  numbers(): Iterable<{ readonly phone: PhoneNumber; readonly file: string }>
}

interface Row {
  readonly phone: string
  readonly source: BarSource
  readonly since: number
  readonly call_id: string | null
  readonly note: string | null
}

const columns = 'phone, source, since, call_id, note'
const filesKey = 'do_not_call_files'

/** Numbers that must never be rung. Every method is durable when it returns. */
export class DoNotCall {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  has(phone: PhoneNumber): boolean {
    return this.#db.query('SELECT 1 FROM do_not_call WHERE phone = ?').get(phone) !== null
  }

  /** Somebody asked for it themselves, at `at` (epoch milliseconds); `callId` is the call in which they did. */
  add(phone: PhoneNumber, at: number, callId?: string): void {
    const sql =
      "INSERT INTO do_not_call (phone, source, since, call_id) VALUES (?, 'spoken', ?, ?) ON CONFLICT DO NOTHING"
    this.#db.query(sql).run(phone, Math.round(at), callId ?? null)
  }

  /** Bars numbers by hand, at most a few hundred at once. Returns how many were not entered by hand before. */
  enter(phones: readonly PhoneNumber[], at: number, note?: string): number {
    const sql = `INSERT INTO do_not_call (phone, source, since, note) VALUES (?, 'manual', ?, ?)
      ON CONFLICT (phone, source) DO UPDATE SET note = coalesce(excluded.note, note)`
    const known = this.#db.query("SELECT 1 FROM do_not_call WHERE phone = ? AND source = 'manual'")
    return transact(this.#db, 'dnc_enter', () => {
      let fresh = 0
      for (const phone of phones) {
        if (known.get(phone) === null) fresh++
        this.#db.query(sql).run(phone, Math.round(at), note ?? null)
      }
      return fresh
    })
  }

  /** Why a number is barred; empty when it is not. */
  reasons(phone: PhoneNumber): readonly Barred[] {
    const sql = `SELECT ${columns} FROM do_not_call WHERE phone = ? ORDER BY since`
    return this.#db.query<Row, [string]>(sql).all(phone).map(toBarred)
  }

  /** The owner says they agree again; what a company's own list says stays. Returns how many reasons went. */
  remove(phone: PhoneNumber): number {
    const sql = "DELETE FROM do_not_call WHERE phone = ? AND source <> 'file'"
    return transact(this.#db, 'dnc_remove', () => this.#db.query(sql).run(phone).changes)
  }

  /** Up to `limit` entries behind a place, the oldest first. */
  page(
    limit: number,
    after: BarredPlace = { since: Number.MIN_SAFE_INTEGER, phone: '' as PhoneNumber, source: 'file' },
  ) {
    const sql = `SELECT ${columns} FROM do_not_call WHERE (since, phone, source) > (?, ?, ?)
      ORDER BY since, phone, source LIMIT ?`
    const rows = this.#db.query<Row, [number, string, string, number]>(sql)
    return rows.all(after.since, after.phone, after.source, limit).map(toBarred)
  }

  /**
   * Puts what a company's files say now in the place of what they said before: all of it or, when reading them throws,
   * nothing. Undefined when they say the same as before, else how many numbers they hold.
   */
  replaceFiles(files: BarredFiles, at: number): number | undefined {
    const last = this.#db.query<{ value: string }, [string]>('SELECT value FROM meta WHERE key = ?').get(filesKey)
    if (last?.value === files.fingerprint) return undefined
    return transact(this.#db, 'dnc_files', () => {
      this.#db.run("DELETE FROM do_not_call WHERE source = 'file'")
      const sql = "INSERT INTO do_not_call (phone, source, since, note) VALUES (?, 'file', ?, ?) ON CONFLICT DO NOTHING"
      const insert = this.#db.query(sql)
      let count = 0
      for (const { phone, file } of files.numbers()) count += insert.run(phone, Math.round(at), file).changes
      const remember =
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
      this.#db.query(remember).run(filesKey, files.fingerprint)
      return count
    })
  }
}

function toBarred({ phone, source, since, call_id: callId, note }: Row): Barred {
  return {
    phone: phone as PhoneNumber,
    source,
    since,
    ...(callId === null ? {} : { callId }),
    ...(note === null ? {} : { note }),
  }
}
