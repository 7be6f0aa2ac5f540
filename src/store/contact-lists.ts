import type { Database } from 'bun:sqlite'
import type { Contact, ContactSource } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import { listIsOpen } from './closed-lists.ts'
import { panelIdJson } from './contact-row.ts'
import { transact } from './transaction.ts'

/** How many contacts of a source are in which state. */
export interface ContactCounts {
  readonly waiting: number
  /** In the dialer's hands or on the phone. */
  readonly reserved: number
  readonly done: number
  /** Given up. */
  readonly setAside: number
}

/** The lists people stand on: filled by a panel, the settings, a file; every method is durable when it returns. */
export class ContactLists {
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /**
   * Puts a panel's numbers on the list, but for those whose attempt or report is still open: a number sent again after
   * its report was acknowledged is a new attempt, unless the panel was asked before that: it did not know then. Returns
   * how many were put there.
   */
  admit(contacts: readonly Contact[], askedAt = Number.POSITIVE_INFINITY): number {
    return transact(this.#db, 'admit', () => contacts.filter((contact) => this.#admitOne(contact, askedAt)).length)
  }

  /** Makes the static list these numbers, in this order: new ones wait, those no longer listed wait no more. */
  listStatic(phones: readonly PhoneNumber[], ids: Ids): void {
    const listed = new Set<string>(phones)
    transact(this.#db, 'list_static', () => {
      const waiting = this.#db.query<{ id: string; phone: string }, []>(
        "SELECT id, phone FROM contacts WHERE source = 'static' AND state IN ('waiting', 'set_aside')",
      )
      for (const { id, phone } of waiting.all()) {
        if (!listed.has(phone)) this.#db.query('DELETE FROM contacts WHERE id = ?').run(id)
      }
      for (const phone of listed) {
        this.#insert({ id: ids.next(), phone: phone as PhoneNumber, source: 'static', fields: {} })
      }
    })
  }

  /**
   * Makes a list new: those who had their call, or were set aside, wait again, behind everyone who waits now. Those in
   * the dialer's hands stay there. Returns how many.
   */
  reset(source: ContactSource): number {
    const sql = `UPDATE OR IGNORE contacts SET state = 'waiting', because = NULL, technical = 0, due_at = ?, changed_at = ?
      WHERE source = ? AND state IN ('done', 'set_aside')`
    const now = this.#clock.now()
    return transact(this.#db, 'reset', () => this.#db.query(sql).run(now, now, source).changes)
  }

  /** Lets everyone who was set aside wait again. Returns how many. */
  restoreSetAside(): number {
    const sql = `UPDATE OR IGNORE contacts SET state = 'waiting', because = NULL, technical = 0, due_at = ?, changed_at = ?
      WHERE state = 'set_aside' AND source <> 'manual'`
    const now = this.#clock.now()
    return transact(this.#db, 'restore', () => this.#db.query(sql).run(now, now).changes)
  }

  /** How many of a source are due, counted up to `most`. */
  due(source: ContactSource, now: number, most: number): number {
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM contacts
      WHERE source = ? AND state = 'waiting' AND due_at <= ? AND ${listIsOpen} LIMIT ?)`
    return this.#db.query<{ n: number }, [string, number, number]>(sql).get(source, now, most)?.n ?? 0
  }

  /** Nobody of these sources waits or is being called. */
  settled(sources: readonly ContactSource[]): boolean {
    const sql = `SELECT 1 FROM contacts
      WHERE source = ? AND (state = 'reserved' OR (state = 'waiting' AND ${listIsOpen})) LIMIT 1`
    return sources.every((source) => this.#db.query(sql).get(source) === null)
  }

  /** How many of a source are in which state. */
  counts(source: ContactSource): ContactCounts {
    const rows = this.#db
      .query<{ state: string; n: number }, [string]>(
        `SELECT state, count(*) AS n FROM contacts
          WHERE source = ? AND (state <> 'waiting' OR ${listIsOpen}) GROUP BY state`,
      )
      .all(source)
    const count = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0
    return { waiting: count('waiting'), reserved: count('reserved'), done: count('done'), setAside: count('set_aside') }
  }

  #admitOne(contact: Contact, askedAt: number): boolean {
    const known = this.#db
      .query<{ state: string; report_key: string | null }, [string]>(
        'SELECT state, report_key FROM contacts WHERE id = ?',
      )
      .get(contact.id)
    if (known === null) return this.#insert(contact)
    if (known.state === 'waiting' || known.state === 'reserved' || this.#isOwed(known.report_key, askedAt)) return false
    const now = this.#clock.now()
    const sql = `UPDATE contacts SET panel_id_json = ?, phone = ?, fields_json = ?, state = 'waiting', because = NULL,
      technical = 0, due_at = ?, changed_at = ? WHERE id = ?`
    const { id, phone, fields } = contact
    this.#db.query(sql).run(panelIdJson(contact), phone, JSON.stringify(fields), now, now, id)
    return true
  }

  #isOwed(key: string | null, askedAt: number): boolean {
    const sql = `SELECT 1 FROM outbox WHERE kind = 'panel.report' AND key = ?
      AND (state IN ('waiting', 'set_aside') OR changed_at >= ?)`
    return key !== null && this.#db.query(sql).get(key, Math.min(askedAt, Number.MAX_SAFE_INTEGER)) !== null
  }

  /** False when it was there already. */
  #insert(contact: Contact): boolean {
    const sql = `INSERT INTO contacts (id, source, phone, panel_id_json, fields_json, state, due_at, changed_at)
      VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT DO NOTHING`
    const { id, source, phone, fields } = contact
    const now = this.#clock.now()
    return (
      this.#db.query(sql).run(id, source, phone, panelIdJson(contact), JSON.stringify(fields), now, now).changes > 0
    )
  }
}
