import type { Database } from 'bun:sqlite'
import type { AttemptStart, ContactBook, DueContact, RingRecord } from '../dialer/ports.ts'
import type { Contact, ContactSource } from '../domain/contact.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { Clock } from '../kernel/clock.ts'
import { Attempts } from './attempts.ts'
import { listIsOpen } from './closed-lists.ts'
import { type ContactRow, contactColumns, panelIdJson, toContact } from './contact-row.ts'
import { StoredOutbox } from './outbox.ts'
import { transact } from './transaction.ts'

/** waiting: to be called. reserved: in the dialer's hands or on the phone. done: has its record. set_aside: given up. */
export type ContactState = 'waiting' | 'reserved' | 'done' | 'set_aside'

type DueRow = ContactRow & { seq: number; due_at: number; zone: string | null; technical: number }

const dueColumns = `${contactColumns}, contacts.seq, contacts.due_at, contacts.zone, contacts.technical`

/** One person's way from the list to their call and, where need be, back; every method is durable when it returns. */
export class Contacts implements ContactBook, RingRecord {
  readonly #db: Database
  readonly #clock: Clock
  readonly #attempts: Attempts
  readonly #outbox: StoredOutbox

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.#attempts = new Attempts(db)
    this.#outbox = new StoredOutbox(db, clock)
  }

  next(now: number, sources: readonly ContactSource[]): DueContact | undefined {
    return transact(this.#db, 'take', () => {
      const first = sources
        .map((source) => this.#firstWaiting(source))
        .find((row) => row !== undefined && row.due_at <= now)
      if (first === undefined) return undefined
      this.#setState(first.id, 'reserved')
      return {
        contact: toContact(first),
        technical: first.technical,
        ...(first.zone === null ? {} : { zone: first.zone }),
      }
    })
  }

  nextDueAt(sources: readonly ContactSource[]): number | undefined {
    const due = sources.flatMap((source) => this.#firstWaiting(source)?.due_at ?? [])
    return due.length === 0 ? undefined : Math.min(...due)
  }

  dialing(start: AttemptStart, permitted: () => boolean): boolean {
    return transact(this.#db, 'dial', () => {
      const { contact } = start
      if (!this.#isInHand(contact.id) || this.#attempts.isOpen(contact.id) || !permitted()) return false
      this.#attempts.start(start)
      return true
    })
  }

  release(contactId: string, dueAt: number): void {
    transact(this.#db, 'release', () => {
      this.#attempts.voidOpen(contactId)
      const sql = `UPDATE contacts SET state = 'waiting', due_at = ?, technical = technical + 1, changed_at = ?
        WHERE id = ? AND state = 'reserved'`
      this.#db.query(sql).run(Math.ceil(dueAt), this.#clock.now(), contactId)
    })
  }

  postpone(contactId: string, dueAt: number, because: string): void {
    const sql = `UPDATE contacts SET state = 'waiting', due_at = ?, because = ?, changed_at = ?
      WHERE id = ? AND state = 'reserved'`
    transact(this.#db, 'postpone', () =>
      this.#db.query(sql).run(Math.ceil(dueAt), because, this.#clock.now(), contactId),
    )
  }

  /** It is given up: out of the list until {@link ContactLists.restoreSetAside}, and what is owed for that with it. */
  setAside(contactId: string, because: string, owed: readonly Outgoing[] = []): void {
    transact(this.#db, 'set_aside', () => {
      this.#attempts.voidOpen(contactId)
      const sql = `UPDATE contacts SET state = 'set_aside', because = ?, report_key = coalesce(?, report_key), changed_at = ?
        WHERE id = ? AND state <> 'done'`
      this.#db.query(sql).run(because, owed[0]?.key ?? null, this.#clock.now(), contactId)
      for (const outgoing of owed) this.#outbox.owe(outgoing)
    })
  }

  /** Keeps a contact and holds it for the dialer, whatever became of it before: `call NUMBER` rings who was rung already. */
  reserve(contact: Contact): void {
    transact(this.#db, 'reserve', () => {
      this.#attempts.voidOpen(contact.id) // of a test call that died
      const sql = `INSERT INTO contacts (id, source, phone, panel_id_json, fields_json, state, changed_at)
        VALUES (?, ?, ?, ?, ?, 'reserved', ?) ON CONFLICT DO NOTHING`
      const { id, source, phone, fields } = contact
      this.#db.query(sql).run(id, source, phone, panelIdJson(contact), JSON.stringify(fields), this.#clock.now())
      this.#setState(id, 'reserved')
    })
  }

  isBarred(phone: PhoneNumber): boolean {
    return this.#db.query('SELECT 1 FROM do_not_call WHERE phone = ?').get(phone) !== null
  }

  isRinging(phone: PhoneNumber): boolean {
    return this.#attempts.isRinging(phone)
  }

  timesRung(phone: PhoneNumber, since: number): number {
    return this.#attempts.timesRung(phone, since)
  }

  /** Where a contact stands; undefined when it is not known. */
  state(contactId: string): ContactState | undefined {
    const row = this.#db
      .query<{ state: ContactState }, [string]>('SELECT state FROM contacts WHERE id = ?')
      .get(contactId)
    return row?.state
  }

  /** Reserved, and not of a list that was taken back meanwhile. */
  #isInHand(contactId: string): boolean {
    const sql = `SELECT 1 FROM contacts WHERE id = ? AND state = 'reserved' AND ${listIsOpen}`
    return this.#db.query(sql).get(contactId) !== null
  }

  #firstWaiting(source: ContactSource): DueRow | undefined {
    const sql = `SELECT ${dueColumns} FROM contacts
      WHERE source = ? AND state = 'waiting' AND ${listIsOpen} ORDER BY due_at, seq LIMIT 1`
    return this.#db.query<DueRow, [string]>(sql).get(source) ?? undefined
  }

  #setState(contactId: string, state: ContactState): void {
    const sql = 'UPDATE contacts SET state = ?, because = NULL, changed_at = ? WHERE id = ?'
    this.#db.query(sql).run(state, this.#clock.now(), contactId)
  }
}
