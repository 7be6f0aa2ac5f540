import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'
import type { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lines } from '../session/ports.ts'
import { CallerQueue } from './caller-queue.ts'
import { type Held, idleWaitMs, type LineCaps, LineLoad } from './line-load.ts'
import { Pace } from './pace.ts'

/** Limits of every line, and over all lines; 0 = none. */
export interface LineLimits extends LineCaps {
  readonly allOutbound: number
  readonly allInbound: number
  readonly allPerSecond: number
}

export interface LinePoolOptions {
  readonly limits: LineLimits
  readonly clock: Clock
  /** Start of the company's day that holds this instant, epoch milliseconds. */
  readonly dayStart: (now: number) => number
  /** Orders to dial on any line since then, epoch milliseconds, from the store: limits survive a restart. */
  readonly startsSince: (since: number) => readonly { readonly line: string; readonly at: number }[]
  /** How often a line was dialled on since then, from the store. */
  readonly dialledOn: (line: string, since: number) => number
  /** Rung when room appears. */
  readonly bell: Bell
}

/** Permission to place one call on a line, held for the whole call. */
export interface OutboundGrant extends Disposable {
  readonly line: Line
  /**
   * Waits for the instant the pace allows, then does `commit` at that very instant: true = the order to dial follows and
   * counts. A call that was never dialled counts against no limit.
   */
  dial(commit: () => boolean, signal: AbortSignal): Promise<boolean>
  /** The exchange has taken up the order: the pace counts from now on, so that orders do not arrive closer than they were given. */
  taken(): void
}

export type Room = OutboundGrant | Held

/** One line as others may see it. */
export interface LineView {
  readonly line: Line
  /** Whether it dials now; one the panel took away only ends its calls. */
  readonly active: boolean
  readonly live: number
  readonly outbound: number
  readonly inbound: number
  readonly waitingCallers: number
  readonly dialledLastMinute: number
  readonly dialledToday: number
  readonly limits: LineCaps
  /** Why nothing is dialled on it now; `until` where that is known, epoch milliseconds. */
  readonly held?: { readonly because: string; readonly until?: number }
}

const minuteMs = 60_000
const secondMs = 1_000
/** A day and a bit: the start of the day that holds it is tomorrow's, also on the day the clocks go back. */
const intoTomorrowMs = 26 * 3_600_000

/** Our lines and the room on them: inbound and outbound share it, inbound goes first, the least loaded line dials next. */
export class LinePool implements Lines {
  readonly #options: LinePoolOptions
  readonly #loads = new Map<string, LineLoad>()
  readonly #pace: Pace
  readonly #callers = new CallerQueue()
  #active: readonly string[] = []
  #placing = 0

  constructor(lines: readonly Line[], options: LinePoolOptions) {
    this.#options = options
    const recent = this.#recent(secondMs).map(({ at }) => at)
    this.#pace = new Pace(options.limits.allPerSecond, recent, options.clock)
    this.replace(lines)
  }

  /** Changes the lines that dial; calls on lines no longer listed go on undisturbed. */
  replace(lines: readonly Line[]): void {
    for (const line of lines) this.#load(line.number).line = line
    this.#active = lines.map((line) => line.number)
  }

  get lines(): readonly Line[] {
    return this.#active.map((number) => this.#load(number).line)
  }

  match(dialled: readonly string[]): Line {
    const known = [...this.#loads.values()].map((load) => load.line)
    for (const candidate of dialled) {
      const digits = significant(candidate)
      const line = known.find((each) => significant(each.number) === digits && digits !== '')
      if (line !== undefined) return line
    }
    return this.lines[0] ?? known[0] ?? { number: '' }
  }

  /** Every line there is and how it stands. */
  views(): readonly LineView[] {
    const { clock, limits } = this.#options
    const now = clock.elapsed()
    return [...this.#loads.values()].map((load) => {
      const held = this.#held(load, now)
      const until = held === undefined || held.waitMs === idleWaitMs ? undefined : clock.now() + held.waitMs
      return {
        line: load.line,
        active: this.#active.includes(load.line.number),
        live: load.live,
        outbound: load.liveOf('outbound'),
        inbound: load.liveOf('inbound'),
        waitingCallers: this.#callers.waitingFor(load),
        dialledLastMinute: load.dialledLastMinute(now),
        dialledToday: load.today.count,
        limits,
        ...(held === undefined ? {} : { held: { because: held.because, ...(until === undefined ? {} : { until }) } }),
      }
    })
  }

