import type { Server, ServerWebSocket } from 'bun'
import type { Asterisk } from './rig/asterisk.ts'

interface Ends {
  readonly url: string
  readonly authorization: string
  far: WebSocket | undefined
}

/** Stands between an engine and a real Asterisk, passes everything on, and can speak as if it were Asterisk. */
export class InterposedAri implements AsyncDisposable {
  readonly #server: Server<Ends>
  readonly #near = new Set<ServerWebSocket<Ends>>()

  constructor(asterisk: Asterisk) {
    this.#server = Bun.serve<Ends>({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request, server) => {
        const { pathname, search } = new URL(request.url)
        const authorization = request.headers.get('authorization') ?? ''
        if (pathname !== '/ari/events')
          return passOn(request, `${asterisk.ariUrl}${pathname.slice('/ari'.length)}${search}`)
        const data: Ends = { url: `${asterisk.ariWsUrl}${search}`, authorization, far: undefined }
        return server.upgrade(request, { data }) ? undefined : new Response('', { status: 400 })
      },
      websocket: {
        open: (near) => {
          this.#near.add(near)
          const far = new WebSocket(near.data.url, { headers: { authorization: near.data.authorization } })
          near.data.far = far
          far.addEventListener('message', ({ data }) => void near.send(String(data)))
          far.addEventListener('close', () => near.close())
        },
        message: (near, text) => near.data.far?.send(text),
        close: (near) => {
          this.#near.delete(near)
          near.data.far?.terminate()
        },
      },
    })
  }

  /** Settings that lead an engine here. */
  get settings(): Readonly<Record<string, string>> {
    const address = `127.0.0.1:${this.#server.port}`
    return { ARI_BASE_URL: `http://${address}/ari`, ARI_WS_URL: `ws://${address}/ari/events` }
  }

  /** Sends a message on the event socket, between two of Asterisk's own. */
  say(text: string): void {
    for (const near of this.#near) near.send(text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}

async function passOn(request: Request, url: string): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.delete('host')
  const body = request.method === 'GET' ? {} : { body: await request.arrayBuffer() }
  const answer = await fetch(url, { method: request.method, headers, ...body })
  const plain = new Headers(answer.headers)
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) plain.delete(name)
  const empty = [204, 304].includes(answer.status)
  return new Response(empty ? null : await answer.arrayBuffer(), { status: answer.status, headers: plain })
}
