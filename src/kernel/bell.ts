import type { Clock } from './clock.ts'

/** Wakes one waiter early: rung while nobody waits, the next wait returns at once. */
export class Bell {
  #rung = false
  #waiting: PromiseWithResolvers<void> | undefined

  ring(): void {
    this.#rung = true
    this.#waiting?.resolve()
  }

  /** Resolves when rung or after `ms`; rejects with the signal's reason. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung) {
      const waiting = Promise.withResolvers<void>()
      this.#waiting = waiting
      const timer = new AbortController()
      const sleeping = clock
        .sleep(ms, AbortSignal.any([signal, timer.signal]))
        .then(waiting.resolve, (error: unknown) => {
          if (signal.aborted) waiting.reject(error)
        })
      try {
        await waiting.promise
      } finally {
        this.#waiting = undefined
        timer.abort(new Error('rung'))
        await sleeping
      }
    }
    this.#rung = false
  }
}
