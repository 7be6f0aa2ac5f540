import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { StoreUnusable } from '../store/database.ts'
import { History } from '../store/history.ts'
import { Pause } from '../store/pause.ts'
import { openReadOnly } from '../store/read-only.ts'
import { Tally } from '../store/tally.ts'
import type { Kept } from '../web/status.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** What the store says of numbers, calls and the queue, read beside whoever writes it. */
export class Records implements Disposable {
  readonly history: History
  readonly #db: Database
  readonly #tally: Tally
  readonly #pause: Pause

  constructor(db: Database) {
    this.#db = db
    this.history = new History(db)
    this.#tally = new Tally(db)
    this.#pause = new Pause(db)
  }

  /** All there is to say without an engine; `now` decides what is due. */
  kept(now: number): Kept {
    // One transaction, so that the counts are of one instant.
    return this.#db.transaction(() => this.#kept(now))()
  }

  /** The far end's number of a call that is up. */
  phoneOf(callId: string): string | undefined {
    return this.history.phoneOf(callId)
  }

  [Symbol.dispose](): void {
    this.#db.close()
  }

  #kept(now: number): Kept {
    const { sources, ...queue } = this.#tally.queue(now)
    const paused = this.#pause.get()
    return {
      queue: { ...queue, sources: [...sources] },
      outbox: this.#tally.outbox(),
      incidents: [...this.#tally.incidents()],
      ...(paused === undefined ? {} : { paused }),
    }
  }
}

/** Opens the records of a data folder; undefined when nothing was ever kept there. Throws {@link StartFault}. */
export function openRecords(dataDir: string): Records | undefined {
  try {
    const db = openReadOnly(join(dataDir, 'salehi.db'))
    return db === undefined ? undefined : new Records(db)
  } catch (error) {
    throw error instanceof StoreUnusable ? new StartFault(error.message, exitCodes.config) : error
  }
}
