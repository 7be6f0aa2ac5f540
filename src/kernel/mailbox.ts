/** Thrown by {@link Mailbox.take} once the box is closed and empty. */
export class MailboxClosed extends Error {
  override readonly name = 'MailboxClosed'
}

/** A bounded queue with one reader: the writer never waits, the reader reads at its own pace, a full box says so. */
export class Mailbox<T> {
  readonly #capacity: number
  readonly #items: T[] = []
  #waiting: PromiseWithResolvers<void> | undefined
  #closed: Error | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** False when the box is full or closed: the item was not taken and its sender must react. */
  put(item: T): boolean {
    if (this.#closed !== undefined || this.#items.length >= this.#capacity) return false
    this.#items.push(item)
    this.#waiting?.resolve()
    return true
  }

  /** The next item, in order of arrival. Rejects with the signal's reason, or {@link MailboxClosed} when closed and empty. */
  async take(signal: AbortSignal): Promise<T> {
    while (this.#items.length === 0) {
      signal.throwIfAborted()
      if (this.#closed !== undefined) throw this.#closed
      const waiting = Promise.withResolvers<void>()
      this.#waiting = waiting
      const onAbort = (): void => waiting.resolve()
      signal.addEventListener('abort', onAbort, { once: true })
      await waiting.promise
      signal.removeEventListener('abort', onAbort)
    }
    return this.#items.shift() as T
  }

  /** No more items; what is inside can still be read. */
  close(): void {
    this.#closed ??= new MailboxClosed('the mailbox is closed')
    this.#waiting?.resolve()
  }

  get size(): number {
    return this.#items.length
  }
}
