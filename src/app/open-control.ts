import type { Clock } from '../kernel/clock.ts'
import { Scope } from '../kernel/scope.ts'
import type { Day } from '../web/api/contract.ts'
import type { PageFiles } from '../web/page-files.ts'
import { createSite, type Site } from '../web/site.ts'
import type { Status } from '../web/status.ts'
import type { App } from './app.ts'
import { auditedControls } from './audited-controls.ts'
import { engineControls, serveControl } from './control.ts'
import { controlPorts } from './control-ports.ts'
import { type AppParts, zoneOf } from './parts.ts'
import { openRecords } from './records.ts'
import { sitePasswords } from './site-access.ts'
import { openSiteBooks } from './site-books.ts'
import { sitePorts } from './site-ports.ts'
import type { Watched } from './watched.ts'

/** An engine as the page sees it. */
export type WatchedApp = App & { readonly roster?: { views(): Day['operators'] } }
/** Parts with what was noted; without it the page has no log lines and knows nothing of the services. */
export type WatchedParts = AppParts & { readonly watched?: Watched }

/** How a run is looked at and told to end. */
export interface ControlOptions {
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Asks the engine to end when its calls have, as SIGTERM does. */
  readonly end: () => void
  /** What the browser gets; absent = the interface alone. */
  readonly page?: PageFiles
}

/** What is served to browsers and programs. */
export interface EnginePage {
  readonly site: Site
  /** What waits was counted within a minute; all else is as it is now. */
  status(): Status
}

/** The socket of a running engine, served until disposed, and its page. */
export interface Control extends AsyncDisposable {
  readonly page: EnginePage
}

/** Opens the socket over which the commands talk to this engine, and makes its page. Throws `StartFault`. */
export function openControl(app: WatchedApp, parts: WatchedParts, options: ControlOptions): Control {
  const { config, log, plans, platform, watched } = parts
  const { clock } = platform
  const passwords = sitePasswords(config.web)
  using stack = new DisposableStack()
  const records = openRecords(config.data.dir)
  if (records === undefined) throw new Error('the store is opened before its readers')
  stack.use(records)
  const books = stack.use(openSiteBooks(config.data.dir, { plans, clock }))
  const sources = { ...statusSources(app, parts, options.startedAt), records }
  const controls = ordersOf(app, parts, options.end)
  const ports = sitePorts({
    ...sources,
    controls,
    log,
    country: config.country,
    title: parts.policy.title ?? config.company,
    operators: () => app.roster?.views() ?? [],
    services: () => [...(watched?.services.views() ?? [])],
    store: app.store,
    audit: books.audit,
    logs: watched?.lines ?? { since: () => [] },
    recordingDir: config.audio.recordingDir,
  })
  const site = createSite(ports, {
    passwords,
    ...(config.web.apiToken === undefined ? {} : { token: config.web.apiToken }),
    sessions: books.sessions,
    newSecret,
    clock,
    ...(options.page === undefined ? {} : { page: options.page }),
  })
  const audited = auditedControls(controls, books.audit)
  const commands = controlPorts({ ...sources, controls: audited, country: config.country, log })
  const serving = serveControl(config.data.dir, commands)
  const telling = new Scope(new AbortController().signal)
  telling.spawn((signal) => site.run(signal))
  const held = stack.move()
  return {
    page: { site, status: () => ports.status() },
    async [Symbol.asyncDispose]() {
      await telling[Symbol.asyncDispose]()
      await serving[Symbol.asyncDispose]()
      held.dispose()
    },
  }
}

function statusSources(app: App, parts: AppParts, startedAt: number) {
  const { config, plans, platform } = parts
  const { gates, lines, registry, worker } = app
  const { limits } = config
  const clock: Clock = platform.clock
  return {
    company: config.company,
    zone: zoneOf(parts),
    startedAt,
    clock,
    plans,
    gates,
    limits: { outbound: limits.concurrentOutbound, inbound: limits.concurrentInbound, perSecond: limits.perSecond },
    asterisk: () => app.asterisk.status(),
    lines: () => lines.views(),
    live: () => registry.live,
    destinations: () => worker.destinations,
  }
}

function ordersOf(app: App, { log, platform }: AppParts, end: () => void) {
  const { gates, store } = app
  return engineControls({ pause: store.pause, gates, end, wake: () => app.wake(), clock: platform.clock, log })
}

/** 256 bits of the machine's own, as text that fits a cookie. */
function newSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}
