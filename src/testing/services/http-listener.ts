import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** Where a stand-in listens: 127.0.0.1 and any free port unless given. */
export interface ListenAt {
  readonly host?: string
  readonly port?: number
}

/** A request as it came over the wire, read to its end. */
export interface Received {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array
}

/** What the client gets to see. */
export type Reply =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** The connection closes, after `sent` when given: a longer answer was promised. */
  | { readonly kind: 'cut'; readonly sent?: string }
  /** Nothing, ever; the connection stays open. */
  | { readonly kind: 'silence' }

/** How a service answers one request; its signal aborts when the service closes. */
export type Handle = (received: Received, signal: AbortSignal) => Promise<Reply>

/** A listening service; disposal closes every connection. */
export interface Listening {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly origin: string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Serves `handle` over HTTP; its signal aborts when the service closes. Node's server, for it alone can break a
 * connection off in the middle of an answer without a word on the console.
 */
export async function listen(where: ListenAt, handle: Handle): Promise<Listening> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    // Owned here: a failing handler is told to the client, which fails its test.
    void receive(request)
      .then((received) => handle(received, closing.signal))
      .catch((error: unknown): Reply => ({ kind: 'answer', status: 500, headers: {}, body: `stand-in: ${error}` }))
      .then((reply) => send(reply, response))
  })
  const host = where.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port ?? 0, host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('the stand-in is closing'))
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  const url = new URL(request.url ?? '/', `http://${headers.get('host') ?? 'stand-in'}`)
  return { method: request.method ?? '', url, headers, body: Buffer.concat(chunks) }
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'silence') return
  if (reply.kind === 'answer') {
    response.writeHead(reply.status, reply.headers).end(reply.body)
    return
  }
  const { sent } = reply
  if (sent === undefined) {
    response.socket?.destroy()
    return
  }
  const promised = String(Buffer.byteLength(sent) + 1_000)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': promised })
  response.write(sent, () => response.socket?.destroy())
}
