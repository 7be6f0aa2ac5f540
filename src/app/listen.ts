import type { ListenAddress } from '../config/read-telephony.ts'
import type { Site } from '../web/site.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** The page, served until disposed. */
export interface ServedPage extends AsyncDisposable {
  /** Where it is seen: `http://127.0.0.1:8188/`. */
  readonly url: string
}

/** A connection on which nothing moves is closed: slow readers and slow writers cost no more than this. */
const idleSeconds = 30
/** No order is longer; what is declared longer is not read. */
const largestBody = 65_536

/** Serves the page until disposed. A port in use is the one fault the page cannot tell of: it ends the start. */
export function listen({ host, port }: ListenAddress, { site }: { readonly site: Pick<Site, 'app'> }): ServedPage {
  try {
    const server = Bun.serve({
      hostname: host,
      port,
      idleTimeout: idleSeconds,
      maxRequestBodySize: largestBody,
      development: false,
      fetch: (request, from) => site.app.fetch(request, { from: from.requestIP(request)?.address ?? '' }),
      error: () => new Response('salehi could not answer', { status: 500 }),
    })
    return { url: server.url.href, [Symbol.asyncDispose]: () => server.stop(true) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `WEB_LISTEN ${host}:${port} cannot be used (${because}): is salehi running already? Stop it, or write another address, for example WEB_LISTEN=127.0.0.1:8189`,
      exitCodes.failed,
    )
  }
}
