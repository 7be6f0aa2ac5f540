import type { Clock } from '../kernel/clock.ts'
import { race } from '../kernel/scope.ts'

/** A fact that becomes known once: the first value stays, everyone who waits gets it. */
export class Latch<T> {
  readonly #waiting = new Set<(value: T) => void>()
  #known: { readonly value: T } | undefined

  /** The value, once known. */
  get value(): T | undefined {
    return this.#known?.value
  }

  get isSet(): boolean {
    return this.#known !== undefined
  }

  /** Makes it known; later values are ignored. */
  set(value: T): void {
    if (this.#known !== undefined) return
    this.#known = { value }
    for (const wake of this.#waiting) wake(value)
    this.#waiting.clear()
  }

  /** The value as soon as it is known; rejects with the signal's reason when that aborts first. */
  async wait(signal: AbortSignal): Promise<T> {
    if (this.#known !== undefined) return this.#known.value
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const onAbort = (): void => reject(signal.reason)
    this.#waiting.add(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await promise
    } finally {
      this.#waiting.delete(resolve)
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** True once it is known, false when `ms` have passed before. */
  async within(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#known !== undefined) return true
    return await race<boolean>(
      signal,
      async (inner) => {
        await this.wait(inner)
        return true
      },
      async (inner) => {
        await clock.sleep(ms, inner)
        return false
      },
    )
  }
}
