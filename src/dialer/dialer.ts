import type { Contact } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { Attempt, Attempted } from '../session/outbound.ts'
import type { Gates } from './gates.ts'
import type { LinePool, OutboundGrant } from './line-pool.ts'
import type { Batch, ContactBook, Feed } from './ports.ts'
import type { Enabled, Rotation } from './rotation.ts'

export interface DialerPorts {
  readonly feed: Feed
  readonly contacts: ContactBook
  readonly lines: LinePool
  readonly rotation: Rotation
  readonly gates: Gates
  /** Shuts or opens the gates that depend on the world now (calling window, Asterisk), before each decision. */
  readonly watchGates: () => void
  readonly callOut: (attempt: Attempt, log: Log, signal: AbortSignal) => Promise<Attempted>
  /** Asked at the instant of dialing: whether this number may be rung at all (do-not-call list). */
  readonly mayRing: (phone: PhoneNumber) => boolean
  readonly keep: (record: CallRecord) => void
  readonly onAgents: (agents: NonNullable<Batch['agents']>) => void
  readonly ids: Ids
  readonly clock: Clock
  readonly bell: Bell
}

export interface DialerOptions {
  readonly batchSize: number
  /** How often the feed is asked when it had nothing, milliseconds. */
  readonly retryMs: number
  /** Technical failures in a row after which dialing rests. */
  readonly failThreshold: number
}

/** How long dialing rests after too many technical failures before one call probes again. */
const restMs = 60_000
/** How often one number may fail technically before it is set aside. */
const maxTechnical = 5
const stillRefused = 'the panel did not allow calls when it answered last, and does not answer now'
/** Longest sleep of the loop; gates without a known end are looked at this often. */
const lookMs = 1_000

/** The dialing loop: one contact after another onto the least loaded line, as long as every gate is open. */
export class Dialer {
  readonly #ports: DialerPorts
  readonly #options: DialerOptions
  readonly #log: Log
  readonly #queue: Contact[] = []
  readonly #technical = new Map<string, number>()
  /** Not asked before this instant. */
  #askAt = 0
  /** Asked from this instant on even while there are numbers left: the lists that come along grow old. */
  #renewAt = 0
  /** The source said last that dialing is not allowed. */
  #refused = false
  #finished = false
  #live = 0
  #failuresInARow = 0

  constructor(ports: DialerPorts, options: DialerOptions, log: Log) {
    this.#ports = ports
    this.#options = options
    this.#log = log
  }