  /** Room for one outbound call now on the least loaded line, or how long to wait before asking again. */
  tryOutbound(): Room {
    const now = this.#options.clock.elapsed()
    const all = this.#heldOverAll()
    if (all !== undefined) return all
    const loads = this.#active
      .map((number) => this.#load(number))
      .toSorted((one, other) => one.live - other.live || one.lastStart - other.lastStart)
    let soonest: Held = { waitMs: idleWaitMs, because: 'no line is active' }
    for (const [index, load] of loads.entries()) {
      const held = this.#held(load, now)
      if (held === undefined) return this.#grant(load)
      if (index === 0 || held.waitMs < soonest.waitMs) soonest = held
    }
    return soonest
  }

  /** A seat for a call that is up already, room or not. */
  occupy(line: Line, direction: Direction): Disposable {
    return this.#seat(this.#load(line.number), direction)
  }

  /** A call on this line could not be placed: the line rests, longer each time. */
  failed(line: Line): void {
    this.#load(line.number).failed(this.#options.clock.elapsed())
  }

  /** A call on this line was placed. */
  worked(line: Line): void {
    this.#load(line.number).worked()
  }

  async admit(line: Line, signal: AbortSignal): Promise<Disposable> {
    const onChange = (): void => {
      this.#serveCallers()
      this.#options.bell.ring()
    }
    return await this.#callers.wait(this.#load(line.number), onChange, signal)
  }

  #serveCallers(): void {
    const { allInbound } = this.#options.limits
    this.#callers.serve((load) => {
      const full = allInbound > 0 && this.#count('inbound') >= allInbound
      return full || !load.hasRoom ? undefined : this.#seat(load, 'inbound')
    })
  }

  #count(direction: Direction): number {
    return this.#loads.values().reduce((sum, load) => sum + load.liveOf(direction), 0)
  }

  #heldOverAll(): Held | undefined {
    const { allOutbound } = this.#options.limits
    if (allOutbound > 0 && this.#count('outbound') >= allOutbound) {
      return { waitMs: idleWaitMs, because: 'as many outbound calls are up as MAX_CONCURRENT_OUTBOUND_CALLS allows' }
    }
    const placeMs = this.#pace.placeMs(this.#placing)
    const paceMs = placeMs === undefined ? idleWaitMs : placeMs - this.#pace.leadMs
    return paceMs > 0 ? { waitMs: paceMs, because: 'MAX_ORIGINATIONS_PER_SECOND is reached' } : undefined
  }

  #held(load: LineLoad, now: number): Held | undefined {
    if (this.#callers.waitingFor(load) > 0) {
      return { waitMs: idleWaitMs, because: 'a caller waits on this line' }
    }
    const { clock, dayStart } = this.#options
    const today = dayStart(clock.now())
    this.#keepDay(load, today)
    const held = load.held(now, () => dayStart(today + intoTomorrowMs) - clock.now())
    if (held !== undefined) return held
    const paceMs = load.paceMs(now) - this.#pace.leadMs
    return paceMs > 0 ? { waitMs: paceMs, because: 'the line has dialled as often as it may for now' } : undefined
  }

  /** The days are the wall clock's, whatever is done to it: when it says another one, that one is counted anew. */
  #keepDay(load: LineLoad, today: number): void {
    if (load.today.start !== today) load.beginDay(today, this.#options.dialledOn(load.line.number, today))
  }

  #grant(load: LineLoad): OutboundGrant {
    const { clock, dayStart } = this.#options
    const pace = this.#pace
    const grantedAt = clock.elapsed()
    const seat = load.seat('outbound')
    load.placing++
    this.#placing++
    let placing = true
    let startedAt: number | undefined
    const placed = (): void => {
      if (placing) {
        load.placing--
        this.#placing--
      }
      placing = false
    }
    return {
      line: load.line,
      dial: async (commit, signal) => {
        pace.learnLead(clock.elapsed() - grantedAt)
        for (let waitMs = pace.waitMs(load); waitMs > 0; waitMs = pace.waitMs(load)) await clock.sleep(waitMs, signal)
        this.#keepDay(load, dayStart(clock.now())) // before the store counts this one
        if (!placing || this.#callers.waitingFor(load) > 0 || !commit()) return false
        placed()
        startedAt = pace.noteStart(load)
        return true
      },
      taken: () => {
        if (startedAt === undefined) return
        pace.moveStart(load, startedAt)
        startedAt = undefined
      },
      [Symbol.dispose]: () => {
        placed()
        seat[Symbol.dispose]()
        this.#serveCallers() // the dialer knows of its own calls: it need not be woken
      },
    }
  }

  /** A seat whose end lets in who waits. */
  #seat(load: LineLoad, direction: Direction): Disposable {
    const seat = load.seat(direction)
    return {
      [Symbol.dispose]: () => {
        seat[Symbol.dispose]()
        this.#serveCallers()
        this.#options.bell.ring()
      },
    }
  }

  #load(number: string): LineLoad {
    const known = this.#loads.get(number)
    if (known !== undefined) return known
    const { clock, dayStart, dialledOn, limits } = this.#options
    const start = dayStart(clock.now())
    const recent = this.#recent(minuteMs).flatMap(({ line, at }) => (line === number ? [at] : []))
    const load = new LineLoad({ number }, limits, recent, { start, count: dialledOn(number, start) })
    this.#loads.set(number, load)
    return load
  }

  /** Orders to dial of an earlier process, in monotonic time. One written in the future (the clock was put back) is now. */
  #recent(windowMs: number): readonly { readonly line: string; readonly at: number }[] {
    const { clock, startsSince } = this.#options
    const [wall, now] = [clock.now(), clock.elapsed()]
    return startsSince(wall - windowMs).map(({ line, at }) => ({ line, at: now - Math.max(0, wall - at) }))
  }
}

/** A number reduced to what tells two apart: its last ten digits, whatever country prefix a carrier adds. */
function significant(number: string): string {
  return number.replace(/\D/g, '').slice(-10)
}
