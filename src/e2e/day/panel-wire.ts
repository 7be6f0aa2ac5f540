import { connect, createServer, type Server, type Socket } from 'node:net'

/** The way to the panel, whose port can be closed and opened again while the panel itself keeps what it knows. */
export class PanelWire implements AsyncDisposable {
  readonly #to: { readonly host: string; readonly port: number }
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0

  private constructor(to: URL) {
    this.#to = { host: to.hostname, port: Number(to.port) }
  }

  /** Leads to the panel at that address. */
  static async to(url: string): Promise<PanelWire> {
    const wire = new PanelWire(new URL(url))
    await wire.open()
    return wire
  }

  /** The address to ask at. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens on the same port as before. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer((near) => this.#join(near))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    const address = server.address()
    this.#port = typeof address === 'object' && address !== null ? address.port : 0
    this.#server = server
  }

  /** Breaks what is connected; whoever connects from now on is refused. */
  async close(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #join(near: Socket): void {
    const far = connect(this.#to)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }
}
