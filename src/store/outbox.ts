import type { Database } from 'bun:sqlite'
import type { Outgoing } from '../domain/outgoing.ts'
import type { Clock } from '../kernel/clock.ts'

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
      VALUES (?, ?, ?, 'waiting', 0, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING`
    this.#db.query(sql).run(outgoing.kind, outgoing.key, outgoing.body, now, now, now)
  }

  /** Rows whose time has come, in the order of the facts they tell of. */
  due(nowMs: number, limit: number): readonly OutboxEntry[] {
    const sql = `SELECT id, kind, key, body, attempts FROM outbox
      WHERE state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ?`
    return this.#db.query<OutboxEntry, [number, number]>(sql).all(nowMs, limit)
  }

  /** It was taken; it will never be due again. */
  delivered(id: number | string): void {
    this.#db
      .query("UPDATE outbox SET state = 'delivered', why = NULL, changed_at = ? WHERE id = ?")
      .run(this.#clock.now(), id)
  }

  /** Not taken: one attempt more, and not due before `untilMs`. */
  postpone(id: number | string, untilMs: number, why: string): void {
    const sql = `UPDATE outbox SET attempts = attempts + 1, due_at = ?, why = ?, changed_at = ?
      WHERE id = ? AND state = 'waiting'`
    this.#db.query(sql).run(Math.ceil(untilMs), why, this.#clock.now(), id)
  }

  /** It will never be taken as it is: kept and shown, not due until {@link restore}. */
  setAside(id: number | string, why: string): void {
    const sql = "UPDATE outbox SET state = 'set_aside', why = ?, changed_at = ? WHERE id = ? AND state = 'waiting'"
    this.#db.query(sql).run(why, this.#clock.now(), id)
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
    this.#db.query(sql).run(now, now, id)
  }

  counts(): OutboxCounts {
    const sql = `SELECT coalesce(sum(state = 'waiting'), 0) AS waiting, coalesce(sum(state = 'set_aside'), 0) AS aside,
      min(CASE state WHEN 'waiting' THEN created_at END) AS oldest FROM outbox`
    const row = this.#db.query<{ waiting: number; aside: number; oldest: number | null }, []>(sql).get()
    const oldest = row?.oldest ?? undefined
    return {
      waiting: row?.waiting ?? 0,
      setAside: row?.aside ?? 0,
      ...(oldest === undefined ? {} : { oldestAt: oldest }),
    }
  }
}
