import type { Database } from 'bun:sqlite'
import type { AttemptStart } from '../dialer/ports.ts'
import type { Contact } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'
import type { CallRecord } from '../domain/record.ts'
import { type ContactRow, contactColumns, toContact } from './contact-row.ts'

/** An attempt of an earlier run that was dialled and has no record: the engine ended in between. */
export interface Interrupted {
  /** The attempt's id: the channel's, and to be the record's. */
  readonly id: string
  readonly contact: Contact
  readonly line: Line
  readonly scenario?: CallRecord['scenario']
  /** Epoch milliseconds. */
  readonly dialledAt: number
}

/** An order to dial, for the limits. */
export interface Start {
  readonly line: string
  /** Epoch milliseconds. */
  readonly at: number
}

type OpenRow = ContactRow & { attempt: string; line_json: string; scenario_json: string | null; dialled_at: number }

/** Test calls by hand ring whom they like and count against nobody's cap. */
const byHand = "contact_id LIKE 'manual:%'"

/** Every order to dial that was ever given. */
export class Attempts {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Writes down that a phone may ring from now on. */
  start({ id, contact, line, scenario, at }: AttemptStart): void {
    const sql = `INSERT INTO attempts (id, contact_id, phone, line, line_json, scenario_json, dialled_at, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'open')`
    const scenarioJson = scenario === undefined ? null : JSON.stringify(scenario)
    const values = [id, contact.id, contact.phone, line.number, JSON.stringify(line), scenarioJson, Math.round(at)]
    this.#db.query(sql).run(...values)
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

  /** Whether a number is being rung, or talked to, by an attempt of ours now. */
  isRinging(phone: string): boolean {
    const sql = `SELECT 1 FROM attempts WHERE phone = ? AND state = 'open' AND NOT ${byHand}`
    return this.#db.query(sql).get(phone) !== null
  }

  /** Nobody's phone rang. The order to dial still counts against the line's limits. */
  voidOpen(contactId: string): void {
    this.#db.query("UPDATE attempts SET state = 'void' WHERE contact_id = ? AND state = 'open'").run(contactId)
  }

  /** Attempts without a record, oldest first; test calls by hand are their own makers' business. */
  open(): readonly Interrupted[] {
    const sql = `SELECT attempts.id AS attempt, attempts.line_json, attempts.scenario_json, attempts.dialled_at,
        ${contactColumns}
      FROM attempts JOIN contacts ON contacts.id = attempts.contact_id WHERE attempts.state = 'open' AND NOT ${byHand} ORDER BY dialled_at`
    const rows = this.#db.query<OpenRow, []>(sql).all()
    return rows.map((row) => ({
      id: row.attempt,
      contact: toContact(row),
      line: JSON.parse(row.line_json) as Line,
      ...(row.scenario_json === null
        ? {}
        : { scenario: JSON.parse(row.scenario_json) as NonNullable<CallRecord['scenario']> }),
      dialledAt: row.dialled_at,
    }))
  }

  /** Every order to dial at or after `since` (epoch milliseconds), on any line, oldest first. */
  startsSince(since: number): readonly Start[] {
    const sql = 'SELECT line, dialled_at AS at FROM attempts WHERE dialled_at >= ? ORDER BY dialled_at'
    return this.#db.query<Start, [number]>(sql).all(since)
  }

  /** How often a line was dialled on since then. */
  dialledOn(line: string, since: number): number {
    const sql = 'SELECT count(*) AS n FROM attempts WHERE line = ? AND dialled_at >= ?'
    return this.#db.query<{ n: number }, [string, number]>(sql).get(line, since)?.n ?? 0
  }

  /** How often a number was rung since then, on any list: attempts by which nobody's phone rang do not count. */
  timesRung(phone: string, since: number): number {
    const sql = `SELECT count(*) AS n FROM attempts
      WHERE phone = ? AND dialled_at >= ? AND state <> 'void' AND NOT ${byHand}`
    return this.#db.query<{ n: number }, [string, number]>(sql).get(phone, since)?.n ?? 0
  }
}
