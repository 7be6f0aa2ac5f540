import type { Clock } from '../kernel/clock.ts'
import type { LineLoad } from './line-load.ts'
import { Starts } from './starts.ts'

const secondMs = 1_000
/** How much nearer together than evenly two orders to dial may be. */
const mostEarlyMs = 3
/** How much the latest call tells of how long it takes to get ready to dial, and what is believed at most. */
const leadWeight = 0.2
const longestLeadMs = 500

/** How closely orders to dial may follow each other, over all lines and on each. Times are monotonic milliseconds. */
export class Pace {
  readonly #perSecond: number
  readonly #clock: Clock
  readonly #starts: Starts
  #leadMs = 0

  /** @param perSecond over all lines, 0 = no limit; @param recent orders of the last second, from before this process */
  constructor(perSecond: number, recent: readonly number[], clock: Clock) {
    this.#perSecond = perSecond
    this.#starts = new Starts(recent)
    this.#clock = clock
  }

  /** How long it lately took from a grant until everything was ready to dial: grants are given so much ahead. */
  get leadMs(): number {
    return this.#leadMs
  }

  /** It took so long this time. */
  learnLead(tookMs: number): void {
    this.#leadMs += leadWeight * (Math.min(longestLeadMs, tookMs) - this.#leadMs)
  }

  /** Until there is a place in this second for one more call beside those being placed; undefined: not before one of them is. */
  placeMs(placing: number): number | undefined {
    if (this.#perSecond === 0) return 0
    const left = this.#perSecond - placing
    return left <= 0 ? undefined : this.#starts.waitMs(this.#clock.elapsed(), secondMs, left)
  }

  /** Until an order to dial on this line may be given. */
  waitMs(load: LineLoad): number {
    const now = this.#clock.elapsed()
    if (this.#perSecond === 0) return load.paceMs(now)
    // Evenly over the second: orders given in one instant reach the carrier jostling each other, some early, some late.
    const apartMs = Math.max(0, secondMs / this.#perSecond - mostEarlyMs)
    const inSecondMs = this.#starts.waitMs(now, secondMs, this.#perSecond)
    return Math.max(load.paceMs(now), inSecondMs, this.#starts.waitMs(now, apartMs, 1))
  }

  /** The order is given now; returns the instant it counts for. */
  noteStart(load: LineLoad): number {
    const now = this.#clock.elapsed()
    this.#starts.prune(now - secondMs)
    this.#starts.add(now)
    load.noteStart(now)
    return now
  }

  /** The exchange has taken up an order only now: it counts from now on, so that orders arrive no closer than they may. */
  moveStart(load: LineLoad, from: number): void {
    const now = this.#clock.elapsed()
    this.#starts.move(from, now)
    load.moveStart(from, now)
  }
}
