import type { Contact, ContactSource } from '../domain/contact.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { Scope } from '../kernel/scope.ts'
import type { Attempt, Attempted } from '../session/outbound.ts'
import type { Failures } from './failures.ts'
import type { Gates } from './gates.ts'
import type { LinePool, OutboundGrant } from './line-pool.ts'
import { type Permission, permission, type RingRules } from './permission.ts'
import type { ContactBook, DueContact, GivenUp, RingRecord } from './ports.ts'
import type { Enabled, Rotation } from './rotation.ts'

export interface DialerPorts {
  readonly contacts: ContactBook
  readonly rung: RingRecord
  readonly lines: LinePool
  readonly rotation: Rotation
  readonly gates: Gates
  readonly failures: Failures
  /** Shuts or opens the gates that depend on the world now (calling window, Asterisk), before each decision. */
  readonly watchGates: () => void
  readonly callOut: (attempt: Attempt, log: Log, signal: AbortSignal) => Promise<Attempted>
  readonly keep: (record: CallRecord) => void
  /** A contact will not be rung any more: kept, and told to whom it concerns. */
  readonly giveUp: (contact: Contact, why: GivenUp, because: string) => void
  /** Whether nobody is on the lists any more and nobody new is to be expected. */
  readonly settled: () => boolean
  /** The wall clock was put back by so many milliseconds. */
  readonly onClockPutBack: (byMs: number) => void
  /** A contact was taken off the list. */
  readonly onTaken: () => void
  readonly ids: Ids
  readonly clock: Clock
  readonly bell: Bell
}

export interface DialerOptions {
  /** Whose contacts are dialled. */
  readonly sources: readonly ContactSource[]
  readonly rules: RingRules
  /** When a call was last placed in an earlier run, epoch milliseconds; absent = never. */
  readonly throughAt?: number
}

/** How often one number may fail technically in a row, while others get through, before it is given up. */
const maxTechnical = 5
/** The same while nobody gets through: then the fault is hardly the number's. */
const maxTechnicalInOutage = 15
/** A call placed so long ago shows that calls get through. */
const throughMs = 600_000
/** Until a number that could not be placed is tried again. */
const technicalBackoff: Backoff = { firstMs: 5_000, factor: 3, maxMs: 600_000, jitter: 0 }
/** How many are turned away before the calls that are up get their turn: each is a write to the disk. */
const mostAtOnce = 10
/** Then everything else gets its turn, for so long at least. */
const breatherMs = 5
/** How long a call on trial is waited for. */
const probeMs = 60_000
/** A wall clock that is put right by less is let be. */
const mostSlewMs = 1_000
/** Longest sleep of the loop; gates without a known end are looked at this often. */
const lookMs = 1_000
/** What the dial instant forbade for another reason than the person's is tried again after. */
const withdrawnMs = 1_000

/** The dialing loop: one contact after another onto the least loaded line, as long as every gate is open. */
export class Dialer {
  readonly #ports: DialerPorts
  readonly #options: DialerOptions
  readonly #log: Log
  #live = 0
  readonly #probes = new Set<{ readonly since: number }>()
  #turn = 0
  /** When a call was last placed, monotonic milliseconds. */
  #throughAt: number
  /** The wall clock's distance from time itself, when it was looked at last. */
  #clockOffset: number

  constructor(ports: DialerPorts, options: DialerOptions, log: Log) {
    this.#ports = ports
    this.#options = options
    this.#log = log
    this.#clockOffset = ports.clock.now() - ports.clock.elapsed()
    this.#throughAt = (options.throughAt ?? Number.NEGATIVE_INFINITY) - this.#clockOffset
  }

  /**
   * Dials until `stop` aborts or, with `untilDone`, until everybody on the lists is settled. Calls that are up then come
   * to their end before it returns; `signal` cuts them.
   */
  async run(untilDone: boolean, stop: AbortSignal, signal: AbortSignal): Promise<void> {
    const { bell, clock, settled } = this.#ports
    await using scope = new Scope(signal)
    const wake = (): void => bell.ring()
    stop.addEventListener('abort', wake, { once: true })
    try {
      while (!stop.aborted) {
        scope.signal.throwIfAborted()
        const waitMs = this.#dialNext(scope, stop)
        if (waitMs === 0) continue
        if (untilDone && this.#live === 0 && settled()) break
        await bell.wait(clock, waitMs, scope.signal)
      }
    } finally {
      stop.removeEventListener('abort', wake)
    }
    await scope.idle()
    scope.signal.throwIfAborted()
  }

  /** Places one call when allowed; returns how long to wait before the next look. */
  #dialNext(scope: Scope, stop: AbortSignal): number {
    const { gates, lines, rotation, watchGates, clock } = this.#ports
    watchGates()
    this.#watchClock()
    if (gates.closed.length > 0) return lookMs
    if (gates.trial && this.#isProbing) return lookMs
    if (!rotation.offersOutbound) {
      gates.shut('scenarios', 'no scenario for outbound calls is enabled')
      return lookMs
    }
    const untilDueMs = this.#untilDueMs()
    if (untilDueMs > 0) return untilDueMs
    const room = lines.tryOutbound()
    if ('waitMs' in room) return Math.max(1, Math.min(lookMs, room.waitMs))
    const due = this.#nextPermitted()
    const enabled = due === undefined ? undefined : rotation.nextOutbound()
    if (due === undefined || enabled === undefined) {
      room[Symbol.dispose]()
      return breatherMs
    }
    this.#live++
    const probe = gates.trial ? { since: clock.elapsed() } : undefined
    if (probe !== undefined) this.#probes.add(probe)
    scope.spawn(async (inner) => {
      await this.#attempt(due, enabled, room, stop, inner)
      if (probe !== undefined) this.#probes.delete(probe)
    })
    return 0
  }

  /** Whether a call on trial may still show something: one that talks on after a minute holds up no other. */
  get #isProbing(): boolean {
    const since = this.#ports.clock.elapsed() - probeMs
    return [...this.#probes].some((probe) => probe.since > since)
  }

  /** Nobody is to wait an hour longer because somebody put the clock right. */
  #watchClock(): void {
    const { clock, onClockPutBack } = this.#ports
    const offset = clock.now() - clock.elapsed()
    const putBackMs = this.#clockOffset - offset
    if (putBackMs < mostSlewMs && putBackMs >= 0) return
    this.#clockOffset = offset
    if (putBackMs > 0) onClockPutBack(putBackMs)
  }

