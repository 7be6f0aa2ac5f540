import type { Database } from 'bun:sqlite'
import type { Outgoing } from '../domain/outgoing.ts'
import type { Clock } from '../kernel/clock.ts'
import { transact } from './transaction.ts'

/** One thing owed to an outside system. */
export interface OutboxEntry {
  readonly id: number
  readonly kind: string
  /** Idempotency key: the attempt's id. */
  readonly key: string
  /** The exact body. */
  readonly body: string
  /** How often it was sent without being taken. */
  readonly attempts: number
}

/** An entry no one will take as it is; `why` is for people. */
export interface SetAsideEntry extends OutboxEntry {
  readonly why: string
  readonly since: number
}

/** Where an entry stands. dropped: a person decided that it is not to be sent. */
export type OutboxState = 'waiting' | 'delivered' | 'set_aside' | 'dropped'

/** An entry for people. Times are epoch milliseconds. */
export interface ListedEntry extends OutboxEntry {
  readonly state: OutboxState
  /** Why it was not taken last, or why it was dropped. */
  readonly why?: string
  readonly createdAt: number
  readonly changedAt: number
  /** Not sent before. */
  readonly dueAt: number
}

type ListedRow = Omit<ListedEntry, 'why'> & { readonly why: string | null }

const listedColumns = `id, kind, key, body, attempts, state, why,
  created_at AS createdAt, changed_at AS changedAt, due_at AS dueAt`

export interface OutboxCounts {
  readonly waiting: number
  readonly setAside: number
  /** When the oldest waiting one was written, epoch milliseconds. */
  readonly oldestAt?: number
}

/** What is owed and not yet delivered; every method is durable when it returns. */
export class StoredOutbox {
  readonly #db: Database
  readonly #clock: Clock

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** Owes something; the same kind and key a second time is the same debt and is left as it was. */
  owe(outgoing: Outgoing): void {
    const now = this.#clock.now()
    const sql = `INSERT INTO outbox (kind, key, body, state, attempts, due_at, created_at, changed_at)
      VALUES (?, ?, ?, 'waiting', 0, 0, ?, ?) ON CONFLICT (kind, key) DO NOTHING`
    this.#db.query(sql).run(outgoing.kind, outgoing.key, outgoing.body, now, now)
  }

  /** Rows whose time has come, in the order of the facts they tell of. */
  due(nowMs: number, limit: number): readonly OutboxEntry[] {
    const sql = `SELECT id, kind, key, body, attempts FROM outbox
      WHERE state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ?`
    return this.#db.query<OutboxEntry, [number, number]>(sql).all(nowMs, limit)
  }

  /** The first of a kind whose time has come, behind the entry `after` where given. */
  next(kind: string, nowMs: number, after: number | string = 0): OutboxEntry | undefined {
    const sql = `SELECT id, kind, key, body, attempts FROM outbox
      WHERE state = 'waiting' AND kind = ? AND id > ? AND due_at <= ? ORDER BY id LIMIT 1`
    return this.#db.query<OutboxEntry, [string, number | string, number]>(sql).get(kind, after, nowMs) ?? undefined
  }

