import type { Database } from 'bun:sqlite'
import type { Outgoing } from '../domain/outgoing.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { Attempts, type Interrupted } from './attempts.ts'
import { Calls } from './calls.ts'
import { Contacts } from './contacts.ts'
import { openDatabase } from './database.ts'
import { DoNotCall } from './do-not-call.ts'
import { StoredOutbox } from './outbox.ts'

/** What a crash left behind. */
export interface Recovered {
  /** Contacts that had been handed out but not dialled: they wait again. */
  readonly waitingAgain: number
  /** Attempts whose phone may have rung: each needs a record ({@link Store.recordCall}), or a release where it surely did not. */
  readonly interrupted: readonly Interrupted[]
}

/** Everything durable, in one SQLite file. One engine writes it; disposing closes it. */
export class Store implements Disposable {
  readonly contacts: Contacts
  readonly attempts: Attempts
  readonly calls: Calls
  readonly outbox: StoredOutbox
  readonly doNotCall: DoNotCall
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.contacts = new Contacts(db, clock)
    this.attempts = new Attempts(db)
    this.calls = new Calls(db)
    this.outbox = new StoredOutbox(db, clock)
    this.doNotCall = new DoNotCall(db)
  }

  /**
   * Keeps a call with everything that follows from it, all or nothing: turns, trace, its contact done, what is owed for
   * it, and the do-not-call list. False when this id is recorded already: then nothing changes.
   */
  recordCall(record: CallRecord, outgoing: readonly Outgoing[]): boolean {
    const write = this.#db.transaction(() => {
      if (this.calls.has(record.id)) return false
      this.calls.insert(record)
      if (record.direction === 'outbound') {
        this.attempts.recorded(record.id, record.contact, record.line, record.attemptedAt)
        const sql = "UPDATE contacts SET state = 'done', because = NULL, changed_at = ? WHERE id = ?"
        this.#db.query(sql).run(this.#clock.now(), record.contact.id)
      }
      if (asksNotToBeCalled(record) && record.contact.phone !== '') {
        this.doNotCall.add(record.contact.phone, record.endedAt, record.id)
      }
      for (const owed of outgoing) this.outbox.owe(owed)
      return true
    })
    return write.immediate()
  }

  /** To be asked once at start, before anything is handed out. */
  recoverInterrupted(): Recovered {
    const recover = this.#db.transaction(() => {
      const sql = `UPDATE contacts SET state = 'waiting', changed_at = ? WHERE state = 'reserved'
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE contact_id = contacts.id AND state = 'open')`
      const waitingAgain = this.#db.query(sql).run(this.#clock.now()).changes
      return { waitingAgain, interrupted: this.attempts.open() }
    })
    return recover.immediate()
  }

  /**
   * Deletes what is older than its retention: calls, reports and attempts, and contacts that are done. What is still owed
   * stays, static numbers stay (or they would ring again), and so does the do-not-call list. Returns how many calls went.
   */
  forgetBefore(beforeMs: number): number {
    const forget = this.#db.transaction(() => {
      const owed = "SELECT key FROM outbox WHERE state = 'waiting'"
      const calls = this.#db.query(`DELETE FROM calls WHERE ended_at < ? AND id NOT IN (${owed})`).run(beforeMs).changes
      this.#db.query("DELETE FROM outbox WHERE state <> 'waiting' AND changed_at < ?").run(beforeMs)
      this.#db.query("DELETE FROM attempts WHERE state <> 'open' AND dialled_at < ?").run(beforeMs)
      this.#db
        .query(
          `DELETE FROM contacts WHERE source <> 'static' AND state IN ('done', 'set_aside') AND changed_at < ?
             AND NOT EXISTS (SELECT 1 FROM calls WHERE contact_id = contacts.id)`,
        )
        .run(beforeMs)
      return calls
    })
    return forget.immediate()
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
