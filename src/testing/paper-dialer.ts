import { Dialer, type DialerOptions } from '../dialer/dialer.ts'
import { Gates } from '../dialer/gates.ts'
import { type LineLimits, LinePool } from '../dialer/line-pool.ts'
import type { Batch, ContactBook, Fed, Feed } from '../dialer/ports.ts'
import { Rotation } from '../dialer/rotation.ts'
import type { Contact } from '../domain/contact.ts'
import type { Outcome } from '../domain/disposition.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import { Bell } from '../kernel/bell.ts'
import { countingIds } from '../kernel/ids.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import type { Attempt, Attempted } from '../session/outbound.ts'

/** What becomes of one attempt: refused before anything rang, or a call of some length with its outcome. */
export type PaperAttempt = { readonly refused: string } | { readonly lastsMs: number; readonly outcome: Outcome }

export interface PaperDialerOptions extends Partial<DialerOptions> {
  /** What the source says, in order; then the last answer again, without its contacts. */
  readonly feed: readonly Fed[]
  readonly finite?: boolean
  readonly plans: readonly Plan[]
  readonly lines?: readonly string[]
  readonly limits?: Partial<LineLimits>
  /** What becomes of the n-th attempt (1 = the first); by default a call of ten seconds that connects. */
  readonly attempt?: (attempt: Attempt, n: number) => PaperAttempt
  readonly mayRing?: (phone: PhoneNumber) => boolean
}

const noLimits: LineLimits = { concurrent: 0, perMinute: 0, perDay: 0, allOutbound: 0, allInbound: 0, allPerSecond: 0 }
const tenSeconds: PaperAttempt = { lastsMs: 10_000, outcome: { disposition: 'connected' } }

/** A dialer on paper: the loop, the gates and the lines are real, the source of numbers and the calls are the test's. */
export class PaperDialer {
  readonly clock = new TestClock()
  readonly bell = new Bell()
  readonly gates = new Gates(this.clock, () => this.bell.ring())
  readonly stop = new AbortController()
  readonly cut = new AbortController()
  /** When the source was asked (milliseconds from the start), and for how many. */
  readonly asked: { readonly at: number; readonly size: number }[] = []
  /** When each attempt was started, for whom, on which line, with which scenario. */
  readonly placed: { readonly at: number; readonly contact: string; readonly line: string; readonly plan: string }[] =
    []
  readonly records: CallRecord[] = []
  readonly agents: NonNullable<Batch['agents']>[] = []
  /** What the book of contacts was told, in order: `dialing 1`, `release 1`, `set aside 1: why`. */
  readonly book: string[] = []
  readonly lines: LinePool
  readonly dialer: Dialer
  /** How many calls are up, and were at most. */
  live = 0
  peak = 0

  constructor(options: PaperDialerOptions) {
    const { clock, bell, gates } = this
    const { plans, batchSize = 10, retryMs = 60_000, failThreshold = 3, mayRing = () => true } = options
    this.lines = new LinePool(
      (options.lines ?? ['02100000001']).map((number) => ({ number })),
      {
        limits: { ...noLimits, ...options.limits },
        clock,
        dayStart: (now) => now - (now % 86_400_000),
        startsSince: () => [],
        bell,
      },
    )
    this.dialer = new Dialer(
      {
        feed: this.#feed(options),
        contacts: this.#book(),
        lines: this.lines,
        rotation: new Rotation(plans),
        gates,
        watchGates: () => undefined,
        callOut: (attempt, _log, signal) => this.#call(attempt, options, signal),
        mayRing,
        keep: (record) => this.records.push(record),
        onAgents: (agents) => this.agents.push(agents),
        ids: countingIds(),
        clock,
        bell,
      },
      { batchSize, retryMs, failThreshold },
      silentLog,
    )
  }

  /** Runs the loop; what it ends with is for the test to await, after moving the clock. */
  run(untilDone = false): Promise<unknown> {
    return this.dialer.run(untilDone, this.stop.signal, this.cut.signal).catch((error: unknown) => error)
  }

  #feed({ feed, finite = false }: PaperDialerOptions): Feed {
    let next = 0
    return {
      finite,
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

  #book(): ContactBook {
    return {
      dialing: (_id, contact) => void this.book.push(`dialing ${contact.id}`),
      release: (id) => void this.book.push(`release ${id}`),
      setAside: (id, because) => void this.book.push(`set aside ${id}: ${because}`),
    }
  }

  async #call(attempt: Attempt, { attempt: script }: PaperDialerOptions, signal: AbortSignal): Promise<Attempted> {
    const { clock } = this
    const attemptedAt = clock.now()
    this.placed.push({
      at: clock.elapsed(),
      contact: attempt.contact.id,
      line: attempt.line.number,
      plan: attempt.plan.name,
    })
    const becomes = script?.(attempt, this.placed.length) ?? tenSeconds
    if ('refused' in becomes) return { kind: 'technical', because: becomes.refused }
    attempt.onDialing()
    this.peak = Math.max(this.peak, ++this.live)
    try {
      await clock.sleep(becomes.lastsMs, signal)
    } finally {
      this.live--
    }
    const { id, contact, line } = attempt
    const rest = { attemptedAt, endedAt: clock.now(), endedBy: 'us', turns: [], trace: [] } as const
    const { outcome } = becomes
    return {
      kind: 'recorded',
      record: { id, direction: 'outbound', company: 'paper', contact, line, outcome, ...rest },
    }
  }
}

/** People on paper: `1`, `2`, … with numbers of their own. */
export function people(from: number, to: number): readonly Contact[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const n = String(from + index)
    return { id: n, phone: `0912${n.padStart(7, '0')}` as PhoneNumber, source: 'static', fields: {} }
  })
}