  /**
   * Dials until `stop` aborts or, with `untilDone`, until every contact of a finite list is settled. Calls that are up
   * then come to their end before it returns; `signal` cuts them.
   */
  async run(untilDone: boolean, stop: AbortSignal, signal: AbortSignal): Promise<void> {
    const { bell, clock } = this.#ports
    await using scope = new Scope(signal)
    const wake = (): void => bell.ring()
    stop.addEventListener('abort', wake, { once: true })
    try {
      while (!stop.aborted && !(untilDone && this.#settled)) {
        scope.signal.throwIfAborted()
        await this.#refill(scope.signal)
        if (stop.aborted || (untilDone && this.#settled)) break
        const waitMs = this.#dialNext(scope)
        if (waitMs > 0) await bell.wait(clock, waitMs, scope.signal)
      }
    } finally {
      stop.removeEventListener('abort', wake)
    }
    await scope.idle()
    scope.signal.throwIfAborted()
  }

  get #settled(): boolean {
    return this.#finished && this.#queue.length === 0 && this.#live === 0
  }

  /** Places one call when allowed; returns how long to wait before the next look. */
  #dialNext(scope: Scope): number {
    const { gates, lines, rotation, watchGates, clock } = this.#ports
    watchGates()
    if (this.#queue.length === 0) {
      return this.#finished ? lookMs : Math.min(lookMs, Math.max(1, this.#askAt - clock.now()))
    }
    if (gates.closed.length > 0 || this.#refused) return lookMs
    if (gates.trial && this.#live > 0) return lookMs
    if (this.#dropBarred()) return 0
    const room = lines.tryOutbound()
    if ('waitMs' in room) return Math.min(lookMs, room.waitMs)
    const enabled = rotation.nextOutbound()
    const contact = this.#queue.shift()
    if (enabled === undefined || contact === undefined) {
      room[Symbol.dispose]()
      gates.shut('scenarios', 'no scenario for outbound calls is enabled')
      if (contact !== undefined) this.#queue.unshift(contact)
      return lookMs
    }
    this.#live++
    scope.spawn((inner) => this.#attempt(contact, enabled, room, inner))
    return 0
  }

  /** Takes the next contact off the list when they asked not to be called. */
  #dropBarred(): boolean {
    const next = this.#queue[0]
    if (next === undefined || this.#ports.mayRing(next.phone)) return false
    this.#queue.shift()
    this.#ports.contacts.setAside(next.id, 'on the do-not-call list')
    this.#log.info('contact.barred', 'a number on the do-not-call list was not rung')
    return true
  }

  async #attempt(contact: Contact, enabled: Enabled, grant: OutboundGrant, signal: AbortSignal): Promise<void> {
    using _grant = grant
    const id = this.#ports.ids.next()
    const log = this.#log.child({ call: id })
    try {
      const attempted = await this.#ports.callOut(
        {
          id,
          contact,
          line: grant.line,
          plan: enabled.plan,
          ...(enabled.panelId === undefined ? {} : { scenarioPanelId: enabled.panelId }),
          onDialing: () => {
            this.#ports.contacts.dialing(id, contact, grant.line, this.#ports.clock.now())
            grant.dialled()
          },
        },
        log,
        signal,
      )
      this.#settle(attempted, contact, grant, log)
    } finally {
      this.#live--
      this.#ports.bell.ring()
    }
  }

  #settle(attempted: Attempted, contact: Contact, grant: OutboundGrant, log: Log): void {
    if (attempted.kind === 'recorded') {
      this.#technical.delete(contact.id)
      this.#ports.lines.worked(grant.line)
      this.#ports.keep(attempted.record)
      this.#countFailure(attempted.record.outcome.disposition === 'failed')
      return
    }
    log.warn('call.not_placed', 'the call could not be placed; the number goes back to the list', {
      because: attempted.because,
    })
    this.#ports.lines.failed(grant.line)
    this.#countFailure(true)
    const times = (this.#technical.get(contact.id) ?? 0) + 1
    this.#technical.set(contact.id, times)
    if (times >= maxTechnical) {
      this.#technical.delete(contact.id)
      this.#ports.contacts.setAside(contact.id, attempted.because)
    } else {
      this.#ports.contacts.release(contact.id)
      this.#queue.push(contact)
    }
  }

  #countFailure(failed: boolean): void {
    const { gates, clock } = this.#ports
    if (!failed) {
      this.#failuresInARow = 0
      gates.passTrial('failures')
      return
    }
    if (++this.#failuresInARow < this.#options.failThreshold) return
    gates.shut('failures', `${this.#failuresInARow} calls in a row failed technically`, clock.now() + restMs)
  }

  async #refill(signal: AbortSignal): Promise<void> {
    const { feed, clock } = this.#ports
    const { batchSize, retryMs } = this.#options
    if (this.#finished || !this.#mustAsk) return
    const wanted = Math.max(1, batchSize - this.#queue.length)
    const fed = await feed.next(wanted, signal)
    switch (fed.kind) {
      case 'finished':
        this.#finished = true
        return
      case 'unavailable':
        this.#askAt = clock.now() + Math.max(lookMs, fed.retryAfterMs)
        // Its last word stands until it says otherwise.
        if (this.#refused) this.#ports.gates.shut('panel', stillRefused, this.#askAt)
        this.#log.warn('feed.unavailable', 'the source of numbers does not answer', { because: fed.because })
        return
      case 'batch':
        this.#renewAt = clock.now() + retryMs
        this.#askAt = clock.now() + (feed.finite || fed.batch.contacts.length >= wanted ? 0 : retryMs)
        this.#take(fed.batch)
    }
  }

  get #mustAsk(): boolean {
    const { feed, clock } = this.#ports
    const { batchSize } = this.#options
    const now = clock.now()
    if (now < this.#askAt) return false
    if (this.#refused || this.#queue.length <= batchSize / 2) return true
    return !feed.finite && now >= this.#renewAt && this.#queue.length < batchSize
  }

  #take(batch: Batch): void {
    const { gates, clock, rotation, lines } = this.#ports
    this.#refused = batch.closed !== undefined
    if (batch.closed !== undefined) {
      this.#askAt = clock.now() + Math.max(lookMs, batch.closed.retryAfterMs)
      gates.shut('panel', batch.closed.because, this.#askAt)
      return
    }
    gates.open('panel')
    const missing = rotation.enable(batch.scenarios)
    if (missing.length > 0) {
      this.#log.error('scenario.missing', 'the panel enables scenarios this company does not have', { missing })
    }
    if (rotation.offersOutbound) gates.open('scenarios')
    if (batch.lines !== undefined && batch.lines.length > 0) lines.replace(batch.lines)
    if (batch.agents !== undefined) this.#ports.onAgents(batch.agents)
    this.#queue.push(...batch.contacts)
  }
}
