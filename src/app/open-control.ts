import type { WebPorts } from '../web/app.ts'
import type { App } from './app.ts'
import { engineControls, serveControl } from './control.ts'
import { controlPorts } from './control-ports.ts'
import { type AppParts, zoneOf } from './parts.ts'
import { openRecords } from './records.ts'

/** How a run is looked at and told to end. */
export interface ControlOptions {
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Asks the engine to end when its calls have, as SIGTERM does. */
  readonly end: () => void
}

/** The socket of a running engine, served until disposed. */
export interface Control extends AsyncDisposable {
  /** For the page: what anybody may see. */
  readonly page: WebPorts
}

/** Opens the socket over which the commands talk to this engine. Throws `StartFault`. */
export function openControl(app: App, parts: AppParts, { startedAt, end }: ControlOptions): Control {
  const { config, log, plans, platform } = parts
  const { clock } = platform
  using stack = new DisposableStack()
  const records = openRecords(config.data.dir)
  if (records === undefined) throw new Error('the store is opened before its readers')
  stack.use(records)
  const { limits } = config
  const { gates, lines, registry, store, worker } = app
  const ports = controlPorts({
    company: config.company,
    country: config.country,
    zone: zoneOf(parts),
    startedAt,
    clock,
    log,
    records,
    plans,
    gates,
    limits: { outbound: limits.concurrentOutbound, inbound: limits.concurrentInbound, perSecond: limits.perSecond },
    asterisk: () => app.asterisk.status(),
    lines: () => lines.views(),
    live: () => registry.live,
    destinations: () => worker.destinations,
    controls: engineControls({ pause: store.pause, gates, end, wake: () => app.wake(), clock, log }),
  })
  const serving = serveControl(config.data.dir, ports)
  const { trusted: _trusted, ...page } = ports
  const held = stack.move()
  return {
    page,
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]()
      held.dispose()
    },
  }
}
