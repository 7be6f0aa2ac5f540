import type { ListenAddress } from '../config/read-telephony.ts'
import { createWebApp, type WebPorts } from '../web/app.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** The page, served until disposed. */
export interface ServedPage extends AsyncDisposable {
  /** Where it is seen: `http://127.0.0.1:8188/`. */
  readonly url: string
}

/** Serves the page until disposed. A port in use is the one fault the page cannot tell of: it ends the start. */
export function listen({ host, port }: ListenAddress, ports: WebPorts): ServedPage {
  try {
    const server = Bun.serve({ hostname: host, port, fetch: createWebApp(ports).fetch })
    return { url: server.url.href, [Symbol.asyncDispose]: () => server.stop(true) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `WEB_LISTEN ${host}:${port} cannot be used (${because}): is salehi running already? Stop it, or write another address, for example WEB_LISTEN=127.0.0.1:8189`,
      exitCodes.failed,
    )
  }
}
