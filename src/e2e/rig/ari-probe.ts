/** How to reach the REST interface and the event socket of an Asterisk. */
export interface AriAccess {
  readonly ariUrl: string
  readonly ariWsUrl: string
  readonly username: string
  readonly password: string
}

/** What one REST request says. */
export interface AriRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT'
  /** Path below the base, such as `/channels`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An event as it came; only what the rig looks at is named. */
export interface AriEvent {
  readonly type: string
  readonly cause?: number
  readonly channel?: { readonly id: string; readonly state?: string }
  readonly playback?: { readonly id: string; readonly state?: string }
  readonly [field: string]: unknown
}

/** A REST request outside the product's own client, so that tests of it do not lean on it; throws on a status of 400 or more. */
export async function ari(access: AriAccess, request: AriRequest, signal: AbortSignal): Promise<unknown> {
  const query = new URLSearchParams(request.query ?? {})
  const response = await fetch(`${access.ariUrl}${request.path}?${query}`, {
    method: request.method,
    headers: {
      authorization: `Basic ${btoa(`${access.username}:${access.password}`)}`,
      'content-type': 'application/json',
    },
    signal,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${request.method} ${request.path}: ${response.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}

/** Every event of an application from the moment it is connected. */
export class AriEvents implements AsyncDisposable {
  readonly #socket: WebSocket
  readonly #events: AriEvent[] = []
  readonly #waiters = new Set<() => void>()
  #closed = false

  private constructor(socket: WebSocket, types: readonly string[] | undefined) {
    this.#socket = socket
    socket.addEventListener('message', (message) => {
      const event = JSON.parse(String(message.data)) as AriEvent
      if (types && !types.includes(event.type)) return
      this.#events.push(event)
      for (const wake of this.#waiters) wake()
    })
    socket.addEventListener('close', () => {
      this.#closed = true
      for (const wake of this.#waiters) wake()
    })
  }

  /** Connects, and keeps the events of the types named, else all; throws when Asterisk does not accept us. */
  static async connect(
    access: AriAccess,
    app: string,
    subscribeAll: boolean,
    types?: readonly string[],
  ): Promise<AriEvents> {
    const query = new URLSearchParams({ app, subscribeAll: String(subscribeAll) })
    const headers = { authorization: `Basic ${btoa(`${access.username}:${access.password}`)}` }
    const socket = new WebSocket(`${access.ariWsUrl}?${query}`, { headers })
    const events = new AriEvents(socket, types)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener(
      'close',
      (closed) => reject(new Error(`Asterisk closed the event socket: ${closed.code}`)),
      { once: true },
    )
    await promise
    return events
  }

  /** Everything heard so far. */
  get all(): readonly AriEvent[] {
    return this.#events
  }

  /** Whether the socket is still there. */
  get open(): boolean {
    return !this.#closed
  }

  /** The first event, past (from index `since` on) or future, that satisfies it; `undefined` when the socket closes before. */
  async find(
    condition: (event: AriEvent) => boolean,
    since: number,
    signal: AbortSignal,
  ): Promise<AriEvent | undefined> {
    for (let seen = since; ; ) {
      for (; seen < this.#events.length; seen++) if (condition(this.#events[seen]!)) return this.#events[seen]
      if (this.#closed) return undefined
      await this.#next(signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiters.add(resolve)
    this.#socket.close()
    const giveUp = setTimeout(resolve, 500)
    await promise
    clearTimeout(giveUp)
  }

  async #next(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#waiters.add(resolve)
    try {
      await promise
    } finally {
      this.#waiters.delete(resolve)
      signal.removeEventListener('abort', onAbort)
    }
  }
}
