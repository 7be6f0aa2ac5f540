import type { Database } from 'bun:sqlite'
import type { ContactBook } from '../dialer/ports.ts'
import type { Contact, ContactSource } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { assert } from '../kernel/assert.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import { Attempts } from './attempts.ts'
import { type ContactRow, contactColumns, panelIdJson, toContact } from './contact-row.ts'

/** How many contacts of a source are in which state. */
export interface ContactCounts {
  readonly waiting: number
  /** In the dialer's hands or on the phone. */
  readonly reserved: number
  readonly done: number
  /** Given up for technical faults. */
  readonly setAside: number
}

/** People to call and what became of each; every method is durable when it returns. */
export class Contacts implements ContactBook {
  readonly #db: Database
  readonly #clock: Clock
  readonly #attempts: Attempts

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.#attempts = new Attempts(db)
  }

  /** The phone may ring from this instant on. Throws for a contact that is already done or already being dialled. */
  dialing(attemptId: string, contact: Contact, line: Line, at: number): void {
    const dial = this.#db.transaction(() => {
      this.#insert(contact, 'reserved')
      const state = this.state(contact.id)
      assert(
        state === 'waiting' || state === 'reserved',
        `a contact that is ${state ?? 'not kept'} must not be dialled`,
      )
      assert(!this.#attempts.isOpen(contact.id), 'a contact is dialled once at a time')
      this.#attempts.start(attemptId, contact, line, at)
      this.#setState(contact.id, 'reserved')
    })
    dial.immediate()
  }

  /** Nobody's phone rang: the attempt is void, the contact waits again. */
  release(contactId: string): void {
    this.#leave(contactId, 'waiting', undefined)
  }

  /** It failed technically too often: out of the list until {@link restoreSetAside}. */
  setAside(contactId: string, because: string): void {
    this.#leave(contactId, 'set_aside', because)
  }

  /** Keeps a contact and holds it for the dialer, whatever became of it before: `call NUMBER` rings who was rung already. */
  reserve(contact: Contact): void {
    const keep = this.#db.transaction(() => {
      assert(!this.#attempts.isOpen(contact.id), 'a contact is dialled once at a time')
      this.#insert(contact, 'reserved')
      this.#setState(contact.id, 'reserved')
    })
    keep.immediate()
  }

  /**
   * Keeps a panel's numbers and returns those that may ring: not one whose attempt or report is still open. A number sent
   * again after its report was acknowledged is a new attempt.
   */
  admit(contacts: readonly Contact[]): readonly Contact[] {
    const admit = this.#db.transaction(() => contacts.filter((contact) => this.#admitOne(contact)))
    return admit.immediate()
  }

  /** Makes the static list these numbers, in this order: new ones wait, those no longer listed wait no more. */
  listStatic(phones: readonly PhoneNumber[], ids: Ids): void {
    const listed = new Set<string>(phones)
    const sync = this.#db.transaction(() => {
      const waiting = this.#db.query<{ id: string; phone: string }, []>(
        "SELECT id, phone FROM contacts WHERE source = 'static' AND state IN ('waiting', 'set_aside')",
      )
      for (const { id, phone } of waiting.all()) if (!listed.has(phone)) this.#delete(id)
      for (const phone of listed) {
        this.#insert({ id: ids.next(), phone: phone as PhoneNumber, source: 'static', fields: {} }, 'waiting')
      }
    })
    sync.immediate()
  }

  /** Up to `limit` waiting contacts of a source behind the place `after`, reserved; and the place of the last. */
  take(
    source: ContactSource,
    after: number,
    limit: number,
  ): { readonly contacts: readonly Contact[]; readonly last: number } {
    const take = this.#db.transaction(() => {
      const rows = this.#db
        .query<ContactRow & { seq: number }, [string, number, number]>(
          `SELECT seq, ${contactColumns} FROM contacts WHERE source = ? AND state = 'waiting' AND seq > ? ORDER BY seq LIMIT ?`,
        )
        .all(source, after, limit)
      for (const row of rows) this.#setState(row.id, 'reserved')
      return { contacts: rows.map(toContact), last: rows.at(-1)?.seq ?? after }
    })
    return take.immediate()
  }

  /**
   * Makes a list new: those who had their call, or were set aside, wait again, behind everyone handed out so far. Those
   * in the dialer's hands stay there. Returns how many.
   */
  reset(source: ContactSource): number {
    const sql = `UPDATE contacts SET seq = seq + (SELECT max(seq) FROM contacts), state = 'waiting', because = NULL,
      changed_at = ? WHERE source = ? AND state IN ('done', 'set_aside')`
    return this.#db.query(sql).run(this.#clock.now(), source).changes
  }

  /** Lets everyone who was set aside wait again. Returns how many. */
  restoreSetAside(): number {
    const sql = "UPDATE contacts SET state = 'waiting', because = NULL, changed_at = ? WHERE state = 'set_aside'"
    return this.#db.query(sql).run(this.#clock.now()).changes
  }

  /** Where a contact stands; undefined when it is not known. */
  state(contactId: string): 'waiting' | 'reserved' | 'done' | 'set_aside' | undefined {
    const row = this.#db
      .query<{ state: 'waiting' | 'reserved' | 'done' | 'set_aside' }, [string]>(
        'SELECT state FROM contacts WHERE id = ?',
      )
      .get(contactId)
    return row?.state
  }

  /** How many of a source are in which state. */
  counts(source: ContactSource): ContactCounts {
    const rows = this.#db
      .query<{ state: string; n: number }, [string]>(
        'SELECT state, count(*) AS n FROM contacts WHERE source = ? GROUP BY state',
      )
      .all(source)
    const count = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0
    return { waiting: count('waiting'), reserved: count('reserved'), done: count('done'), setAside: count('set_aside') }
  }

  /** Nobody of a source waits or is being called. */
  settled(source: ContactSource): boolean {
    const { waiting, reserved } = this.counts(source)
    return waiting + reserved === 0
  }

  #admitOne(contact: Contact): boolean {
    const known = this.#db
      .query<{ id: string; state: string }, [string | null]>(
        "SELECT id, state FROM contacts WHERE source = 'panel' AND panel_id_json = ?",
      )
      .get(panelIdJson(contact))
    if (known === null) return this.#insert(contact, 'reserved')
    if (known.state !== 'done' || this.#owesReport(known.id)) return false
    const sql = `UPDATE contacts SET id = ?, phone = ?, fields_json = ?, state = 'reserved', because = NULL, changed_at = ?
      WHERE id = ?`
    this.#db.query(sql).run(contact.id, contact.phone, JSON.stringify(contact.fields), this.#clock.now(), known.id)
    return true
  }

  #owesReport(contactId: string): boolean {
    const sql = `SELECT 1 FROM calls JOIN outbox ON outbox.key = calls.id
      WHERE calls.contact_id = ? AND outbox.kind = 'panel.report' AND outbox.state <> 'delivered' LIMIT 1`
    return this.#db.query(sql).get(contactId) !== null
  }

  /** False when it was there already. */
  #insert(contact: Contact, state: 'waiting' | 'reserved'): boolean {
    const sql = `INSERT INTO contacts (id, source, phone, panel_id_json, fields_json, state, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
    const { id, source, phone, fields } = contact
    const values = [id, source, phone, panelIdJson(contact), JSON.stringify(fields), state, this.#clock.now()]
    return this.#db.query(sql).run(...values).changes > 0
  }

  #leave(contactId: string, state: 'waiting' | 'set_aside', because: string | undefined): void {
    const leave = this.#db.transaction(() => {
      this.#attempts.voidOpen(contactId)
      const sql = "UPDATE contacts SET state = ?, because = ?, changed_at = ? WHERE id = ? AND state <> 'done'"
      this.#db.query(sql).run(state, because ?? null, this.#clock.now(), contactId)
    })
    leave.immediate()
  }

  #setState(contactId: string, state: 'reserved'): void {
    const sql = 'UPDATE contacts SET state = ?, because = NULL, changed_at = ? WHERE id = ?'
    this.#db.query(sql).run(state, this.#clock.now(), contactId)
  }

  #delete(contactId: string): void {
    this.#db.query('DELETE FROM contacts WHERE id = ?').run(contactId)
  }
}
