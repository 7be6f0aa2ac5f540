import type { Server, ServerWebSocket } from 'bun'
import { operations } from '../../ari/description/operations.generated.ts'
import type { UsedOperation } from '../../ari/description/used.ts'
import { FakeState, type Reply } from './fake-state.ts'

/** A request as it arrived: path and query parameters by name, and the body. */
export interface FakeRequest {
  readonly operation: UsedOperation
  readonly parameters: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What a test wants done with a request; undefined leaves it to the usual behaviour. */
export type Script = (request: FakeRequest) => Reply | undefined | Promise<Reply | undefined>

const routes = (Object.keys(operations) as UsedOperation[]).map((operation) => {
  const { method, path } = operations[operation]
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return { operation, method, names, pattern: new RegExp(`^/ari${path.replace(/\{\w+\}/g, '([^/]+)')}$`) }
})

/** Just enough of an Asterisk, on a real port: it keeps channels and bridges, answers requests and sends events as scripted. */
export class FakeAsterisk implements Disposable {
  readonly username = 'salehi'
  readonly password = 'secret'
  readonly app = 'salehi'
  /** Every request so far, in order. */
  readonly requests: FakeRequest[] = []
  readonly state: FakeState
  readonly #scripts = new Map<UsedOperation, Script>()
  readonly #unclaimed = new Map<UsedOperation, FakeRequest[]>()
  readonly #claims = new Map<UsedOperation, ((request: FakeRequest) => void)[]>()
  readonly #sockets = new Set<ServerWebSocket<undefined>>()
  readonly #server: Server<undefined>

  constructor() {
    this.state = new FakeState(this.app, (event) => this.emit(event))
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request, server) => this.#serve(request, server),
      websocket: {
        open: (socket) => {
          for (const other of this.#sockets)
            other.send(JSON.stringify({ type: 'ApplicationReplaced', application: this.app }))
          this.#sockets.clear()
          this.#sockets.add(socket)
        },
        message: (socket, text) => this.#overSocket(socket, String(text)),
        close: (socket) => {
          this.#sockets.delete(socket)
        },
      },
    })
  }

  get port(): number {
    return this.#server.port ?? 0
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/ari`
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.port}/ari/events`
  }

  /** Whether somebody listens for events. */
  get heard(): boolean {
    return this.#sockets.size > 0
  }

  /** Replaces what is done with an operation. */
  on(operation: UsedOperation, script: Script): void {
    this.#scripts.set(operation, script)
  }

  /** The usual behaviour again. */
  off(operation: UsedOperation): void {
    this.#scripts.delete(operation)
  }

  /** The next request of that kind nobody has asked for yet, once it was carried out; a scripted one as it arrives. */
  next(operation: UsedOperation): Promise<FakeRequest> {
    const waiting = this.#unclaimed.get(operation)?.shift()
    if (waiting !== undefined) return Promise.resolve(waiting)
    const { promise, resolve } = Promise.withResolvers<FakeRequest>()
    this.#claims.set(operation, [...(this.#claims.get(operation) ?? []), resolve])
    return promise
  }

  /** How many requests of that kind came. */
  count(operation: UsedOperation): number {
    return this.requests.filter((request) => request.operation === operation).length
  }

  /** Sends an event to whoever is connected; one sent to nobody is lost. */
  emit(event: Readonly<Record<string, unknown>> | string): void {
    const text = typeof event === 'string' ? event : JSON.stringify({ application: this.app, ...event })
    for (const socket of this.#sockets) socket.send(text)
  }

  /** Breaks the event socket without a goodbye. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  [Symbol.dispose](): void {
    this.drop()
    void this.#server.stop(true) // nobody waits for a stand-in to end
  }

  async #serve(request: Request, server: Server<undefined>): Promise<Response | undefined> {
    if (request.headers.get('authorization') !== `Basic ${btoa(`${this.username}:${this.password}`)}`) {
      return Response.json({ message: 'Authentication required' }, { status: 401 })
    }
    const url = new URL(request.url)
    if (url.pathname === '/ari/events') {
      return server.upgrade(request) ? undefined : new Response('', { status: 400 })
    }
    const body: unknown = request.method === 'GET' ? undefined : await request.json().catch(() => undefined)
    const reply = await this.#carryOut(request.method, url, body)
    if (reply.body instanceof Uint8Array) return new Response(reply.body, { status: reply.status })
    return reply.body === undefined
      ? new Response(null, { status: reply.status })
      : Response.json(reply.body, { status: reply.status })
  }

  async #overSocket(socket: ServerWebSocket<undefined>, text: string): Promise<void> {
    const asked = JSON.parse(text) as { method: string; uri: string; request_id: string; message_body?: string }
    const body: unknown = asked.message_body === undefined ? undefined : JSON.parse(asked.message_body)
    const reply = await this.#carryOut(asked.method, new URL(`/ari/${asked.uri}`, 'http://fake'), body)
    const message = reply.body === undefined ? {} : { message_body: JSON.stringify(reply.body) }
    socket.send(
      JSON.stringify({ type: 'RESTResponse', request_id: asked.request_id, status_code: reply.status, ...message }),
    )
  }

  async #carryOut(method: string, url: URL, body: unknown): Promise<Reply> {
    for (const route of routes) {
      const match = route.method === method ? route.pattern.exec(url.pathname) : null
      if (match === null) continue
      const inPath = route.names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')])
      const parameters = { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(inPath) } as Record<
        string,
        string
      >
      const request: FakeRequest = { operation: route.operation, parameters, body }
      const script = this.#scripts.get(route.operation)
      if (script !== undefined) this.#note(request) // a script may never reply
      const reply = (await script?.(request)) ?? this.state.usual(request, this.heard)
      if (script === undefined) this.#note(request)
      return reply
    }
    return { status: 404, body: { message: 'Invalid method' } }
  }

  #note(request: FakeRequest): void {
    this.requests.push(request)
    const claim = this.#claims.get(request.operation)?.shift()
    if (claim !== undefined) claim(request)
    else this.#unclaimed.set(request.operation, [...(this.#unclaimed.get(request.operation) ?? []), request])
  }
}
