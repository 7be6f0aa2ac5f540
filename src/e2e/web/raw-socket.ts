import { connect, type Socket } from 'node:net'

/** Bytes to the page as no browser would send them. */
export class RawSocket implements Disposable {
  readonly socket: Socket
  /** Resolves with everything that came, once the other side has closed. */
  readonly closed: Promise<string>
  #text = ''
  readonly #waiters = new Set<() => void>()

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.setNoDelay(true)
    const { promise, resolve } = Promise.withResolvers<string>()
    this.closed = promise
    this.socket.on('data', (data) => {
      this.#text += data.toString('latin1')
      for (const waiter of this.#waiters) waiter()
    })
    this.socket.on('error', () => undefined) // told by its closing
    this.socket.on('close', () => resolve(this.#text))
  }

  /** Everything that came so far. */
  get text(): string {
    return this.#text
  }

  send(text: string): void {
    this.socket.write(text)
  }

  /** Resolves once what came matches, or the other side has closed. */
  async come(pattern: RegExp): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>()
    const look = (): void => {
      if (pattern.test(this.#text)) resolve(this.#text)
    }
    this.#waiters.add(look)
    look()
    void this.closed.then(resolve)
    const text = await promise
    this.#waiters.delete(look)
    return text
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

/** Sends one request word for word; resolves with the answer's status, or 0 where the connection was closed without one. */
export async function rawStatus(
  port: number,
  request: string,
): Promise<{ readonly status: number; readonly text: string }> {
  using raw = new RawSocket(port)
  raw.send(request)
  const text = await raw.come(/^HTTP\/1\.1 \d{3}[\s\S]*?\r\n\r\n/)
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }
}
