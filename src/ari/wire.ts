/** The client's end of an event socket: what we need of a `WebSocket`. */
export interface WireSocket {
  readonly readyState: number
  addEventListener(type: 'open' | 'message' | 'pong' | 'error' | 'close', listener: (event: Event) => void): void
  send(text: string): void
  ping(): void
  /** Closes it without waiting for the other side. */
  terminate(): void
}

/** One request on its way: what we set of the options of `fetch`. */
export interface WireRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly redirect: 'manual'
  readonly keepalive: boolean
  readonly signal: AbortSignal
  readonly body?: string
}

/** What carries requests and events to Asterisk: the network, or a stand-in for all of it. */
export interface Wire {
  openSocket(url: URL, headers: Readonly<Record<string, string>>): WireSocket
  /** As the platform's `fetch`. */
  fetch(url: string, request: WireRequest): Promise<Response>
}

/** The network. */
export const realWire: Wire = {
  openSocket: (url, headers) => new WebSocket(url, { headers }),
  fetch: (url, request) => fetch(url, request),
}
