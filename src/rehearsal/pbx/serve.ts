import type { ServerWebSocket } from 'bun'
import type { Connection } from './application.ts'
import type { VirtualPbx } from './pbx.ts'
import { handshakeFault, responseOf, restOverSocket, socketOrder } from './wire.ts'

/** A virtual PBX on a real port of this machine. */
export interface ServedPbx extends Disposable {
  /** `http://127.0.0.1:<port>/ari` */
  readonly baseUrl: string
  /** `ws://127.0.0.1:<port>/ari/events` */
  readonly wsUrl: string
  readonly port: number
}

interface Peer {
  readonly url: URL
  connection: Connection | undefined
}

/** Serves a virtual PBX on loopback, on a free port unless one is named; throws when that is taken. */
export function serve(pbx: VirtualPbx, port = 0): ServedPbx {
  const server = Bun.serve<Peer>({
    hostname: '127.0.0.1',
    port,
    async fetch(request, own) {
      const url = new URL(request.url)
      const authorization = request.headers.get('authorization') ?? loginIn(url)
      if (url.pathname === '/ari/events') {
        const fault = handshakeFault(pbx, url, authorization)
        if (fault !== undefined) return new Response(null, { status: fault === 0 ? 503 : fault })
        return own.upgrade(request, { data: { url, connection: undefined } })
          ? undefined
          : new Response(null, { status: 400 })
      }
      return await answer(pbx, request, url, authorization)
    },
    websocket: {
      // Pings are answered by the server itself, stalled or not: a stall is told by silence of events alone here.
      open(socket) {
        socket.data.connection = pbx.connect({ ...socketOrder(socket.data.url), subscriber: subscriberOf(socket) })
      },
      message(socket, text) {
        const reply = restOverSocket(pbx, String(text))
        if (reply !== undefined && socket.data.connection?.stalled === false) socket.send(JSON.stringify(reply))
      },
      close(socket) {
        const { connection } = socket.data
        if (connection !== undefined) pbx.disconnect(connection)
      },
    },
  })
  const at = `127.0.0.1:${server.port}`
  return {
    port: server.port ?? 0,
    baseUrl: `http://${at}/ari`,
    wsUrl: `ws://${at}/ari/events`,
    [Symbol.dispose]: () => {
      void server.stop(true) // nobody waits for a stand-in to end
    },
  }
}

async function answer(
  pbx: VirtualPbx,
  request: Request,
  url: URL,
  authorization: string | undefined,
): Promise<Response> {
  if (!pbx.up) return new Response(null, { status: 503 })
  if (!url.pathname.startsWith('/ari/')) return new Response(null, { status: 404 })
  const denied = pbx.authorise(authorization, request.method)
  if (denied !== undefined) return responseOf(denied)
  const text = await request.text()
  let body: unknown
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    body = text
  }
  return responseOf(pbx.request(request.method, `${url.pathname.slice('/ari'.length)}${url.search}`, body))
}

function subscriberOf(socket: ServerWebSocket<Peer>): Connection['subscriber'] {
  return {
    deliver: (event) => {
      socket.send(JSON.stringify(event))
    },
    cut: () => socket.terminate(),
  }
}

/** `?api_key=user:password` does as well as a header. */
function loginIn(url: URL): string | undefined {
  const key = url.searchParams.get('api_key')
  return key === null ? undefined : `Basic ${btoa(key)}`
}
