import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { Starts } from './starts.ts'

/** Limits of one line; 0 = none. */
export interface LineCaps {
  readonly concurrent: number
  readonly perMinute: number
  readonly perDay: number
}

/** What holds a line back, and for how long at least; without a known end the wait is to be asked again. */
export interface Held {
  readonly waitMs: number
  readonly because: string
}

/** Asked again when what holds a line back has no known end (a call must end first). */
export const idleWaitMs = 1_000
const secondMs = 1_000
const minuteMs = 60_000
const failureBackoff: Backoff = { firstMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 }

/** One of our lines: what is up on it, what was dialled on it, and what holds it back. Times are monotonic milliseconds. */
export class LineLoad {
  line: Line
  readonly #caps: LineCaps
  readonly #starts: Starts
  readonly #live: Record<Direction, number> = { inbound: 0, outbound: 0 }
  /** Granted and not yet dialled: it may be dialled at any instant from now on. */
  placing = 0
  #today: { readonly start: number; count: number }
  #failures = 0
  #restUntil = 0

  /** @param recent dial instants of the last minute, from before this process */
  constructor(
    line: Line,
    caps: LineCaps,
    recent: readonly number[],
    today: { readonly start: number; readonly count: number },
  ) {
    this.line = line
    this.#caps = caps
    this.#starts = new Starts(recent)
    this.#today = { ...today }
  }

  get live(): number {
    return this.#live.inbound + this.#live.outbound
  }

  liveOf(direction: Direction): number {
    return this.#live[direction]
  }

  /** When it was dialled on last; 0 = not lately. */
  get lastStart(): number {
    return this.#starts.last
  }

  /** Start of the day whose calls are counted, and how many they are. */
  get today(): { readonly start: number; readonly count: number } {
    return this.#today
  }

  dialledLastMinute(now: number): number {
    return this.#starts.countSince(now - minuteMs)
  }

  get hasRoom(): boolean {
    return this.#caps.concurrent === 0 || this.live < this.#caps.concurrent
  }

  /** Holds a seat; disposal gives it back. */
  seat(direction: Direction): Disposable {
    this.#live[direction]++
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#live[direction]--
        held = false
      },
    }
  }

  /** Another day has begun, or the clock was put back into another one. */
  beginDay(start: number, count: number): void {
    this.#today = { start, count }
  }

  noteStart(now: number): void {
    this.#starts.prune(now - minuteMs)
    this.#starts.add(now)
    this.#today.count++
  }

  /** An order to dial was taken up later than it was given. */
  moveStart(from: number, to: number): void {
    this.#starts.move(from, to)
  }

  /** A call on it could not be placed: it rests, longer each time. */
  failed(now: number): void {
    this.#restUntil = now + delayMs(failureBackoff, ++this.#failures, () => 0)
  }

  worked(): void {
    this.#failures = 0
    this.#restUntil = 0
  }

  /** Until the next order to dial may be given, as far as the pace goes. */
  paceMs(now: number): number {
    const { perMinute } = this.#caps
    return Math.max(this.#starts.waitMs(now, secondMs, 1), this.#starts.waitMs(now, minuteMs, perMinute))
  }

  /** What holds outbound calls back besides waiting callers and the pace. */
  held(now: number, untilTomorrowMs: () => number): Held | undefined {
    const { perDay } = this.#caps
    if (this.placing > 0) return { waitMs: idleWaitMs, because: 'a call is being placed on this line' }
    if (!this.hasRoom) return { waitMs: idleWaitMs, because: 'the line is full (MAX_CONCURRENT_CALLS)' }
    if (perDay > 0 && this.#today.count >= perDay) {
      return { waitMs: Math.max(idleWaitMs, untilTomorrowMs()), because: 'MAX_CALLS_PER_DAY is reached' }
    }
    if (this.#restUntil <= now) return undefined
    return { waitMs: this.#restUntil - now, because: 'the line rests after a failure' }
  }
}
