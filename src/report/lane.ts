import type { Clock } from '../kernel/clock.ts'
import { Limiter } from '../kernel/limiter.ts'
import type { Log } from '../kernel/log.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { race } from '../kernel/scope.ts'
import { Destination } from './destination.ts'
import type { Deliver, Delivery, Outbox, OutboxRow } from './ports.ts'

/** What a lane works with. */
export interface LanePorts {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** Between two tries of a row that fails while others of its kind are taken. */
export const rowBackoff: Backoff = { firstMs: 2_000, factor: 2, maxMs: 1_800_000, jitter: 0.5 }

/** So often a row may fail by itself, over hours, before it is set aside: each try may be a call billed. */
export const failuresAlone = 20

/** How often the outbox is looked at when nobody calls {@link Lane.wake}: rows come due by time too. */
const lookEveryMs = 1_000

/** Rows whose failures are remembered; in an outage it is the first and those tried in its stead. */
const mostRemembered = 500

/** What is remembered of a row that failed. */
interface Failed {
  /** How many of the kind had been taken when it last failed. */
  readonly takenBefore: number
  /** How often it failed although others were taken since it failed before. */
  readonly alone: number
  /** Tries since it was the first time alone. */
  readonly tries: number
}

/**
 * The way of one kind of rows to its destination: oldest first, one at a time, at least once. Between an answer and its
 * durable acknowledgement nothing else happens, so a crash repeats one request at most, with the same bytes under the
 * same key. A destination that fails is asked again for the same row, so the order of the facts holds through an outage
 * of days; now and then the row behind it is tried too, and where that one is taken it was the row that was at fault: it
 * then waits by itself and holds nobody up.
 */
export class Lane {
  readonly destination: Destination
  readonly #kind: string
  readonly #deliver: Deliver
  readonly #ports: LanePorts
  readonly #bell = new Mailbox<true>(1)
  readonly #turn = new Limiter(1)
  readonly #failed = new Map<OutboxRow['id'], Failed>()
  #taken = 0

  constructor(kind: string, deliver: Deliver, ports: LanePorts) {
    this.#kind = kind
    this.#deliver = deliver
    this.#ports = ports
    this.destination = new Destination(kind, ports.clock, ports.random, ports.log)
  }

  /** Look at once. */
  wake(): void {
    this.#bell.put(true) // a full bell already rings
  }

  /** Works until the signal aborts; rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.sweep(signal)
      await race(
        signal,
        (inner) => this.#ports.clock.sleep(this.#restMs(), inner),
        async (inner) => {
          await this.#bell.take(inner)
        },
      )
    }
  }

  /** Sends everything due, for as long as the destination takes it. */
  async sweep(signal: AbortSignal): Promise<void> {
    using _turn = await this.#turn.acquire(signal)
    const { outbox, clock } = this.#ports
    while (this.destination.waitMs === 0) {
      // Asked for one by one: a row that a person has dropped meanwhile is not sent.
      const row = outbox.next(this.#kind, clock.now())
      if (row === undefined) return
      signal.throwIfAborted()
      await this.#send(row, signal)
    }
  }

  async #send(row: OutboxRow, signal: AbortSignal): Promise<void> {
    const delivery = await this.#try(row, signal)
    if (delivery.kind === 'delivered' || delivery.kind === 'refused') return
    if (this.#failsAlone(row, delivery)) return
    this.#remember(row, this.#failedNow())
    this.#ports.outbox.postpone(row.id, this.#ports.clock.now(), delivery.because)
    const askedMs = delivery.kind === 'unavailable' ? (delivery.retryAfterMs ?? 0) : 0
    const failures = this.destination.failed(delivery.kind, delivery.because, askedMs)
    // Where it asks for patience, or does not know us, it is not this row.
    if (delivery.kind === 'unavailable' && askedMs === 0 && (failures === 2 || failures % 5 === 0)) {
      await this.#tryBehind(row, signal)
    }
  }

  /** Whether the destination or the row is at fault shows in the row behind it. */
  async #tryBehind(row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.#ports
    const behind = outbox.next(this.#kind, clock.now(), row.id)
    if (behind === undefined) return
    const delivery = await this.#try(behind, signal)
    if (delivery.kind === 'delivered' || delivery.kind === 'refused') return
    if (this.#failsAlone(behind, delivery)) return
    this.#remember(behind, this.#failedNow())
    outbox.postpone(behind.id, clock.now(), delivery.because)
  }

  /** True when others were taken since it failed before: then it is this row, and from then on only it waits. */
  #failsAlone(row: OutboxRow, delivery: Exclude<Delivery, { kind: 'delivered' | 'refused' }>): boolean {
    const before = this.#failed.get(row.id)
    if (delivery.kind !== 'unavailable' || before === undefined) return false
    const alone = before.alone + (before.takenBefore < this.#taken ? 1 : 0)
    if (alone === 0) return false
    if (alone >= failuresAlone) {
      this.#setAside(row, `${delivery.because}, ${alone} times while others were taken`)
      return true
    }
    const { outbox, clock, random, log } = this.#ports
    const tries = before.tries + 1
    this.#remember(row, { takenBefore: this.#taken, alone, tries })
    const waitMs = Math.max(delivery.retryAfterMs ?? 0, delayMs(rowBackoff, tries, random))
    outbox.postpone(row.id, clock.now() + waitMs, delivery.because)
    log.debug('report.postponed', 'a report was not taken', { kind: row.kind, call: row.key, tries })
    return true
  }

  /** Sends one row and writes down an answer that settles it. */
  async #try(row: OutboxRow, signal: AbortSignal): Promise<Delivery> {
    const delivery = await this.#deliverSafely(row, signal)
    if (delivery.kind === 'delivered') {
      this.#ports.outbox.delivered(row.id)
      this.#settled(row)
    } else if (delivery.kind === 'refused') {
      this.#setAside(row, delivery.because)
      this.#settled(row)
    }
    return delivery
  }

  #settled(row: OutboxRow): void {
    this.#taken++
    this.#failed.delete(row.id)
    this.destination.works()
  }

  #setAside(row: OutboxRow, because: string): void {
    this.#ports.outbox.setAside(row.id, because)
    this.#failed.delete(row.id)
    const message = 'a report is not taken and is set aside; see: salehi outbox list'
    this.#ports.log.error('report.set_aside', message, { kind: row.kind, call: row.key, because })
  }

  #remember(row: OutboxRow, failed: Failed): void {
    this.#failed.set(row.id, failed)
    for (const id of this.#failed.keys()) {
      if (this.#failed.size <= mostRemembered) break
      this.#failed.delete(id)
    }
  }

  #failedNow(): Failed {
    return { takenBefore: this.#taken, alone: 0, tries: 0 }
  }

  /** A fault of our own in delivering one row must not hold the rows behind it. */
  async #deliverSafely(row: OutboxRow, signal: AbortSignal): Promise<Delivery> {
    try {
      return await this.#deliver({ key: row.key, body: row.body }, signal)
    } catch (error) {
      signal.throwIfAborted()
      const name = error instanceof Error ? error.name : 'unknown'
      this.#ports.log.error('report.fault', 'sending a report failed inside salehi', { kind: row.kind, error: name })
    }
    return { kind: 'unavailable', because: 'sending it failed inside salehi' }
  }

  /** Until the next look: sooner than usual where the destination opens before. */
  #restMs(): number {
    const { waitMs } = this.destination
    return waitMs > 0 ? Math.min(lookEveryMs, waitMs) : lookEveryMs
  }
}
