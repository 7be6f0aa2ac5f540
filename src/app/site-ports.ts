import type { Store } from '../store/store.ts'
import type { SitePorts } from '../web/site-ports.ts'
import type { Status } from '../web/status.ts'
import { type ControlSources, heldNow, tellingWith } from './control-ports.ts'
import { callsPort } from './site-calls.ts'
import { type DaySources, dayPort } from './site-day.ts'
import { figuresOf } from './site-figures.ts'
import { numbersPort } from './site-numbers.ts'
import { readinessOf } from './site-readiness.ts'
import { outboxPort } from './site-reports.ts'
import type { Telling } from './story-of.ts'
import { version } from './version.ts'

/** What the page is made of, beside what the commands are. */
export interface SiteSources extends ControlSources, DaySources {
  /** What people call the company. */
  readonly title: string
  readonly store: Pick<Store, 'doNotCall' | 'outbox'>
  readonly audit: SitePorts['audit']
  readonly logs: SitePorts['logs']
  /** AST_RECORDING_DIR. */
  readonly recordingDir: string
}

/** The page's ports, and the read model by what was counted within a minute. */
export function sitePorts(sources: SiteSources): SitePorts & { status(): Status } {
  const { company, title, zone, plans, records, store, audit, logs, controls, country, clock, log } = sources
  const day = dayPort(sources)
  const telling = (): Telling => tellingWith(sources, day.status())
  return {
    about: {
      ...{ company, title, zone, version: version.number },
      scenarios: plans.map((plan) => ({ name: plan.name, title: plan.title, file: plan.file })),
    },
    day,
    status: () => day.status(),
    calls: callsPort(sources),
    numbers: numbersPort({ records, doNotCall: store.doNotCall, country, clock, telling }),
    outbox: outboxPort(records, store.outbox),
    alerts({ before, limit }) {
      const rows = records.incidents({ limit, ...(before === undefined ? {} : { before }) })
      const last = rows.at(-1)
      const more = last === undefined || rows.length < limit ? {} : { next: last.id }
      return { alerts: [...rows], ...more }
    },
    ...{ audit, logs, controls },
    held: () => heldNow(sources),
    readiness: () => readinessOf(sources),
    figures: (day) => figuresOf(day, { residentBytes: process.memoryUsage.rss(), cpuSeconds: cpuSeconds() }),
    onFault: (route, error) => log.error('page.fault', 'a request of the page could not be answered', { route, error }),
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
