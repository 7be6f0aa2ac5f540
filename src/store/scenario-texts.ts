import type { Database } from 'bun:sqlite'
import { transact } from './transaction.ts'

/** A scenario as it was when calls walked it. */
export interface ScenarioText {
  /** SHA-256 of the source, hex. */
  readonly hash: string
  readonly name: string
  /** As people know it: `scenarios/sina/sina.yaml`. */
  readonly file: string
  readonly source: string
}

/** The texts calls walked, kept so that an old call is still shown on its own. */
export class ScenarioTexts {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Keeps the texts in force. */
  keep(texts: readonly ScenarioText[]): void {
    const sql = 'INSERT INTO scenario_texts (hash, name, file, source) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
    transact(this.#db, 'scenario_texts', () => {
      for (const { hash, name, file, source } of texts) this.#db.query(sql).run(hash, name, file, source)
    })
  }

  find(hash: string): ScenarioText | undefined {
    const sql = 'SELECT hash, name, file, source FROM scenario_texts WHERE hash = ?'
    return this.#db.query<ScenarioText, [string]>(sql).get(hash) ?? undefined
  }
}
