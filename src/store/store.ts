import type { Database } from 'bun:sqlite'
import type { Outgoing } from '../domain/outgoing.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { Attempts } from './attempts.ts'
import { Calls } from './calls.ts'
import { ContactLists } from './contact-lists.ts'
import { Contacts } from './contacts.ts'
import { openDatabase } from './database.ts'
import { DoNotCall } from './do-not-call.ts'
import { Forget } from './forget.ts'
import { Imports } from './imports.ts'
import { Incidents } from './incidents.ts'
import { StoredLiveCalls } from './live-calls.ts'
import { StoredOutbox } from './outbox.ts'
import { Pause } from './pause.ts'
import { transact } from './transaction.ts'

/** When a contact is tried again, given how many of its calls ended like the latest; undefined = never. */
export type Again = (times: number) => number | undefined

/** Everything durable, in one SQLite file. One engine writes it; disposing closes it. */
export class Store implements Disposable {
  readonly contacts: Contacts
  readonly lists: ContactLists
  readonly imports: Imports
  readonly attempts: Attempts
  readonly calls: Calls
  readonly outbox: StoredOutbox
  readonly doNotCall: DoNotCall
  readonly incidents: Incidents
  readonly pause: Pause
  readonly forget: Forget
  /** Calls that are up now, as far as they have come. */
  readonly live: StoredLiveCalls
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.contacts = new Contacts(db, clock)
    this.lists = new ContactLists(db, clock)
    this.imports = new Imports(db, clock)
    this.attempts = new Attempts(db)
    this.calls = new Calls(db)
    this.outbox = new StoredOutbox(db, clock)
    this.doNotCall = new DoNotCall(db)
    this.incidents = new Incidents(db, this.outbox)
    this.pause = new Pause(db)
    this.forget = new Forget(db)
    this.live = new StoredLiveCalls(db)
  }

  /**
   * Keeps a call with everything that follows from it, all or nothing: turns, trace, its contact done or waiting for
   * another try, what is owed for it, and the do-not-call list. False when this id is recorded already: then nothing
   * changes. `again` says when the contact is tried again (epoch milliseconds), given how many of its calls ended like
   * this one, this one counted.
   */
  recordCall(record: CallRecord, outgoing: readonly Outgoing[], again: Again = () => undefined): boolean {
    return transact(this.#db, 'record', () => {
      if (this.calls.has(record.id)) return false
      this.calls.insert(record)
      this.#db.query('DELETE FROM live_calls WHERE id = ?').run(record.id)
      if (record.direction === 'outbound') {
        this.attempts.recorded(record.id, record.contact, record.line, record.attemptedAt)
        this.#settle(record, outgoing[0]?.key, again)
      }
      if (asksNotToBeCalled(record) && record.contact.phone !== '') {
        this.doNotCall.add(record.contact.phone, record.endedAt, record.id)
      }
      for (const owed of outgoing) this.outbox.owe(owed)
      return true
    })
  }

  /** Lets those wait again who had been handed out and were not dialled when the engine ended. Returns how many. */
  takeBack(): number {
    return transact(this.#db, 'take_back', () => {
      const sql = `UPDATE contacts SET state = 'waiting', changed_at = ? WHERE state = 'reserved' AND source <> 'manual'
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE contact_id = contacts.id AND state = 'open')`
      const latest = this.#db.query<{ at: number | null }, []>('SELECT max(changed_at) AS at FROM contacts').get()
      const putBackMs = (latest?.at ?? 0) - this.#clock.now()
      if (putBackMs > 0) this.clockPutBack(putBackMs)
      return this.#db.query(sql).run(this.#clock.now()).changes
    })
  }

  /** The wall clock was put back: what waits for its time, people and reports, falls due so much earlier by it. */
  clockPutBack(byMs: number): void {
    transact(this.#db, 'clock_put_back', () => {
      const [by, now] = [Math.round(byMs), this.#clock.now()]
      for (const table of ['contacts', 'outbox']) {
        this.#db.query(`UPDATE ${table} SET due_at = max(0, due_at - ?) WHERE state = 'waiting' AND due_at > 0`).run(by)
        this.#db.query(`UPDATE ${table} SET changed_at = ? WHERE changed_at > ?`).run(now, now)
      }
    })
  }

  #settle({ id, contact, outcome }: CallRecord, reportKey: string | undefined, again: Again): void {
    const alike = `SELECT count(*) AS n FROM calls WHERE contact_id = ? AND disposition = ?`
    const times = this.#db.query<{ n: number }, [string, string]>(alike).get(contact.id, outcome.disposition)?.n ?? 0
    const now = this.#clock.now()
    const sql = `UPDATE contacts SET state = 'done', because = NULL, technical = 0, report_key = ?, changed_at = ? WHERE id = ?`
    this.#db.query(sql).run(reportKey ?? id, now, contact.id)
    const dueAt = again(times)
    if (dueAt === undefined) return
    // Refused where a newer list has the same person waiting: then that list rings them.
    const retry = "UPDATE OR IGNORE contacts SET state = 'waiting', because = ?, due_at = ? WHERE id = ?"
    this.#db.query(retry).run(`to be tried again after ${outcome.disposition}`, Math.ceil(dueAt), contact.id)
  }

  [Symbol.dispose](): void {
    this.#db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    this.#db.close()
  }
}

/** Whoever asks it, in a call of ours or of their own. */
function asksNotToBeCalled({ outcome }: CallRecord): boolean {
  const { disposition, detail } = outcome
  return disposition === 'complained' || (disposition === 'inbound_call' && detail === 'complained')
}

/** Opens (or makes) the database file. Throws `StoreUnusable` with what is wrong and what to do. */
export function openStore(path: string, clock: Clock): Store {
  return new Store(openDatabase(path), clock)
}
