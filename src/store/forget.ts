import type { Database } from 'bun:sqlite'
import { transact } from './transaction.ts'

/** What may be forgotten, in this order: a contact goes after its calls. */
export const forgettable = ['calls', 'reports', 'attempts', 'contacts', 'incidents', 'audit', 'sessions'] as const
export type Forgettable = (typeof forgettable)[number]

/** What one piece of forgetting did. */
export interface ForgetStep {
  readonly forgotten: number
  /** Where the next piece begins; absent = there is nothing more. */
  readonly next?: Place
}

/** A place in a table, in the order it is gone through. */
export type Place = readonly [number, string]

/** The place before everything. */
export const beginning: Place = [-1, '']

/** A row that may go: its place, and whether it goes. */
interface Candidate {
  readonly at: number
  readonly id: string
  readonly goes: number
}

interface Rule {
  /** The next rows behind a place, old ones alone where an index tells them: `?1, ?2` the place, `?3` the instant, `?4` how many. */
  readonly look: string
  /** Deletes the rows whose ids are the JSON array `?1`. */
  readonly drop: string
}

/** Of 4 kB each. */
const gentlePages = 200

/** Owed to somebody still: it stays, however old. */
const owed = (key: string): string =>
  `EXISTS (SELECT 1 FROM outbox WHERE key = ${key} AND state IN ('waiting', 'set_aside'))`

const rules: Readonly<Record<Forgettable, Rule>> = {
  calls: {
    look: `SELECT ended_at AS at, id, NOT ${owed('calls.id')} AS goes FROM calls
      WHERE (ended_at, id) > (?1, ?2) AND ended_at < ?3 ORDER BY ended_at, id LIMIT ?4`,
    drop: 'DELETE FROM calls WHERE id IN (SELECT value FROM json_each(?1))', // turns and trace go along
  },
  reports: {
    look: `SELECT id AS at, CAST(id AS TEXT) AS id, state IN ('delivered', 'dropped') AND changed_at < ?3 AS goes
      FROM outbox WHERE id > ?1 AND ?2 IS NOT NULL ORDER BY outbox.id LIMIT ?4`,
    drop: 'DELETE FROM outbox WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?1))',
  },
  attempts: {
    look: `SELECT dialled_at AS at, id, state <> 'open' AS goes FROM attempts
      WHERE (dialled_at, id) > (?1, ?2) AND dialled_at < ?3 ORDER BY dialled_at, id LIMIT ?4`,
    drop: 'DELETE FROM attempts WHERE id IN (SELECT value FROM json_each(?1))',
  },
  // A number of the settings stays, or it would be rung again after a restart.
  contacts: {
    look: `SELECT seq AS at, CAST(seq AS TEXT) AS id, source <> 'static' AND state IN ('done', 'set_aside') AND changed_at < ?3
        AND NOT EXISTS (SELECT 1 FROM calls WHERE contact_id = contacts.id)
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE contact_id = contacts.id AND state = 'open')
        AND NOT ${owed('contacts.report_key')} AS goes
      FROM contacts WHERE seq > ?1 AND ?2 IS NOT NULL ORDER BY seq LIMIT ?4`,
    drop: 'DELETE FROM contacts WHERE seq IN (SELECT CAST(value AS INTEGER) FROM json_each(?1))',
  },
  incidents: {
    look: `SELECT id AS at, CAST(id AS TEXT) AS id, closed_at IS NOT NULL AND closed_at < ?3 AS goes
      FROM incidents WHERE id > ?1 AND ?2 IS NOT NULL ORDER BY incidents.id LIMIT ?4`,
    drop: 'DELETE FROM incidents WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?1))',
  },
  audit: {
    look: `SELECT id AS at, CAST(id AS TEXT) AS id, at < ?3 AS goes
      FROM audit WHERE id > ?1 AND ?2 IS NOT NULL ORDER BY audit.id LIMIT ?4`,
    drop: 'DELETE FROM audit WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?1))',
  },
  sessions: {
    look: `SELECT 0 AS at, key AS id, used_at < ?3 AS goes FROM sessions WHERE key > ?2 AND ?1 IS NOT NULL ORDER BY key LIMIT ?4`,
    drop: 'DELETE FROM sessions WHERE key IN (SELECT value FROM json_each(?1))',
  },
}

/**
 * Forgets what is older than its retention, in small pieces: each is one short transaction. What is owed stays, and so
 * does the do-not-call list. What is deleted is overwritten in the file, but for the odd copy SQLite left when it moved a
 * row; a backup has none of it.
 */
export class Forget {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Goes through up to `most` rows of one sort behind a place, and deletes those of before `beforeMs` (epoch milliseconds). */
  step(what: Forgettable, beforeMs: number, from: Place, most: number): ForgetStep {
    const { look, drop } = rules[what]
    const db = this.#db
    return this.#unhurried(() =>
      transact(db, 'forget', () => {
        const rows = db.query<Candidate, [number, string, number, number]>(look).all(from[0], from[1], beforeMs, most)
        const ids = rows.filter(({ goes }) => goes === 1).map(({ id }) => id)
        if (ids.length > 0) this.#drop(drop, ids)
        const last = rows.at(-1)
        return { forgotten: ids.length, ...(last === undefined ? {} : { next: [last.at, last.id] as const }) }
      }),
    )
  }

  /** Until disposed, what was written is brought from the log of changes into the file in small portions: a large one holds up the engine. */
  gently(): Disposable {
    const before = count(this.#db, 'wal_autocheckpoint')
    this.#db.run(`PRAGMA wal_autocheckpoint = ${gentlePages}`)
    return { [Symbol.dispose]: () => this.#db.run(`PRAGMA wal_autocheckpoint = ${before}`) }
  }

  /** Gives up to `pages` free pages back to the disk; how many are left. A file of before it could do so keeps them for new rows. */
  shrink(pages: number, keep: number): number {
    const db = this.#db
    const free = count(db, 'freelist_count')
    if (count(db, 'auto_vacuum') !== 2 || free <= keep) return 0
    // Runs to its end only where its rows are taken.
    db.query(`PRAGMA incremental_vacuum(${Math.trunc(Math.min(pages, free - keep))})`).all()
    return Math.max(0, count(db, 'freelist_count') - keep)
  }

  /** What a power failure undoes here is forgotten the next day: nobody waits for the disk. The engine's own commits still do. */
  #unhurried<T>(work: () => T): T {
    this.#db.run('PRAGMA synchronous = NORMAL')
    try {
      return work()
    } finally {
      this.#db.run('PRAGMA synchronous = FULL')
    }
  }

  #drop(sql: string, ids: readonly string[]): void {
    // The engine's other writes need not be overwritten at that price.
    this.#db.run('PRAGMA secure_delete = ON')
    try {
      this.#db.query(sql).run(JSON.stringify(ids))
    } finally {
      this.#db.run('PRAGMA secure_delete = OFF')
    }
  }
}

function count(db: Database, pragma: 'freelist_count' | 'auto_vacuum' | 'wal_autocheckpoint'): number {
  const row = db.query<Record<string, number>, []>(`PRAGMA ${pragma}`).get()
  return Object.values(row ?? {})[0] ?? 0
}
