/** At most `limit` pieces of work at once; the rest wait in order of arrival. */
export class Limiter {
  readonly #limit: number
  readonly #queue: (() => void)[] = []
  #held = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** A place, held until disposed. Rejects with the signal's reason when it aborts first. */
  async acquire(signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    if (this.#held >= this.#limit) {
      const turn = Promise.withResolvers<void>()
      const enter = (): void => turn.resolve()
      const leave = (): void => {
        const at = this.#queue.indexOf(enter)
        if (at >= 0) {
          this.#queue.splice(at, 1)
          turn.reject(signal.reason)
        }
      }
      this.#queue.push(enter)
      signal.addEventListener('abort', leave, { once: true })
      await turn.promise
      signal.removeEventListener('abort', leave)
    } else {
      this.#held++
    }
    return this.#grant()
  }

  #grant(): Disposable {
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        const next = this.#queue.shift()
        if (next === undefined) this.#held--
        else next() // the place passes on without becoming free in between
      },
    }
  }
}
