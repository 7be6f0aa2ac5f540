import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import { Limiter } from '../kernel/limiter.ts'
import type { Log } from '../kernel/log.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { race } from '../kernel/scope.ts'
import { Destination, type DestinationState } from './destination.ts'
import type { Deliver, Delivery, Outbox, OutboxRow } from './ports.ts'

/** What the worker works with. */
export interface OutboxWorkerPorts {
  readonly outbox: Outbox
  /** Who takes which kind; rows of a kind nobody takes wait. */
  readonly deliver: Readonly<Record<string, Deliver>>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** Between two tries of the same row. */
export const rowBackoff: Backoff = { firstMs: 2_000, factor: 2, maxMs: 300_000, jitter: 0.5 }

/** How often the outbox is looked at when nobody calls {@link OutboxWorker.wake}: rows come due by time too. */
const lookEveryMs = 1_000

const page = 50

/** A page full of rows whose destination is closed is widened up to here, so that they hide nobody else's. */
const widestPage = 3_200

/**
 * Delivers what is owed, oldest first, one at a time, at least once. Between an answer and its durable acknowledgement
 * nothing else happens, so a crash repeats one request at most, with the same bytes under the same key.
 */
export class OutboxWorker {
  readonly #ports: OutboxWorkerPorts
  readonly #destinations: ReadonlyMap<string, Destination>
  readonly #bell = new Mailbox<true>(1)
  readonly #turn = new Limiter(1)

  constructor(ports: OutboxWorkerPorts) {
    const { deliver, clock, random, log } = ports
    this.#ports = ports
    this.#destinations = new Map(
      Object.keys(deliver).map((kind) => [kind, new Destination(kind, clock, random, log)] as const),
    )
  }

  /** Something was written to the outbox: look at once. Never waits, may be called from anywhere. */
  wake(): void {
    this.#bell.put(true) // a full bell already rings
  }

  /** How each destination is doing, for the page. */
  get destinations(): readonly DestinationState[] {
    return [...this.#destinations.values()].map((destination) => destination.state)
  }

  /** Works until the signal aborts; rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#sweep(signal)
      await race(
        signal,
        (inner) => this.#ports.clock.sleep(this.#restMs(), inner),
        async (inner) => {
          await this.#bell.take(inner)
        },
      )
    }
  }

  /** Sends what is due now, for `limitMs` at most; true when nothing due is left. A destination that is closed stays so. */
  async drain(limitMs: number, signal: AbortSignal): Promise<boolean> {
    try {
      const sweep = (inner: AbortSignal): Promise<void> => this.#sweep(inner)
      await within(this.#ports.clock, limitMs, 'sending the last reports', sweep, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof TimedOut)) throw error
    }
    return this.#ports.outbox.due(this.#ports.clock.now(), 1).length === 0
  }

  /** Sends everything due whose destination is open. */
  async #sweep(signal: AbortSignal): Promise<void> {
    using _turn = await this.#turn.acquire(signal)
    for (let rows = this.#sendable(); rows.length > 0; rows = this.#sendable()) {
      for (const row of rows) {
        signal.throwIfAborted()
        if (this.#destinations.get(row.kind)?.waitMs === 0) await this.#send(row, signal)
      }
    }
  }

  #sendable(): readonly OutboxRow[] {
    const { outbox, clock } = this.#ports
    if ([...this.#destinations.values()].every((destination) => destination.waitMs > 0)) return []
    for (let limit = page; ; limit *= 4) {
      const rows = outbox.due(clock.now(), limit)
      const sendable = rows.filter((row) => this.#destinations.get(row.kind)?.waitMs === 0)
      if (sendable.length > 0 || rows.length < limit || limit >= widestPage) return sendable
    }
  }

  async #send(row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { outbox, clock, random, log } = this.#ports
    const destination = this.#destinations.get(row.kind)
    const delivery = await this.#deliver(row, signal)
    if (delivery.kind === 'delivered') {
      outbox.delivered(row.id)
      destination?.works()
      return
    }
    const fields = { kind: row.kind, call: row.key, because: delivery.because }
    if (delivery.kind === 'refused') {
      outbox.setAside(row.id, delivery.because)
      destination?.works()
      log.error('report.set_aside', 'a report was refused and is set aside; look at it under reports', fields)
      return
    }
    const askedMs = delivery.kind === 'unavailable' ? (delivery.retryAfterMs ?? 0) : 0
    const waitMs = Math.max(askedMs, delayMs(rowBackoff, row.attempts + 1, random))
    outbox.postpone(row.id, clock.now() + Math.ceil(waitMs), delivery.because)
    destination?.failed(delivery.kind, delivery.because, askedMs)
    log.debug('report.postponed', 'a report was not taken', { ...fields, attempts: row.attempts + 1 })
  }

  /** A fault of our own in delivering one row must not hold the rows behind it. */
  async #deliver(row: OutboxRow, signal: AbortSignal): Promise<Delivery> {
    const deliver = this.#ports.deliver[row.kind]
    try {
      if (deliver !== undefined) return await deliver({ key: row.key, body: row.body }, signal)
    } catch (error) {
      signal.throwIfAborted()
      const name = error instanceof Error ? error.name : 'unknown'
      this.#ports.log.error('report.fault', 'sending a report failed inside salehi', { kind: row.kind, error: name })
    }
    return { kind: 'unavailable', because: 'sending it failed inside salehi' }
  }

  /** Until the next look: sooner than usual where a destination opens before. */
  #restMs(): number {
    const waits = [...this.#destinations.values()].map((destination) => destination.waitMs).filter((ms) => ms > 0)
    return Math.min(lookEveryMs, ...waits)
  }
}
