/** The instants at which something was started, within one window or a few: answers how long a sliding window stays full. */
export class Starts {
  /** Monotonic milliseconds, oldest first. */
  readonly #at: number[]

  constructor(at: readonly number[] = []) {
    this.#at = at.toSorted((one, other) => one - other)
  }

  add(at: number): void {
    this.#at.push(at)
  }

  /** What was noted for one instant happened later. */
  move(from: number, to: number): void {
    const at = this.#at.indexOf(from)
    if (at < 0) return
    this.#at.splice(at, 1)
    const behind = this.#at.findLastIndex((one) => one <= to) + 1
    this.#at.splice(behind, 0, to)
  }

  /** The latest; very long ago when there is none. */
  get last(): number {
    return this.#at.at(-1) ?? Number.NEGATIVE_INFINITY
  }

  /** Milliseconds until fewer than `limit` starts lie inside the window; 0 = now. A limit of 0 means none. */
  waitMs(now: number, windowMs: number, limit: number): number {
    if (limit === 0) return 0
    const blocking = this.#at.at(-limit)
    return blocking === undefined ? 0 : Math.max(0, Math.ceil(blocking + windowMs - now))
  }

  /** How many lie after `since`. */
  countSince(since: number): number {
    let count = 0
    for (let index = this.#at.length - 1; index >= 0 && (this.#at[index] as number) > since; index--) count++
    return count
  }

  /** Forgets what lies before `since`. */
  prune(since: number): void {
    const keep = this.#at.findIndex((at) => at >= since)
    this.#at.splice(0, keep === -1 ? this.#at.length : keep)
  }
}
