import type { Clock } from '../../kernel/clock.ts'
import { Heap } from '../../kernel/heap.ts'

/** Something that will happen, unless it is called off. */
export interface Due {
  readonly atMs: number
  readonly order: number
  happen: (() => void) | undefined
}

/** What is to happen and when, in order; of all of it only the next waits on the clock. */
export class Timeline implements Disposable {
  readonly #clock: Clock
  readonly #heap = new Heap<Due>(before)
  readonly #over = new AbortController()
  #order = 0
  #waiting: { readonly atMs: number; readonly controller: AbortController } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds on the clock's monotonic scale. */
  get nowMs(): number {
    return this.#clock.elapsed()
  }

  /** Lets something happen after so many milliseconds; what is due at one instant happens in the order it was ordered. */
  after(ms: number, happen: () => void): Due {
    const due: Due = { atMs: this.nowMs + Math.max(0, ms), order: this.#order++, happen }
    this.#heap.push(due)
    this.#wait()
    return due
  }

  /** It will not happen; calling off what has happened does no harm. */
  cancel(due: Due | undefined): void {
    if (due !== undefined) due.happen = undefined
  }

  /** Nothing of what was to happen will. */
  clear(): void {
    this.#heap.clear()
  }

  [Symbol.dispose](): void {
    this.clear()
    this.#over.abort(new Error('the exchange is gone'))
  }

  #wait(): void {
    while (this.#heap.first !== undefined && this.#heap.first.happen === undefined) this.#heap.pop()
    const next = this.#heap.first
    if (next === undefined || this.#over.signal.aborted) return
    if (this.#waiting !== undefined) {
      if (this.#waiting.atMs <= next.atMs) return
      this.#waiting.controller.abort(superseded)
    }
    const controller = new AbortController()
    const waiting = { atMs: next.atMs, controller }
    this.#waiting = waiting
    const over = (): void => controller.abort(superseded)
    this.#over.signal.addEventListener('abort', over, { once: true })
    this.#clock.sleep(Math.max(0, next.atMs - this.nowMs), controller.signal).then(
      () => {
        this.#over.signal.removeEventListener('abort', over)
        if (this.#waiting === waiting) this.#waiting = undefined
        this.#run()
      },
      () => this.#over.signal.removeEventListener('abort', over), // another came first, or it is all over
    )
  }

  #run(): void {
    for (let next = this.#heap.first; next !== undefined; next = this.#heap.first) {
      if (next.happen !== undefined && next.atMs > this.nowMs) break
      this.#heap.pop()
      next.happen?.()
    }
    this.#wait()
  }
}

const superseded = new Error('something else comes first')

function before(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
}
