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
  readonly waiting: (() => void)[]
  failures: number
  restUntil: number
}

/** Our lines and the room on them: inbound and outbound share it, inbound goes first, the least loaded line dials next. */
export class LinePool implements Lines {
  readonly #options: LinePoolOptions
  readonly #states = new Map<string, LineState>()
  readonly #allStarts = new Starts()
  #active: readonly string[] = []
  #outbound = 0
  #inbound = 0

  constructor(lines: readonly Line[], options: LinePoolOptions) {
    this.#options = options
    this.replace(lines)
  }

  /** Changes the lines that dial; calls on lines no longer listed go on undisturbed. */
  replace(lines: readonly Line[]): void {
    const { clock, startsSince } = this.#options
    for (const line of lines) {
      const known = this.#states.get(line.number)
      if (known !== undefined) known.line = line
      else {
        this.#states.set(line.number, {
          line,
          starts: new Starts(startsSince(line.number, clock.now() - dayMs)),
          live: 0,
          waiting: [],
          failures: 0,
          restUntil: 0,
        })
      }
    }
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
    const paceMs = this.#allStarts.waitMs(now, 1_000, limits.allPerSecond)
    if (paceMs > 0) return { waitMs: paceMs, because: 'MAX_ORIGINATIONS_PER_SECOND is reached' }
    const states = this.#active.map((number) => this.#state(number)).toSorted((one, other) => one.live - other.live)
    let soonest: Room = { waitMs: idleWaitMs, because: 'no line is active' }
    for (const [index, state] of states.entries()) {
      const wait = this.#lineWait(state, now)
      if (wait === undefined) return this.#grant(state, now)
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
    const state = this.#state(line.number)
    while (!this.#hasInboundRoom(state)) {
      signal.throwIfAborted()
      const turn = Promise.withResolvers<void>()
      const leave = (): void => turn.resolve()
      state.waiting.push(turn.resolve)
      signal.addEventListener('abort', leave, { once: true })
      await turn.promise
      signal.removeEventListener('abort', leave)
      const at = state.waiting.indexOf(turn.resolve)
      if (at >= 0) state.waiting.splice(at, 1)
    }
    signal.throwIfAborted()
    state.live++
    this.#inbound++
    return this.#release(state, () => this.#inbound--)
  }

  #hasInboundRoom(state: LineState): boolean {
    const { concurrent, allInbound } = this.#options.limits
    return (concurrent === 0 || state.live < concurrent) && (allInbound === 0 || this.#inbound < allInbound)
  }

  #lineWait(state: LineState, now: number): { readonly waitMs: number; readonly because: string } | undefined {
    const { limits, dayStart } = this.#options
    if (state.waiting.length > 0) return { waitMs: idleWaitMs, because: 'a caller waits on this line' }
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

  #grant(state: LineState, now: number): OutboundGrant {
    state.starts.prune(now - dayMs)
    state.starts.add(now)
    this.#allStarts.prune(now - 1_000)
    this.#allStarts.add(now)
    state.live++
    this.#outbound++
    return Object.assign(
      this.#release(state, () => this.#outbound--),
      { line: state.line },
    )
  }

  #release(state: LineState, leave: () => void): Disposable {
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        state.live--
        leave()
        for (const each of this.#states.values()) each.waiting[0]?.()
        this.#options.bell.ring()
      },
    }
  }

  #state(number: string): LineState {
    const known = this.#states.get(number)
    if (known !== undefined) return known
    const state: LineState = {
      line: { number },
      starts: new Starts(),
      live: 0,
      waiting: [],
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