  /** It was taken, also where a person has dropped it meanwhile; it will never be due again. */
  delivered(id: number | string): void {
    const sql = "UPDATE outbox SET state = 'delivered', why = NULL, changed_at = ? WHERE id = ?"
    transact(this.#db, 'delivered', () => this.#db.query(sql).run(this.#clock.now(), id))
  }

  /** Not taken: one attempt more, and not due before `untilMs`. */
  postpone(id: number | string, untilMs: number, why: string): void {
    const sql = `UPDATE outbox SET attempts = attempts + 1, due_at = ?, why = ?, changed_at = ?
      WHERE id = ? AND state = 'waiting'`
    transact(this.#db, 'postpone_report', () => this.#db.query(sql).run(Math.ceil(untilMs), why, this.#clock.now(), id))
  }

  /** It will never be taken as it is: kept and shown, not due until {@link restore}. */
  setAside(id: number | string, why: string): void {
    const sql = "UPDATE outbox SET state = 'set_aside', why = ?, changed_at = ? WHERE id = ? AND state = 'waiting'"
    transact(this.#db, 'set_report_aside', () => this.#db.query(sql).run(why, this.#clock.now(), id))
  }

  /** Those set aside, oldest first. */
  setAsideEntries(limit: number): readonly SetAsideEntry[] {
    const sql = `SELECT id, kind, key, body, attempts, coalesce(why, '') AS why, changed_at AS since FROM outbox
      WHERE state = 'set_aside' ORDER BY id LIMIT ?`
    return this.#db.query<SetAsideEntry, [number]>(sql).all(limit)
  }

  /** Makes one that was set aside due again. */
  restore(id: number | string): void {
    const now = this.#clock.now()
    const sql = "UPDATE outbox SET state = 'waiting', due_at = ?, changed_at = ? WHERE id = ? AND state = 'set_aside'"
    transact(this.#db, 'restore_report', () => this.#db.query(sql).run(now, now, id))
  }

  /** Makes up to `limit` of those set aside due again, oldest first. Returns how many. */
  restoreSetAside(limit: number): number {
    const now = this.#clock.now()
    const sql = `UPDATE outbox SET state = 'waiting', due_at = ?, changed_at = ?
      WHERE id IN (SELECT id FROM outbox WHERE state = 'set_aside' ORDER BY id LIMIT ?)`
    return transact(this.#db, 'restore_report', () => this.#db.query(sql).run(now, now, limit).changes)
  }

  /** Makes one due now, whatever became of it: one that is waiting, set aside or dropped. False for any other. */
  resend(id: number): boolean {
    const now = this.#clock.now()
    const sql = `UPDATE outbox SET state = 'waiting', due_at = ?, changed_at = ?
      WHERE id = ? AND state IN ('waiting', 'set_aside', 'dropped')`
    return transact(this.#db, 'restore_report', () => this.#db.query(sql).run(now, now, id).changes > 0)
  }

  /** It is not to be sent, says a person; it stays on record. False for one that is not owed. */
  drop(id: number, why: string): boolean {
    const sql = `UPDATE outbox SET state = 'dropped', why = ?, changed_at = ?
      WHERE id = ? AND state IN ('waiting', 'set_aside')`
    return transact(this.#db, 'drop_report', () => this.#db.query(sql).run(why, this.#clock.now(), id).changes > 0)
  }

  find(id: number): ListedEntry | undefined {
    const row = this.#db.query<ListedRow, [number]>(`SELECT ${listedColumns} FROM outbox WHERE id = ?`).get(id)
    return row === null ? undefined : toListed(row)
  }

  /** Up to `limit` entries in these states with an id behind `after`, oldest first. */
  page(states: readonly OutboxState[], limit: number, after = 0): readonly ListedEntry[] {
    const sql = `SELECT ${listedColumns} FROM outbox WHERE id > ? AND state IN (SELECT value FROM json_each(?))
      ORDER BY id LIMIT ?`
    return this.#db
      .query<ListedRow, [number, string, number]>(sql)
      .all(after, JSON.stringify(states), limit)
      .map(toListed)
  }

  counts(): OutboxCounts {
    const sql = `SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting') AS waiting,
      (SELECT count(*) FROM outbox WHERE state = 'set_aside') AS aside,
      (SELECT created_at FROM outbox WHERE state = 'waiting' ORDER BY id LIMIT 1) AS oldest`
    const row = this.#db.query<{ waiting: number; aside: number; oldest: number | null }, []>(sql).get()
    const oldest = row?.oldest ?? undefined
    return {
      waiting: row?.waiting ?? 0,
      setAside: row?.aside ?? 0,
      ...(oldest === undefined ? {} : { oldestAt: oldest }),
    }
  }
}

function toListed({ why, ...row }: ListedRow): ListedEntry {
  return { ...row, ...(why === null ? {} : { why }) }
}
