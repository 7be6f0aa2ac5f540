/** Everything of one kind that reached a stand-in, in order; a test can wait for the n-th. */
export class RequestLog<T> {
  readonly #all: T[] = []
  readonly #waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()

  get all(): readonly T[] {
    return this.#all
  }

  /** The newest; undefined when nothing came yet. */
  get last(): T | undefined {
    return this.#all.at(-1)
  }

  add(item: T): void {
    this.#all.push(item)
    for (const waiting of this.#waiting) {
      if (this.#all.length < waiting.count) continue
      this.#waiting.delete(waiting)
      waiting.resolve()
    }
  }

  /** Resolves once `count` have come; rejects with the signal's reason. */
  async reached(count: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#all.length >= count) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting = { count, resolve }
    const onAbort = (): void => {
      this.#waiting.delete(waiting)
      reject(signal.reason)
    }
    this.#waiting.add(waiting)
    signal.addEventListener('abort', onAbort, { once: true })
    await promise
    signal.removeEventListener('abort', onAbort)
  }
}
