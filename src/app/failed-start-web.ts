import { Hono } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { Secret } from '../kernel/secret.ts'
import { foreignness } from '../web/auth/origin.ts'
import { sameText } from '../web/auth/passwords.ts'
import { loginLimits, Throttle } from '../web/auth/throttle.ts'
import { type FailedStart, failedStartHtml, failedStartStyleHash, failedStartText } from './failed-start-page.ts'

/** What the pages of a failed start are made of. */
export interface FailedStartWeb {
  readonly failed: FailedStart
  /** WEB_PASSWORD; absent = whoever is on this machine may read. */
  readonly password?: Secret
  readonly clock: Pick<Clock, 'elapsed'>
}

/** Who asks, as the server sees it. */
export interface Peer {
  readonly address: string
}

const headers = {
  'content-security-policy': `default-src 'none'; style-src '${failedStartStyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'retry-after': '5',
} as const

/**
 * Every address answers 503 while the start has failed: machines get `{error, advice}`, people the faults. Where a
 * password is set they are asked for it (any user name), by the browser's own means: there are no sessions yet.
 */
export function failedStartApp({ failed, password, clock }: FailedStartWeb): Hono<{ Bindings: Peer }> {
  const throttle = new Throttle(loginLimits, clock)
  const machine = {
    error: 'salehi has not started: its settings, scenarios or surroundings are not as they must be',
    advice: 'open / on its page, or look into its journal (journalctl -u salehi): every fault is named there',
  }
  const app = new Hono<{ Bindings: Peer }>()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  })
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/*']) app.all(path, (c) => c.json(machine, 503))
  app.get('*', (c) => {
    const foreign = foreignness(c.req.raw, password === undefined ? 'open' : 'guarded')
    if (foreign !== undefined) return c.text(`${foreign.error}: ${foreign.advice}\n`, 403)
    if (password !== undefined) {
      const known = knock(c.req.header('authorization'), c.env.address, password, throttle)
      if (known === 'wait') return c.text('Too many wrong passwords: wait a quarter of an hour.\n', 429)
      if (known === 'unknown') {
        c.header('www-authenticate', 'Basic realm="salehi", charset="UTF-8"')
        return c.text('salehi has not started. WEB_PASSWORD opens the page that says why.\n', 401)
      }
    }
    const wantsHtml = (c.req.header('accept') ?? '').includes('text/html')
    return wantsHtml ? c.html(failedStartHtml(failed), 503) : c.text(failedStartText(failed), 503)
  })
  app.all('*', (c) => c.json(machine, 503))
  return app
}

/** Whether the request shows the password; one without any is no try. */
function knock(
  authorization: string | undefined,
  address: string,
  password: Secret,
  throttle: Throttle,
): 'known' | 'unknown' | 'wait' {
  const shown = /^Basic ([A-Za-z0-9+/=]{1,800})$/i.exec(authorization ?? '')?.[1]
  if (shown === undefined) return 'unknown'
  if (throttle.waitMs(address) > 0) return 'wait'
  throttle.tried(address)
  const text = new TextDecoder().decode(Buffer.from(shown, 'base64'))
  if (!sameText(text.slice(text.indexOf(':') + 1), password.reveal())) return 'unknown'
  throttle.right(address)
  return 'known'
}
