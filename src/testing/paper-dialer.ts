import { Dialer } from '../dialer/dialer.ts'
import { FailureRate } from '../dialer/failure-rate.ts'
import { Failures } from '../dialer/failures.ts'
import { Gates } from '../dialer/gates.ts'
import { type LineLimits, LinePool } from '../dialer/line-pool.ts'
import type { RingRules } from '../dialer/permission.ts'
import type { Batch, Fed, Feed } from '../dialer/ports.ts'
import { Rotation } from '../dialer/rotation.ts'
import { Supply } from '../dialer/supply.ts'
import { watchGates } from '../dialer/watch.ts'
import type { Contact } from '../domain/contact.ts'
import { dayStartIn } from '../domain/day.ts'
import type { Outcome } from '../domain/disposition.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import { Bell } from '../kernel/bell.ts'
import { countingIds } from '../kernel/ids.ts'
import { silentLog } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import type { Attempt, Attempted } from '../session/outbound.ts'
import { PaperBook } from './paper-book.ts'
import { noLimits } from './paper-lines.ts'

/** What becomes of one attempt: refused before anything rang, or a call of some length with its outcome. */
export type PaperAttempt = { readonly refused: string } | { readonly lastsMs: number; readonly outcome: Outcome }

export interface PaperDialerOptions {
  /** The list from the start; with `feed` there is a panel beside it. */
  readonly list?: readonly Contact[]
  /** IANA zone of everybody on the list. */
  readonly zone?: string
  /** What the panel says, in order; then the last answer again, without its contacts. */
  readonly feed?: readonly Fed[]
  readonly plans: readonly Plan[]
  readonly lines?: readonly string[]
  readonly limits?: Partial<LineLimits>
  readonly rules?: Partial<RingRules>
  /** What becomes of the n-th attempt (1 = the first); by default a call of ten seconds that connects. */
  readonly attempt?: (attempt: Attempt, n: number) => PaperAttempt
  /** From the making of a channel until it may be dialled. */
  readonly readyMs?: () => number
  readonly batchSize?: number
  readonly retryMs?: number
  readonly failThreshold?: number
  /** How long before the start an earlier run placed its last call. */
  readonly throughAgoMs?: number
  /** Epoch milliseconds at the start. */
  readonly startsAt?: number
}

const tenSeconds: PaperAttempt = { lastsMs: 10_000, outcome: { disposition: 'connected' } }
const always = [{ fromMinute: 0, toMinute: 24 * 60 }]

/** A dialer on paper: the loop, the gates and the lines are real, the lists, the panel and the calls are the test's. */
export class PaperDialer {
  readonly clock: TestClock
  readonly bell = new Bell()
  readonly gates: Gates
  readonly stop = new AbortController()
  readonly cut = new AbortController()
  /** When the panel was asked (milliseconds from the start), and for how many. */
  readonly asked: { readonly at: number; readonly size: number }[] = []
  /** When each attempt was started, for whom, on which line, with which scenario. */
  readonly placed: { readonly at: number; readonly contact: string; readonly line: string; readonly plan: string }[] =
    []
  /** The instants of the orders to dial. */
  readonly dialled: { readonly at: number; readonly contact: string; readonly line: string }[] = []
  readonly records: CallRecord[] = []
  readonly agents: NonNullable<Batch['agents']>[] = []
  readonly book = new PaperBook()
  readonly lines: LinePool
  readonly dialer: Dialer
  readonly supply: Supply | undefined
  /** How many calls are up, and were at most. */
  live = 0
  peak = 0

  constructor(options: PaperDialerOptions) {
    this.clock = new TestClock(options.startsAt)
    const { clock, bell, book } = this
    const gates = new Gates(clock, () => bell.ring())
    this.gates = gates
    const rules = rulesOf(options)
    this.lines = linesOf(options, rules, clock, bell)
    const rotation = new Rotation(options.plans)
    book.admit(options.list ?? [], clock.now(), options.zone)
    const shared = { lines: this.lines, rotation, gates, clock, bell }
    this.supply = this.#supply(options, shared)
    this.dialer = new Dialer(
      {
        ...shared,
        contacts: book,
        rung: book,
        failures: new Failures(gates, new FailureRate(clock), options.failThreshold ?? 3, clock),
        watchGates: () => watchGates(gates, { calls: { connected: true }, window: rules.hours, clock }),
        callOut: (attempt, _log, signal) => this.#call(attempt, options, signal),
        keep: (record) => {
          this.records.push(record)
          book.recorded(record.id, record.contact.id)
        },
        giveUp: (contact, why) => book.giveUp(contact, why),
        settled: () => this.supply === undefined && book.settled,
        onClockPutBack: (byMs) => book.clockPutBack(byMs),
        onTaken: () => this.supply?.look(),
        ids: countingIds(),
      },
      {
        sources: ['static'],
        rules,
        ...(options.throughAgoMs === undefined ? {} : { throughAt: clock.now() - options.throughAgoMs }),
      },
      silentLog,
    )
  }

