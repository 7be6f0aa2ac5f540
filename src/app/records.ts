import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { type CallFilter, type CallPlace, type CallsPage, searchCalls } from '../store/call-search.ts'
import { StoreUnusable } from '../store/database.ts'
import { outcomesBetween } from '../store/day-outcomes.ts'
import { type Barred, type BarredPlace, DoNotCall } from '../store/do-not-call.ts'
import { History } from '../store/history.ts'
import type { ListedEntry, OutboxState } from '../store/outbox.ts'
import {
  barredCount,
  barredPage,
  incidentsPage,
  openIncidents,
  outboxPage,
  type PageQuery,
  type PastIncident,
  reportsOf,
} from '../store/pages.ts'
import { Pause } from '../store/pause.ts'
import { openReadOnly } from '../store/read-only.ts'
import { ScenarioTexts } from '../store/scenario-texts.ts'
import { type QueueTally, Tally } from '../store/tally.ts'
import type { Kept } from '../web/status.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** What the store says of numbers, calls and the queue, read beside whoever writes it. */
export class Records implements Disposable {
  readonly history: History
  readonly texts: ScenarioTexts
  readonly #db: Database
  readonly #tally: Tally
  readonly #pause: Pause

  constructor(db: Database) {
    this.#db = db
    this.history = new History(db)
    this.texts = new ScenarioTexts(db)
    this.#tally = new Tally(db)
    this.#pause = new Pause(db)
  }

  /** All there is to say without an engine; `now` decides what is due. */
  kept(now: number): Kept {
    // One transaction, so that the counts are of one instant.
    return this.#db.transaction(() => this.#kept(now))()
  }

  /** The same without keeping anybody waiting: `breathe` is awaited after each few milliseconds; the counts are not of one instant. */
  async keptSlowly(now: number, breathe: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<Kept> {
    const slices = this.#tally.queueSlices(now)
    for (;;) {
      const { done, value } = slices.next()
      if (done === true) return this.#keptWith(value)
      await breathe(signal)
    }
  }

  /** A pause somebody asked for. */
  paused(): Kept['paused'] {
    return this.#pause.get()
  }

  /** How the calls between two instants (epoch milliseconds) ended. */
  outcomes(stretch: { readonly start: number; readonly end: number; readonly bucketMs: number }) {
    return outcomesBetween(this.#db, stretch)
  }

  /** Calls that are over, newest first, behind `after`. */
  searchCalls(filter: CallFilter, limit: number, after?: CallPlace): CallsPage {
    return searchCalls(this.#db, filter, limit, after)
  }

  /** Every report of a call. */
  reportsOf(callId: string): readonly ListedEntry[] {
    return reportsOf(this.#db, callId)
  }

  /** Reports in a state, newest first. */
  outboxPage(query: PageQuery & { readonly state: OutboxState }): readonly ListedEntry[] {
    return outboxPage(this.#db, query)
  }

  /** What stopped dialing, newest first. */
  incidents(query: PageQuery): readonly PastIncident[] {
    return incidentsPage(this.#db, query)
  }

  /** What has not been put right yet. */
  openIncidents(): readonly PastIncident[] {
    return openIncidents(this.#db)
  }

  /** Who must not be rung, the latest entry first, behind `after`. */
  barred(limit: number, after?: BarredPlace): { readonly total: number; readonly entries: readonly Barred[] } {
    return { total: barredCount(this.#db), entries: barredPage(this.#db, limit, after) }
  }

  /** Why a number must not be rung. */
  barsOf(phone: PhoneNumber): readonly Barred[] {
    return new DoNotCall(this.#db).reasons(phone)
  }

  /** The far end's number of a call that is up. */
  phoneOf(callId: string): string | undefined {
    return this.history.phoneOf(callId)
  }

  [Symbol.dispose](): void {
    this.#db.close()
  }

  #kept(now: number): Kept {
    return this.#keptWith(this.#tally.queue(now))
  }

  #keptWith({ sources, ...queue }: QueueTally): Kept {
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
