import type { ListenAddress } from '../config/read-telephony.ts'
import { createWebApp, type WebPorts } from '../web/app.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** Serves the page until disposed. A port in use is the one fault the page cannot tell of: it ends the start. */
export function listen({ host, port }: ListenAddress, ports: WebPorts): AsyncDisposable {
  try {
    const server = Bun.serve({ hostname: host, port, fetch: createWebApp(ports).fetch })
    return { [Symbol.asyncDispose]: () => server.stop(true) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `WEB_LISTEN ${host}:${port} cannot be used (${because}): is salehi running already? Stop it, or write another address, for example WEB_LISTEN=127.0.0.1:8189`,
      exitCodes.failed,
    )
  }
}