  /** Runs the loop, and the panel's beside it; what it ends with is for the test to await, after moving the clock. */
  async run(untilDone = false): Promise<unknown> {
    try {
      await using scope = new Scope(this.cut.signal)
      scope.spawn(async (signal) => {
        await this.supply?.run(signal)
      })
      await this.dialer.run(untilDone, this.stop.signal, scope.signal)
      return undefined
    } catch (error) {
      return error
    }
  }

  #supply(
    options: PaperDialerOptions,
    shared: { lines: LinePool; rotation: Rotation; gates: Gates; clock: TestClock; bell: Bell },
  ): Supply | undefined {
    const { feed, batchSize = 10, retryMs = 60_000 } = options
    if (feed === undefined) return undefined
    return new Supply(
      {
        ...shared,
        feed: this.#feed(feed),
        admit: (contacts) => this.book.admit(contacts, this.clock.now(), options.zone),
        due: () => this.book.due(this.clock.now()),
        onAgents: (agents) => this.agents.push(agents),
      },
      { batchSize, retryMs },
      silentLog,
    )
  }

  #feed(feed: readonly Fed[]): Feed {
    let next = 0
    return {
      next: async (size) => {
        this.asked.push({ at: this.clock.elapsed(), size })
        await Promise.resolve()
        const fed = feed[Math.min(next, feed.length - 1)]
        if (fed === undefined) throw new Error('the feed on paper says nothing')
        const isRepeat = next++ >= feed.length
        return isRepeat && fed.kind === 'batch' ? { kind: 'batch', batch: { ...fed.batch, contacts: [] } } : fed
      },
    }
  }

  async #call(attempt: Attempt, options: PaperDialerOptions, signal: AbortSignal): Promise<Attempted> {
    const { clock } = this
    const { id, contact, line } = attempt
    this.placed.push({ at: clock.elapsed(), contact: contact.id, line: line.number, plan: attempt.plan.name })
    const becomes = options.attempt?.(attempt, this.placed.length) ?? tenSeconds
    if (options.readyMs !== undefined) await clock.sleep(options.readyMs(), signal)
    if ('refused' in becomes) return { kind: 'technical', because: becomes.refused }
    if (!(await attempt.mayDial(signal))) return { kind: 'withdrawn' }
    const attemptedAt = clock.now()
    this.dialled.push({ at: clock.elapsed(), contact: contact.id, line: line.number })
    this.peak = Math.max(this.peak, ++this.live)
    try {
      await clock.sleep(becomes.lastsMs, signal)
    } finally {
      this.live--
    }
    const { outcome } = becomes
    const rest = { attemptedAt, endedAt: clock.now(), endedBy: 'us', turns: [], trace: [] } as const
    return {
      kind: 'recorded',
      record: { id, direction: 'outbound', company: 'paper', contact, line, outcome, ...rest },
    }
  }
}

function rulesOf({ rules }: PaperDialerOptions): RingRules {
  const { calling } = defaultPolicy('paper')
  return {
    caps: { perDay: 100, total: 1_000 },
    hours: { ...calling, week: calling.week.map(() => always) },
    dayStart: dayStartIn('UTC'),
    ...rules,
  }
}

function linesOf({ lines, limits }: PaperDialerOptions, rules: RingRules, clock: TestClock, bell: Bell): LinePool {
  return new LinePool(
    (lines ?? ['02100000001']).map((number) => ({ number })),
    {
      limits: { ...noLimits, ...limits },
      clock,
      dayStart: rules.dayStart,
      startsSince: () => [],
      dialledOn: () => 0,
      bell,
    },
  )
}

/** People on paper: `1`, `2`, … with numbers of their own. */
export function people(from: number, to: number): readonly Contact[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const n = String(from + index)
    return { id: n, phone: `0912${n.padStart(7, '0')}` as PhoneNumber, source: 'static', fields: {} }
  })
}