  /** The next contact who may be rung now; those who may not are put off or given up on the way. */
  #nextPermitted(): DueContact | undefined {
    const { contacts, clock, onTaken } = this.#ports
    for (let looked = 0; looked < mostAtOnce; looked++) {
      const due = contacts.next(clock.now(), this.#sourcesInTurn())
      if (due === undefined) return undefined
      onTaken()
      const may = this.#permission(due)
      if (may.kind === 'now') return due
      this.#turnAway(due, may)
    }
    return undefined
  }

  /** A long list of one kind holds up no other. */
  #sourcesInTurn(): readonly ContactSource[] {
    const { sources } = this.#options
    const first = this.#turn++ % sources.length
    return [...sources.slice(first), ...sources.slice(0, first)]
  }

  #untilDueMs(): number {
    const { contacts, clock } = this.#ports
    const dueAt = contacts.nextDueAt(this.#options.sources)
    return dueAt === undefined ? lookMs : Math.min(lookMs, Math.max(0, Math.ceil(dueAt - clock.now())))
  }

  #permission({ contact, zone }: DueContact): Permission {
    const { rung, clock } = this.#ports
    return permission(contact, zone, this.#options.rules, rung, clock.now())
  }

  #turnAway({ contact }: DueContact, may: Exclude<Permission, { kind: 'now' }>): void {
    const { contacts, giveUp } = this.#ports
    if (may.kind === 'later') {
      contacts.postpone(contact.id, may.at, may.because)
      return
    }
    giveUp(contact, may.why, may.because)
    this.#log.info('contact.given_up', 'a number will not be rung', { why: may.why })
  }

  async #attempt(
    due: DueContact,
    enabled: Enabled,
    grant: OutboundGrant,
    stop: AbortSignal,
    signal: AbortSignal,
  ): Promise<void> {
    using _grant = grant
    const id = this.#ports.ids.next()
    const log = this.#log.child({ call: id })
    try {
      const attempt: Attempt = {
        id,
        contact: due.contact,
        line: grant.line,
        plan: enabled.plan,
        ...(enabled.panelId === undefined ? {} : { scenarioPanelId: enabled.panelId }),
        onTaken: () => grant.taken(),
        mayDial: (own) => grant.dial(() => this.#commit(id, due, enabled, grant, stop), own),
      }
      this.#settle(await this.#ports.callOut(attempt, log, signal), due, grant, log)
    } finally {
      this.#live--
      this.#ports.bell.ring()
    }
  }

  /** The last look before the phone may ring: much can have changed since the contact was taken off the list. */
  #commit(id: string, due: DueContact, { plan, panelId }: Enabled, grant: OutboundGrant, stop: AbortSignal): boolean {
    const { contacts, gates, clock, watchGates } = this.#ports
    watchGates()
    if (stop.aborted || gates.closed.length > 0) return false
    const { contact } = due
    const scenario = { name: plan.name, hash: plan.hash, ...(panelId === undefined ? {} : { panelId }) }
    const start = { id, contact, line: grant.line, scenario, at: clock.now() }
    return contacts.dialing(start, () => this.#permission(due).kind === 'now')
  }

  #settle(attempted: Attempted, due: DueContact, grant: OutboundGrant, log: Log): void {
    const { lines, keep, failures } = this.#ports
    switch (attempted.kind) {
      case 'recorded':
        lines.worked(grant.line)
        this.#throughAt = this.#ports.clock.elapsed()
        failures.note(attempted.record.outcome.disposition === 'failed')
        keep(attempted.record)
        return
      case 'technical':
        lines.failed(grant.line)
        failures.note(true)
        this.#putBack(due, attempted.because, log)
        return
      case 'withdrawn':
        this.#withdraw(due)
        return
      case 'goes_on':
        return
    }
  }

  #putBack({ contact, technical }: DueContact, because: string, log: Log): void {
    const { contacts, giveUp, clock } = this.#ports
    log.warn('call.not_placed', 'the call could not be placed; the number goes back to the list', { because })
    const times = technical + 1
    const most = clock.elapsed() - this.#throughAt < throughMs ? maxTechnical : maxTechnicalInOutage
    if (times >= most) giveUp(contact, 'not_placed', because)
    else contacts.release(contact.id, clock.now() + delayMs(technicalBackoff, times, () => 0))
  }

  /** The dial instant said no: for the person's sake, or because dialing was stopped meanwhile. */
  #withdraw(due: DueContact): void {
    const may = this.#permission(due)
    if (may.kind !== 'now') this.#turnAway(due, may)
    else this.#ports.contacts.postpone(due.contact.id, this.#ports.clock.now() + withdrawnMs, 'dialing was held back')
  }
}
