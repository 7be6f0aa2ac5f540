import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from '../kernel/clock.ts'
import type { Secret } from '../kernel/secret.ts'
import { answer } from './api/answer.ts'
import { callRoutes } from './api/call-routes.ts'
import { dayRoutes } from './api/day-routes.ts'
import { numberRoutes } from './api/number-routes.ts'
import { recordRoutes } from './api/record-routes.ts'
import { faultResponse, Refused } from './api/refused.ts'
import type { Route } from './api/route.ts'
import { sessionRoutes } from './api/session-routes.ts'
import { Gatekeeper } from './auth/gatekeeper.ts'
import { foreignness } from './auth/origin.ts'
import type { Passwords } from './auth/passwords.ts'
import { securityHeaders } from './auth/security-headers.ts'
import { type SessionBook, Sessions } from './auth/sessions.ts'
import { loginLimits, Throttle } from './auth/throttle.ts'
import { DayWatch } from './live/day-watch.ts'
import { LiveHub } from './live/hub.ts'
import { liveRoute } from './live/live-route.ts'
import { machineRoutes } from './machines/machine-routes.ts'
import { openApiRoute } from './machines/openapi.ts'
import { pageAnswer } from './page-answer.ts'
import type { PageFiles } from './page-files.ts'
import type { SitePorts } from './site-ports.ts'

/** Who may use the site, and what it serves beside the interface. */
export interface SiteOptions {
  /** Empty: the site is open to whoever reaches it, which must then be this machine alone. */
  readonly passwords: Passwords
  readonly token?: Secret
  readonly sessions: SessionBook
  /** At least 32 random bytes as text that fits a cookie. */
  readonly newSecret: () => string
  readonly clock: Clock
  readonly page?: PageFiles
}

/** What the server hands on with a request. */
interface Env {
  readonly Bindings: { readonly from?: string }
}

/** The page and its interface. */
export interface Site {
  readonly app: Hono<Env>
  /** Every route with who may use it. */
  readonly routes: readonly Route[]
  /** Keeps those who listen told, until aborted. */
  run(signal: AbortSignal): Promise<void>
}

/** Two hundred numbers and a note fit; nothing larger is read. */
const largestBody = 32_768

/** The web site of a running engine: every answer has the headers that protect it, every route says who may use it. */
export function createSite(ports: SitePorts, options: SiteOptions): Site {
  const { passwords, clock } = options
  const sessions = new Sessions({ book: options.sessions, passwords, newSecret: options.newSecret, clock })
  const guarded = Object.keys(passwords).length > 0
  const access = guarded
    ? ({ kind: 'guarded', sessions } as const)
    : ({ kind: 'open', csrf: options.newSecret() } as const)
  const gatekeeper = new Gatekeeper(access, options.token)
  const watch = new DayWatch(ports.day, clock)
  const hub = new LiveHub({ watch, logs: ports.logs, clock })
  const routes = [
    ...sessionRoutes({ ports, gatekeeper, passwords, throttle: new Throttle(loginLimits, clock) }),
    ...dayRoutes(ports, watch),
    liveRoute(hub, gatekeeper),
    ...callRoutes(ports),
    ...numberRoutes(ports),
    ...recordRoutes(ports),
    ...machineRoutes(ports, watch, () => [
      {
        name: 'salehi_live_listeners',
        kind: 'gauge',
        help: 'Pages that are open and told of every change.',
        samples: [{ value: hub.size }],
      },
    ]),
  ]
  const all = [...routes, openApiRoute(routes, ports.about.version)]
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
  })
  app.use(async (c, next) => {
    const foreign = foreignness(c.req.raw, access.kind)
    if (foreign !== undefined) throw new Refused('foreign_request', foreign.error, foreign.advice)
    await next()
  })
  app.use(bodyLimit({ maxSize: largestBody, onError: () => tooLarge() }))
  for (const each of all) {
    app.on(each.method, each.path, async (c) => {
      const come = { request: c.req.raw, params: c.req.param(), from: c.env?.from ?? '' }
      const response = await answer(each, { gatekeeper, audit: ports.audit }, come)
      if (each.method === 'POST') watch.changed()
      return response
    })
  }
  app.notFound((c) => {
    const { method, headers } = c.req.raw
    const looks = method === 'GET' || method === 'HEAD'
    const file = looks ? pageAnswer(options.page, c.req.path, headers) : undefined
    return file ?? faultResponse(new Refused('not_found', 'there is no such page', 'begin at /').fault)
  })
  app.onError((error, c) => {
    if (error instanceof Refused) return faultResponse(error.fault)
    ports.onFault(c.req.routePath, error.name)
    const fault = new Refused('fault', 'salehi could not answer: a fault of the program', 'look into its log')
    return faultResponse(fault.fault)
  })
  return { app, routes: all, run: (signal) => hub.run(signal) }
}

function tooLarge(): Response {
  const fault = new Refused('too_large', 'the body is too large', `send at most ${largestBody} bytes`)
  return faultResponse(fault.fault)
}
