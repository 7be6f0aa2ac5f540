import type { Line } from '../domain/line.ts'
import type { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import type { Lines } from '../session/ports.ts'
import { Starts } from './starts.ts'

/** Limits of every line, and over all lines; 0 = none. */
export interface LineLimits {
  readonly concurrent: number
  readonly perMinute: number
  readonly perDay: number
  readonly allOutbound: number
  readonly allInbound: number
  readonly allPerSecond: number
}

export interface LinePoolOptions {
  readonly limits: LineLimits
  readonly clock: Clock
  /** Start of the company's day that holds this instant, epoch milliseconds. */
  readonly dayStart: (now: number) => number
  /** Dial instants on a line since then, from the store: limits survive a restart. */
  readonly startsSince: (line: string, since: number) => readonly number[]
  /** Rung when room appears. */
  readonly bell: Bell
}

/** Permission to place one call on a line, held for the whole call. */
export interface OutboundGrant extends Disposable {
  readonly line: Line
  /** Told at the instant the order to dial is given: a call that was never dialled counts against no limit. */
  dialled(): void
}

export type Room = OutboundGrant | { readonly waitMs: number; readonly because: string }

const dayMs = 86_400_000
/** Asked again when what holds it back has no known end (a call must end first). */
const idleWaitMs = 1_000
const failureBackoff: Backoff = { firstMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 }

interface LineState {
  line: Line
  readonly starts: Starts
  live: number
  /** Granted and not yet dialled: it may be dialled at any instant from now on. */
  placing: number
  failures: number
  restUntil: number
}

/** Somebody who rang and whose line has no room. */
interface Caller {
  readonly state: LineState
  readonly enter: (room: Disposable) => void
}

/** Our lines and the room on them: inbound and outbound share it, inbound goes first, the least loaded line dials next. */
export class LinePool implements Lines {
  readonly #options: LinePoolOptions
  readonly #states = new Map<string, LineState>()
  readonly #allStarts: Starts
  /** In order of arrival, over all lines. */
  readonly #callers: Caller[] = []
  #active: readonly string[] = []
  #outbound = 0
  #inbound = 0
  #placing = 0

  constructor(lines: readonly Line[], options: LinePoolOptions) {
    this.#options = options
    const justNow = options.clock.now() - 1_000
    this.#allStarts = new Starts(lines.flatMap(({ number }) => options.startsSince(number, justNow)))
    this.replace(lines)
  }

  /** Changes the lines that dial; calls on lines no longer listed go on undisturbed. */
  replace(lines: readonly Line[]): void {
    for (const line of lines) this.#state(line.number).line = line
    this.#active = lines.map((line) => line.number)
  }

  get lines(): readonly Line[] {
    return this.#active.map((number) => this.#state(number).line)
  }

  match(dialled: readonly string[]): Line {
    const known = [...this.#states.values()].map((state) => state.line)
    for (const candidate of dialled) {
      const digits = significant(candidate)
      const line = known.find((each) => significant(each.number) === digits && digits !== '')
      if (line !== undefined) return line
    }
    return this.lines[0] ?? known[0] ?? { number: '' }
  }

  /** Room for one outbound call now on the least loaded line, or how long to wait before asking again. */
  tryOutbound(): Room {
    const { limits, clock } = this.#options
    const now = clock.now()
    if (limits.allOutbound > 0 && this.#outbound >= limits.allOutbound) {
      return { waitMs: idleWaitMs, because: 'as many outbound calls are up as MAX_CONCURRENT_OUTBOUND_CALLS allows' }
    }
    const paceMs = this.#paceOfAll(now)
    if (paceMs > 0) return { waitMs: paceMs, because: 'MAX_ORIGINATIONS_PER_SECOND is reached' }
    const states = this.#active
      .map((number) => this.#state(number))
      .toSorted((one, other) => one.live - other.live || one.starts.last - other.starts.last)
    let soonest: Room = { waitMs: idleWaitMs, because: 'no line is active' }
    for (const [index, state] of states.entries()) {
      const wait = this.#lineWait(state, now)
      if (wait === undefined) return this.#grant(state)
      if (index === 0 || wait.waitMs < soonest.waitMs) soonest = wait
    }
    return soonest
  }

  /** A call on this line could not be placed: the line rests, longer each time. */
  failed(line: Line): void {
    const state = this.#state(line.number)
    state.failures++
    state.restUntil = this.#options.clock.now() + delayMs(failureBackoff, state.failures, () => 0)
  }

  /** A call on this line was placed. */
  worked(line: Line): void {
    const state = this.#state(line.number)
    state.failures = 0
    state.restUntil = 0
  }

  async admit(line: Line, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    const turn = Promise.withResolvers<Disposable>()
    const caller: Caller = { state: this.#state(line.number), enter: turn.resolve }
    const leave = (): void => {
      if (!this.#forget(caller)) return
      turn.reject(signal.reason)
      this.#options.bell.ring()
    }
    this.#callers.push(caller)
    signal.addEventListener('abort', leave, { once: true })
    this.#seat()
    const room = await turn.promise
    signal.removeEventListener('abort', leave)
    if (!signal.aborted) return room
    room[Symbol.dispose]()
    throw signal.reason
  }

  /** Gives what room there is to those who wait, first come first served. */
  #seat(): void {
    for (const caller of [...this.#callers]) {
      const { state, enter } = caller
      if (!this.#hasInboundRoom(state)) continue
      this.#forget(caller)
      state.live++
      this.#inbound++
      enter(this.#release(state, () => this.#inbound--))
    }
  }

  /** False when they wait no more. */
  #forget(caller: Caller): boolean {
    const at = this.#callers.indexOf(caller)
    if (at >= 0) this.#callers.splice(at, 1)
    return at >= 0
  }

  #hasInboundRoom(state: LineState): boolean {
    const { concurrent, allInbound } = this.#options.limits
    return (concurrent === 0 || state.live < concurrent) && (allInbound === 0 || this.#inbound < allInbound)
  }

  #lineWait(state: LineState, now: number): { readonly waitMs: number; readonly because: string } | undefined {
    const { limits, dayStart } = this.#options
    if (this.#callers.some((caller) => caller.state === state)) {
      return { waitMs: idleWaitMs, because: 'a caller waits on this line' }
    }
    if (state.placing > 0) return { waitMs: idleWaitMs, because: 'a call is being placed on this line' }
    if (limits.concurrent > 0 && state.live >= limits.concurrent) {
      return { waitMs: idleWaitMs, because: 'the line is full (MAX_CONCURRENT_CALLS)' }
    }
    const midnight = dayStart(now)
    if (limits.perDay > 0 && state.starts.countSince(midnight) >= limits.perDay) {
      return { waitMs: Math.max(idleWaitMs, midnight + dayMs - now), because: 'MAX_CALLS_PER_DAY is reached' }
    }
    const paceMs = Math.max(state.starts.waitMs(now, 1_000, 1), state.starts.waitMs(now, 60_000, limits.perMinute))
    if (paceMs > 0) return { waitMs: paceMs, because: 'the line has dialled as often as it may for now' }
    return state.restUntil > now
      ? { waitMs: state.restUntil - now, because: 'the line rests after a failure' }
      : undefined
  }

  /** A call granted and not yet dialled counts as if it were dialled at this instant. */
  #paceOfAll(now: number): number {
    const { allPerSecond } = this.#options.limits
    if (allPerSecond === 0) return 0
    const left = allPerSecond - this.#placing
    return left <= 0 ? idleWaitMs : this.#allStarts.waitMs(now, 1_000, left)
  }

  #grant(state: LineState): OutboundGrant {
    state.live++
    state.placing++
    this.#outbound++
    this.#placing++
    let placing = true
    const placed = (): void => {
      if (placing) {
        state.placing--
        this.#placing--
      }
      placing = false
    }
    const release = this.#release(state, () => {
      placed()
      this.#outbound--
    })
    const dialled = (): void => {
      if (!placing) return
      placed()
      this.#noteStart(state)
    }
    return { line: state.line, dialled, [Symbol.dispose]: () => release[Symbol.dispose]() }
  }

  #noteStart(state: LineState): void {
    const now = this.#options.clock.now()
    state.starts.prune(this.#countedSince(now))
    state.starts.add(now)
    this.#allStarts.prune(now - 1_000)
    this.#allStarts.add(now)
  }

  /** The earliest start any limit still looks at: a day may be longer than 24 hours. */
  #countedSince(now: number): number {
    return Math.min(this.#options.dayStart(now), now - 60_000)
  }

  #release(state: LineState, leave: () => void): Disposable {
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        state.live--
        leave()
        this.#seat()
        this.#options.bell.ring()
      },
    }
  }

  #state(number: string): LineState {
    const known = this.#states.get(number)
    if (known !== undefined) return known
    const { clock, startsSince } = this.#options
    const state: LineState = {
      line: { number },
      starts: new Starts(startsSince(number, this.#countedSince(clock.now()))),
      live: 0,
      placing: 0,
      failures: 0,
      restUntil: 0,
    }
    this.#states.set(number, state)
    return state
  }
}

/** A number reduced to what tells two apart: its last ten digits, whatever country prefix a carrier adds. */
function significant(number: string): string {
  return number.replace(/\D/g, '').slice(-10)
}
