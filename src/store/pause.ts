import type { Database } from 'bun:sqlite'
import { transact } from './transaction.ts'

/** Somebody asked for dialing to rest: why, and since when (epoch milliseconds). */
export interface Paused {
  readonly because: string
  readonly since: number
}

/** A pause outlives the engine: nobody is rung after a restart who was not to be rung before it. */
export class Pause {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Undefined while dialing is not paused. */
  get(): Paused | undefined {
    const row = this.#db.query<{ value: string }, []>("SELECT value FROM meta WHERE key = 'paused'").get()
    return row === null ? undefined : (JSON.parse(row.value) as Paused)
  }

  /** Pauses from `at` on; a pause that is on already keeps its beginning and takes the new reason. */
  set(because: string, at: number): void {
    const sql = `INSERT INTO meta (key, value) VALUES ('paused', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
    transact(this.#db, 'pause', () => {
      const paused: Paused = { because, since: this.get()?.since ?? Math.round(at) }
      this.#db.query(sql).run(JSON.stringify(paused))
    })
  }

  clear(): void {
    transact(this.#db, 'resume', () => this.#db.query("DELETE FROM meta WHERE key = 'paused'").run())
  }
}
