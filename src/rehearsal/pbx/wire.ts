import type { Wire, WireRequest, WireSocket } from '../../ari/wire.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Connection, PbxEvent } from './application.ts'
import type { VirtualPbx } from './pbx.ts'
import type { Reply } from './reply.ts'

/** How late a late answer comes. */
const lateMs = 3_000

/** A way to a virtual PBX without any network: what a client needs of `fetch` and of `WebSocket`. */
export class VirtualWire implements Wire {
  readonly #pbx: VirtualPbx
  readonly #clock: Clock
  #requests = 0

  constructor(pbx: VirtualPbx, clock: Clock) {
    this.#pbx = pbx
    this.#clock = clock
  }

  /** Requests carried so far. */
  get requests(): number {
    return this.#requests
  }

  /** Carries out one request below `/ari`; rejects as a real connection does. */
  async fetch(url: string, request: WireRequest): Promise<Response> {
    const pbx = this.#pbx
    this.#requests++
    request.signal.throwIfAborted()
    if (!pbx.up) throw failure('ECONNREFUSED')
    if (pbx.faults.strikes('request_lost')) throw failure('ECONNRESET')
    const reply = this.#reply(url, request)
    if (pbx.faults.strikes('answer_lost')) throw failure('ECONNRESET')
    if (pbx.faults.strikes('answer_nonsense')) return nonsense()
    if (pbx.faults.strikes('answer_late')) await this.#clock.sleep(lateMs, request.signal)
    return responseOf(reply)
  }

  /** Opens the event socket. */
  openSocket(url: URL, headers: Readonly<Record<string, string>>): VirtualSocket {
    return new VirtualSocket(this.#pbx, url, headers['authorization'])
  }

  #reply(url: string, request: WireRequest): Reply {
    const { method, headers, body } = request
    const at = url.indexOf('/ari/')
    if (at < 0) return { status: 404, body: { message: 'Not Found' } }
    const denied = this.#pbx.authorise(headers['authorization'], method)
    return (
      denied ??
      this.#pbx.request(method, url.slice(at + '/ari'.length), body === undefined ? undefined : JSON.parse(body))
    )
  }
}

/** Something between us and the exchange answers in its place. */
function nonsense(): Response {
  return new Response('<html><title>502 Bad Gateway</title></html>', { headers: { 'content-type': 'text/html' } })
}

/** A reply as it goes over HTTP. */
export function responseOf({ status, body, file }: Reply): Response {
  if (file !== undefined) return new Response(file, { status, headers: { 'content-type': 'audio/wav' } })
  if (body === undefined) return new Response(null, { status })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

function failure(code: string): Error {
  return Object.assign(new Error('the connection failed'), { code })
}

type Listener = (event: Event) => void

/** The client's end of an event socket that never leaves the process. */
export class VirtualSocket implements WireSocket {
  readonly #listeners = new Map<string, Listener[]>()
  readonly #pbx: VirtualPbx
  #connection: Connection | undefined
  #state: number = WebSocket.CONNECTING

  constructor(pbx: VirtualPbx, url: URL, authorization: string | undefined) {
    this.#pbx = pbx
    queueMicrotask(() => this.#handshake(url, authorization))
  }

  get readyState(): number {
    return this.#state
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  /** A request over the socket; its answer comes as an event. */
  send(text: string): void {
    const connection = this.#connection
    if (connection === undefined || !this.#pbx.up) return
    const answer = restOverSocket(this.#pbx, text)
    if (answer !== undefined && !connection.stalled) queueMicrotask(() => this.#message(answer))
  }

  ping(): void {
    if (this.#connection?.stalled === false && this.#pbx.up) queueMicrotask(() => this.#tell(new Event('pong')))
  }

  terminate(): void {
    const connection = this.#connection
    this.#connection = undefined
    if (connection !== undefined) this.#pbx.disconnect(connection)
    this.#close()
  }

  #handshake(url: URL, authorization: string | undefined): void {
    if (this.#state !== WebSocket.CONNECTING) return
    const denied = handshakeFault(this.#pbx, url, authorization)
    if (denied !== undefined) {
      this.#tell(Object.assign(new Event('error'), { message: denied === 0 ? 'failed' : `status code: ${denied}` }))
      this.#close()
      return
    }
    this.#state = WebSocket.OPEN
    this.#connection = this.#pbx.connect({
      ...socketOrder(url),
      subscriber: { deliver: (event) => this.#message(event), cut: () => this.#cut() },
    })
    this.#tell(new Event('open'))
  }

  #message(event: PbxEvent | Readonly<Record<string, unknown>>): void {
    if (this.#state !== WebSocket.OPEN) return
    if (this.#pbx.faults.strikes('event_nonsense')) this.#tell(new MessageEvent('message', { data: '{"type":7,' }))
    this.#tell(new MessageEvent('message', { data: JSON.stringify(event) }))
  }

  #cut(): void {
    this.#connection = undefined
    this.#close()
  }

  #close(): void {
    if (this.#state === WebSocket.CLOSED) return
    this.#state = WebSocket.CLOSED
    this.#tell(new Event('close'))
  }

  #tell(event: Event): void {
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event)
  }
}

/** The status with which a handshake is refused; 0 when nobody answers, undefined when it is not refused. */
export function handshakeFault(pbx: VirtualPbx, url: URL, authorization: string | undefined): number | undefined {
  if (!pbx.up) return 0
  if (!url.pathname.endsWith('/ari/events')) return 404
  const denied = pbx.authorise(authorization, 'GET')
  if (denied !== undefined) return denied.status
  return url.searchParams.get('app') === null ? 400 : undefined
}

/** What the address of an event socket asks for. */
export function socketOrder(url: URL): { readonly apps: readonly string[]; readonly subscribeAll: boolean } {
  const apps = (url.searchParams.get('app') ?? '').split(',')
  return { apps, subscribeAll: url.searchParams.get('subscribeAll') === 'true' }
}

/** The answer to a request that came over the event socket; undefined where this version does not know such a thing. */
export function restOverSocket(pbx: VirtualPbx, text: string): Readonly<Record<string, unknown>> | undefined {
  if (!pbx.restOverSocket) return undefined
  const asked = JSON.parse(text) as {
    readonly method: string
    readonly uri: string
    readonly request_id: string
    readonly transaction_id: string
    readonly message_body?: string
  }
  const body: unknown = asked.message_body === undefined ? undefined : JSON.parse(asked.message_body)
  const reply = pbx.request(asked.method, `/${asked.uri}`, body)
  // A file cannot travel that way.
  const { status, body: value } =
    reply.file === undefined ? reply : { status: 406, body: { message: 'Not Acceptable' } }
  return {
    type: 'RESTResponse',
    request_id: asked.request_id,
    transaction_id: asked.transaction_id,
    status_code: status,
    uri: asked.uri,
    ...(value === undefined ? {} : { content_type: 'application/json', message_body: JSON.stringify(value) }),
  }
}
