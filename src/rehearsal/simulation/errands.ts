import type { Fetch, FetchOptions } from '../../kernel/fetch.ts'
import type { Handle, Received, Reply } from '../../testing/services/http-listener.ts'
import type { Trace } from './trace.ts'

/** The services of a simulated world, by the host they are reached under. */
export type Services = Readonly<Record<string, Handle>>

/** Carries requests to services of the same process. `busy` counts those whose answer takes more than virtual time. */
export function virtualFetch(services: Services, trace: Trace): { readonly fetch: Fetch; readonly busy: () => number } {
  let busy = 0
  const carry: Fetch = async (address, options) => {
    const url = new URL(address)
    const handle = services[url.host]
    if (handle === undefined) throw networkFault('ECONNREFUSED')
    busy++
    const received = await receivedOf(url, options).finally(() => {
      busy--
    })
    const reply = await handle(received, options.signal)
    options.signal.throwIfAborted()
    trace.add(`${url.host} ${options.method} ${url.pathname} → ${toldOf(reply)}`, bodyOf(reply))
    return await responseOf(reply, options.signal)
  }
  return { fetch: carry, busy: () => busy }
}

async function receivedOf(url: URL, { method, headers, body }: FetchOptions): Promise<Received> {
  const carried = new Response(body ?? '')
  const type = carried.headers.get('content-type')
  const bytes = new Uint8Array(await carried.arrayBuffer())
  const all = new Headers(headers)
  if (body instanceof FormData && type !== null) all.set('content-type', type)
  return { method, url, headers: all, body: bytes }
}

async function responseOf(reply: Reply, signal: AbortSignal): Promise<Response> {
  switch (reply.kind) {
    case 'answer':
      return new Response(reply.body, { status: reply.status, headers: reply.headers })
    case 'cut':
      if (reply.sent === undefined) throw networkFault('ECONNRESET')
      return new Response(brokenOff(reply.sent), { headers: { 'content-type': 'application/json' } })
    case 'silence':
      return await new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
  }
}

function brokenOff(sent: string): ReadableStream<Uint8Array> {
  let told = false
  return new ReadableStream({
    pull(controller) {
      if (told) controller.error(networkFault('ECONNRESET'))
      else controller.enqueue(new TextEncoder().encode(sent))
      told = true
    },
  })
}

function networkFault(code: string): Error {
  return Object.assign(new Error('the connection failed'), { code })
}

function toldOf(reply: Reply): string {
  return reply.kind === 'answer' ? String(reply.status) : reply.kind
}

function bodyOf(reply: Reply): string {
  return reply.kind === 'answer' ? reply.body : ''
}
