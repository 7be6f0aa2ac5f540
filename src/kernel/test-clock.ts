import type { Clock } from './clock.ts'
import { Heap } from './heap.ts'

interface Sleeper {
  readonly dueMs: number
  readonly order: number
  /** Absent once it sleeps no more. */
  wake: (() => void) | undefined
}

/** A clock that moves only when told to; wakes sleepers in order and lets their work settle between two wakes. */
export class TestClock implements Clock {
  #epochMs: number
  readonly #sleepers = new Heap<Sleeper>((one, other) =>
    one.dueMs === other.dueMs ? one.order < other.order : one.dueMs < other.dueMs,
  )
  #elapsedMs = 0
  #order = 0

  constructor(epochMs = Date.UTC(2026, 0, 5, 8, 0, 0)) {
    this.#epochMs = epochMs
  }

  /** Whole milliseconds, as every wall clock tells them. */
  now(): number {
    return Math.floor(this.#epochMs + this.#elapsedMs)
  }

  /** Somebody sets the wall clock; time itself goes on as before. */
  setWall(epochMs: number): void {
    this.#epochMs = epochMs - this.#elapsedMs
  }

  elapsed(): number {
    return this.#elapsedMs
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => {
      sleeper.wake = undefined
      reject(signal.reason)
    }
    const sleeper: Sleeper = {
      dueMs: this.#elapsedMs + Math.max(0, ms),
      order: this.#order++,
      wake: () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      },
    }
    this.#sleepers.push(sleeper)
    signal.addEventListener('abort', onAbort, { once: true })
    return promise
  }

  /** Moves `ms` forward, waking each sleeper at its own instant. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms
    await settle()
    while (await this.step(untilMs));
    this.#elapsedMs = untilMs
    await settle()
  }

  /** Moves to the instant of the next sleeper due by then (monotonic milliseconds) and wakes it; false when there is none. */
  async step(untilMs: number): Promise<boolean> {
    const next = this.#next(untilMs)
    if (next === undefined) return false
    this.#sleepers.pop()
    this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs)
    next.wake?.()
    await settle()
    return true
  }

  #next(untilMs: number): Sleeper | undefined {
    for (let first = this.#sleepers.first; first !== undefined; first = this.#sleepers.first) {
      if (first.wake !== undefined) return first.dueMs <= untilMs ? first : undefined
      this.#sleepers.pop()
    }
    return undefined
  }
}

/** Lets every promise that can go on, go on: two turns of the event loop reach through files and sockets of one step. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
