import type { Clock } from '../kernel/clock.ts'
import type { Mailbox } from '../kernel/mailbox.ts'
import type { Secret } from '../kernel/secret.ts'
import { basicAuthorization } from './http.ts'
import { Latch } from './latch.ts'
import { realWire, type Wire, type WireSocket } from './wire.ts'

/** Where the event socket is, who we are, and under which name events come. */
export interface SocketAddress {
  readonly wsUrl: string
  readonly app: string
  readonly username: string
  readonly password: Secret
}

/** How the socket is kept alive: pinged so often, given up after so many pings without any sign of life. */
export const heartbeat = { everyMs: 5_000, missed: 2 } as const

/** One connection to Asterisk's events. Its messages go to a mailbox as they come; nothing is done with them here. */
export class EventSocket implements Disposable {
  readonly #socket: WireSocket
  readonly #opened = new Latch<boolean>()
  /** Set with the reason, for people, once it is closed from either side. */
  readonly closed = new Latch<string>()
  #unanswered = 0

  /** @param inbox a full one closes the socket: events that are not read are as good as lost */
  constructor(address: SocketAddress, inbox: Mailbox<string>, wire: Pick<Wire, 'openSocket'> = realWire) {
    const url = new URL(address.wsUrl)
    url.searchParams.set('app', address.app)
    this.#socket = wire.openSocket(url, { authorization: basicAuthorization(address.username, address.password) })
    this.#socket.addEventListener('open', () => this.#opened.set(true))
    this.#socket.addEventListener('message', (message) => {
      this.#unanswered = 0
      if (!inbox.put(String((message as MessageEvent).data))) this.close('we could not keep up with its events')
    })
    this.#socket.addEventListener('pong', () => {
      this.#unanswered = 0
    })
    this.#socket.addEventListener('error', (error) => this.#end(handshakeFault(error)))
    this.#socket.addEventListener('close', () => this.#end('Asterisk closed the event socket'))
  }

  /** True once open; false when it closed instead. Rejects with the signal's reason. */
  async open(clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    if (!(await this.#opened.within(clock, timeoutMs, signal))) this.close('no answer')
    return this.#opened.value === true
  }

  /** Sends a message; false when the socket is not open. */
  send(text: string): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false
    this.#socket.send(text)
    return true
  }

  /**
   * Pings until the socket closes, and closes it when nothing comes back: a socket can look open for ever while
   * Asterisk has long stopped writing to it.
   */
  async keepAlive(clock: Clock, signal: AbortSignal): Promise<string> {
    while (!(await this.closed.within(clock, heartbeat.everyMs, signal))) {
      if (this.#unanswered >= heartbeat.missed) this.close('Asterisk stopped answering on the event socket')
      else {
        this.#unanswered++
        this.#socket.ping()
      }
    }
    return await this.closed.wait(signal)
  }

  /** Closes it for a reason of ours. */
  close(because: string): void {
    this.#end(because)
    this.#socket.terminate() // a close that waits for the other side may wait for ever
  }

  [Symbol.dispose](): void {
    this.close('we closed the event socket')
  }

  #end(because: string): void {
    this.#opened.set(false)
    this.closed.set(because)
  }
}

/** The status of a refused handshake; the text around it holds the address. */
function handshakeFault(event: Event): string {
  const message = 'message' in event ? String(event.message) : ''
  const status = /status code: (\d{3})/.exec(message)?.[1]
  return status === undefined ? 'the connection failed' : `status ${status}`
}
