import { Hono } from 'hono'

/** What the page may see: read models only, it never holds a live call. */
export interface Status {
  readonly version: string
  readonly company: string
  readonly asterisk: { readonly up: boolean; readonly message: string }
  /** Reasons why nothing is dialled now; empty = dialing. */
  readonly gates: readonly {
    readonly name: string
    readonly because: string
    readonly since: number
    readonly until?: number
  }[]
  readonly liveCalls: number
  readonly reportsWaiting: number
}

export interface WebPorts {
  status(): Status
}

/** The web application, a function of its ports. `/healthz` is 503 while Asterisk is out of reach. */
export function createWebApp(ports: WebPorts): Hono {
  return new Hono()
    .get('/healthz', (c) => {
      const status = ports.status()
      return c.json(status, status.asterisk.up ? 200 : 503)
    })
    .get('/', (c) => c.text(statusText(ports.status())))
}

/** The state of the engine in a few lines for people. */
export function statusText(status: Status): string {
  return [
    `salehi ${status.version}, company ${status.company}`,
    `Asterisk: ${status.asterisk.message}`,
    status.gates.length === 0 ? 'Dialing.' : 'Not dialing:',
    ...status.gates.map(({ name, because }) => `  ${name}: ${because}`),
    `Live calls: ${status.liveCalls}`,
    `Reports waiting: ${status.reportsWaiting}`,
  ].join('\n')
}
