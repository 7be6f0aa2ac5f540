import type { Contact } from '../domain/contact.ts'
import { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Gates } from './gates.ts'
import type { LinePool } from './line-pool.ts'
import type { Batch, Fed, Feed } from './ports.ts'
import type { Rotation } from './rotation.ts'

export interface SupplyPorts {
  readonly feed: Feed
  /** Puts contacts asked for at `askedAt` (epoch milliseconds) on the list, but for those that are open; returns how many. */
  readonly admit: (contacts: readonly Contact[], askedAt: number) => number
  /** How many of the feed's contacts are due, counted up to `most`. */
  readonly due: (most: number) => number
  readonly rotation: Rotation
  readonly lines: LinePool
  readonly gates: Gates
  readonly onAgents: (agents: NonNullable<Batch['agents']>) => void
  readonly clock: Clock
  /** Rung when there is something new to dial. */
  readonly bell: Bell
}

export interface SupplyOptions {
  readonly batchSize: number
  /** How often the feed is asked when it had nothing, milliseconds. */
  readonly retryMs: number
}

const stillRefused = 'the panel did not allow calls when it answered last, and does not answer now'
const notYet = 'the panel has not been heard yet'
/** Longest sleep of the loop, and the shortest time between two questions. */
const lookMs = 1_000
/** A list of so many batches is renewed that much less often. */
const moreThanFull = 3
const fullRenewal = 10

/**
 * Keeps the list filled from the panel, and in force what it says besides: permission, scenarios, lines, operators. Runs
 * beside the dialing, which a slow panel thereby never holds up.
 */
export class Supply {
  readonly #ports: SupplyPorts
  readonly #options: SupplyOptions
  readonly #log: Log
  readonly #low = new Bell()
  /** Not asked before this instant, monotonic milliseconds. */
  #askAt = 0
  /** Asked from this instant on even while there are numbers left: the lists that come along grow old. */
  #renewAt = 0
  /** The same for a list that is more than full: each question brings one number more, and they would pile up overnight. */
  #renewFullAt = 0
  /** The panel said last that dialing is not allowed, or has said nothing yet. */
  #refused = true

  constructor(ports: SupplyPorts, options: SupplyOptions, log: Log) {
    this.#ports = ports
    this.#options = options
    this.#log = log
    ports.gates.shut('panel', notYet)
  }

  /** The list may run low: it is looked at now. */
  look(): void {
    this.#low.ring()
  }

  /** Asks whenever there is a reason to, until aborted; rejects with the signal's reason. */
  async run(signal: AbortSignal): Promise<never> {
    const { clock, feed } = this.#ports
    for (;;) {
      const wanted = this.#wanted()
      const askedAt = clock.now()
      if (wanted > 0) this.#hear(await feed.next(wanted, signal), wanted, askedAt)
      const restMs = this.#askAt - clock.elapsed()
      await this.#low.wait(clock, restMs > 0 ? Math.min(lookMs, restMs) : lookMs, signal)
    }
  }

  /** How many numbers to ask for now; 0 = do not ask. */
  #wanted(): number {
    const { batchSize } = this.#options
    const now = this.#ports.clock.elapsed()
    if (now < this.#askAt) return 0
    const due = this.#ports.due(batchSize * moreThanFull)
    const renewAt = due < batchSize * moreThanFull ? this.#renewAt : this.#renewFullAt
    const mustAsk = this.#refused || due <= batchSize / 2 || now >= renewAt
    return mustAsk ? Math.max(1, batchSize - due) : 0
  }

  #hear(fed: Fed, wanted: number, askedAt: number): void {
    const { clock, gates, bell } = this.#ports
    const now = clock.elapsed()
    if (fed.kind === 'unavailable') {
      const waitMs = Math.max(lookMs, fed.retryAfterMs)
      this.#askAt = now + waitMs
      // Its last word stands until it says otherwise.
      if (this.#refused) gates.shut('panel', stillRefused, clock.now() + waitMs)
      this.#log.warn('feed.unavailable', 'the source of numbers does not answer', { because: fed.because })
      return
    }
    this.#renewAt = now + this.#options.retryMs
    this.#renewFullAt = now + this.#options.retryMs * fullRenewal
    if (fed.batch.closed === undefined) {
      const admitted = this.#take(fed.batch, askedAt)
      this.#askAt = now + (admitted >= wanted ? lookMs : this.#options.retryMs)
    } else this.#refuse(fed.batch.closed)
    bell.ring()
  }

  #refuse({ because, retryAfterMs }: NonNullable<Batch['closed']>): void {
    const { clock, gates } = this.#ports
    const waitMs = Math.max(lookMs, retryAfterMs)
    this.#refused = true
    this.#askAt = clock.elapsed() + waitMs
    gates.shut('panel', because, clock.now() + waitMs)
  }

  /** Returns how many new numbers there were. */
  #take(batch: Batch, askedAt: number): number {
    const { gates, rotation, lines, admit, onAgents } = this.#ports
    // Calls are allowed again: whoever allowed them may have seen to what had failed.
    if (this.#refused) gates.tryNow()
    this.#refused = false
    gates.open('panel')
    const missing = rotation.enable(batch.scenarios)
    if (missing.length > 0) {
      this.#log.error('scenario.missing', 'the panel enables scenarios this company does not have', { missing })
    }
    if (rotation.offersOutbound) gates.open('scenarios')
    if (batch.lines !== undefined && batch.lines.length > 0) lines.replace(batch.lines)
    if (batch.agents !== undefined) onAgents(batch.agents)
    return admit(batch.contacts, askedAt)
  }
}
