import type { Database } from 'bun:sqlite'
import type { Contact } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'
import { type ContactRow, contactColumns, toContact } from './contact-row.ts'

/** An attempt of an earlier run that was dialled and has no record: the engine ended in between. */
export interface Interrupted {
  /** The attempt's id: the channel's, and to be the record's. */
  readonly id: string
  readonly contact: Contact
  readonly line: Line
  /** Epoch milliseconds. */
  readonly dialledAt: number
}

/** Every order to dial that was ever given. */
export class Attempts {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Writes down that a phone may ring from now on. */
  start(id: string, contact: Contact, line: Line, at: number): void {
    const sql = `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state)
      VALUES (?, ?, ?, ?, ?, ?, 'open')`
    this.#db.query(sql).run(id, contact.id, contact.phone, line.number, JSON.stringify(line), Math.round(at))
  }

  /** The attempt has its record; one never written down is now, so that the limits count it. */
  recorded(id: string, contact: Contact, line: Line, at: number): void {
    const sql = `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state)
      VALUES (?, ?, ?, ?, ?, ?, 'recorded') ON CONFLICT (id) DO UPDATE SET state = 'recorded'`
    this.#db.query(sql).run(id, contact.id, contact.phone, line.number, JSON.stringify(line), Math.round(at))
  }

  isOpen(contactId: string): boolean {
    return this.#db.query("SELECT 1 FROM attempts WHERE contact_id = ? AND state = 'open'").get(contactId) !== null
  }

  /** Nobody's phone rang. The order to dial still counts against the line's limits. */
  voidOpen(contactId: string): void {
    this.#db.query("UPDATE attempts SET state = 'void' WHERE contact_id = ? AND state = 'open'").run(contactId)
  }

  /** Attempts without a record, oldest first. */
  open(): readonly Interrupted[] {
    const sql = `SELECT attempts.id AS attempt, attempts.line_json, attempts.dialled_at, ${contactColumns}
      FROM attempts JOIN contacts ON contacts.id = attempts.contact_id WHERE attempts.state = 'open' ORDER BY dialled_at`
    const rows = this.#db.query<ContactRow & { attempt: string; line_json: string; dialled_at: number }, []>(sql).all()
    return rows.map((row) => ({
      id: row.attempt,
      contact: toContact(row),
      line: JSON.parse(row.line_json) as Line,
      dialledAt: row.dialled_at,
    }))
  }

  /** Dial instants on a line at or after `since`, oldest first, epoch milliseconds. */
  startsSince(line: string, since: number): readonly number[] {
    return this.#db
      .query<{ dialled_at: number }, [string, number]>(
        'SELECT dialled_at FROM attempts WHERE line = ? AND dialled_at >= ? ORDER BY dialled_at',
      )
      .all(line, since)
      .map((row) => row.dialled_at)
  }

  /** How often a line was dialled on since then. */
  dailyCount(line: string, since: number): number {
    const sql = 'SELECT count(*) AS n FROM attempts WHERE line = ? AND dialled_at >= ?'
    return this.#db.query<{ n: number }, [string, number]>(sql).get(line, since)?.n ?? 0
  }

  /** How often a number was rung since then, on any list: attempts by which nobody's phone rang do not count. */
  attemptsTo(phone: string, since: number): number {
    const sql = "SELECT count(*) AS n FROM attempts WHERE phone = ? AND dialled_at >= ? AND state <> 'void'"
    return this.#db.query<{ n: number }, [string, number]>(sql).get(phone, since)?.n ?? 0
  }
}
