import type { Clock } from './clock.ts'

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/** A clock that moves only when told to; wakes sleepers in order and lets their work settle between two wakes. */
export class TestClock implements Clock {
  #epochMs: number
  readonly #sleepers = new Set<Sleeper>()
  #elapsedMs = 0

  constructor(epochMs = Date.UTC(2026, 0, 5, 8, 0, 0)) {
    this.#epochMs = epochMs
  }

  now(): number {
    return this.#epochMs + this.#elapsedMs
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
      this.#sleepers.delete(sleeper)
      reject(signal.reason)
    }
    const sleeper: Sleeper = {
      dueMs: this.#elapsedMs + Math.max(0, ms),
      wake: () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      },
    }
    this.#sleepers.add(sleeper)
    signal.addEventListener('abort', onAbort, { once: true })
    return promise
  }

  /** Moves `ms` forward, waking each sleeper at its own instant. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms
    await settle()
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#sleepers.delete(next)
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs)
      next.wake()
      await settle()
    }
    this.#elapsedMs = untilMs
    await settle()
  }

  #next(untilMs: number): Sleeper | undefined {
    let first: Sleeper | undefined
    for (const sleeper of this.#sleepers) {
      if (sleeper.dueMs <= untilMs && (first === undefined || sleeper.dueMs < first.dueMs)) first = sleeper
    }
    return first
  }
}

/** Lets every promise that can go on, go on: two turns of the event loop reach through files and sockets of one step. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
