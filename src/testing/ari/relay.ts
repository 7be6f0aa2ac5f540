import type { Socket, TCPSocketListener } from 'bun'

type Peer = Socket<Link>

interface Link {
  peer: Peer | undefined
  waiting: Uint8Array[]
}

/** A wire that can be cut or go dead: relays TCP to an address, until a test says otherwise. */
export class Relay implements Disposable {
  readonly #listener: TCPSocketListener<Link>
  readonly #sockets = new Set<Peer>()
  #state: 'open' | 'cut' | 'dead' = 'open'

  constructor(to: { readonly hostname: string; readonly port: number }) {
    const handler = {
      data: (from: Peer, bytes: Buffer) => {
        if (this.#state === 'dead') return
        if (from.data.peer === undefined) from.data.waiting.push(new Uint8Array(bytes))
        else from.data.peer.write(bytes)
      },
      close: (socket: Peer) => {
        this.#sockets.delete(socket)
        if (this.#state !== 'dead') socket.data.peer?.end()
      },
      error: (socket: Peer) => {
        socket.terminate()
      },
    }
    this.#listener = Bun.listen<Link>({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        ...handler,
        open: (near) => {
          near.data = { peer: undefined, waiting: [] }
          if (this.#state === 'cut') {
            near.terminate()
            return
          }
          this.#sockets.add(near)
          const connecting = Bun.connect<Link>({
            ...to,
            data: { peer: near, waiting: [] },
            socket: {
              ...handler,
              open: (far) => {
                this.#sockets.add(far)
                near.data.peer = far
                for (const bytes of near.data.waiting.splice(0)) far.write(bytes)
              },
            },
          })
          connecting.catch(() => near.terminate()) // the far side is down, and so is the near one
        },
      },
    })
  }

  get port(): number {
    return this.#listener.port
  }

  /** Breaks what is connected and refuses what would connect. */
  cut(): void {
    this.#state = 'cut'
    for (const socket of this.#sockets) socket.terminate()
  }

  /** Lets everything stay open and carries nothing any more. */
  stall(): void {
    this.#state = 'dead'
  }

  /** Carries again; what was stalled stays lost. */
  mend(): void {
    const stalled = this.#state === 'dead'
    this.#state = 'open'
    if (stalled) for (const socket of this.#sockets) socket.terminate()
  }

  [Symbol.dispose](): void {
    this.#listener.stop(true)
    for (const socket of this.#sockets) socket.terminate()
  }
}
