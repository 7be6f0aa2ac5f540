import type { Database } from 'bun:sqlite'
import type { PhoneNumber } from '../domain/phone-number.ts'

/** Numbers whose people asked never to be called again. */
export class DoNotCall {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  has(phone: PhoneNumber): boolean {
    return this.#db.query('SELECT 1 FROM do_not_call WHERE phone = ?').get(phone) !== null
  }

  /** Bars a number from `at` on (epoch milliseconds); `callId` is the call in which it was asked. */
  add(phone: PhoneNumber, at: number, callId?: string): void {
    const sql = 'INSERT INTO do_not_call (phone, since, call_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
    this.#db.query(sql).run(phone, Math.round(at), callId ?? null)
  }

  /** The owner says they agree again. */
  remove(phone: PhoneNumber): void {
    this.#db.query('DELETE FROM do_not_call WHERE phone = ?').run(phone)
  }
}
