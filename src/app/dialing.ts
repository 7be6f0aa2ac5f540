import { Dialer } from '../dialer/dialer.ts'
import { FailureRate } from '../dialer/failure-rate.ts'
import { Failures } from '../dialer/failures.ts'
import type { Gates } from '../dialer/gates.ts'
import { LinePool } from '../dialer/line-pool.ts'
import type { RingRules } from '../dialer/permission.ts'
import type { Rotation } from '../dialer/rotation.ts'
import { Supply } from '../dialer/supply.ts'
import { watchGates } from '../dialer/watch.ts'
import type { ContactSource } from '../domain/contact.ts'
import { dayStartIn } from '../domain/day.ts'
import type { Bell } from '../kernel/bell.ts'
import type { OperatorRoster } from '../operators/roster.ts'
import { PanelFeed } from '../panel/feed.ts'
import { callOut, type OutboundPorts } from '../session/outbound.ts'
import { listStaticContacts } from '../store/static-list.ts'
import type { Store } from '../store/store.ts'
import { type AppParts, callingHours, zoneOf } from './parts.ts'
import type { Reporting } from './reporting.ts'

/** What dialing works with beside the settings. */
export interface DialingParts {
  readonly store: Store
  readonly reporting: Reporting
  readonly gates: Gates
  readonly lines: LinePool
  readonly rotation: Rotation
  readonly roster: OperatorRoster
  readonly outbound: OutboundPorts
  readonly bell: Bell
}

/** The dialer and what keeps its list filled. */
export interface Dialing {
  readonly dialer: Dialer
  /** Absent without a panel. */
  readonly supply: Supply | undefined
}

/** Wires the dialer with the lists it dials from: the panel's or the static one, and the imported ones. */
export function openDialing(parts: AppParts, shared: DialingParts): Dialing {
  const { config, log, policy, platform } = parts
  const { clock, ids } = platform
  const { store, reporting, gates, lines, rotation, outbound, bell } = shared
  const supply = supplyOf(parts, shared)
  const sources: readonly ContactSource[] = supply === undefined ? ['static', 'import'] : ['panel', 'import']
  if (supply === undefined && parts.isEngine) {
    const { staticContacts: values } = config.dialer
    listStaticContacts({ lists: store.lists, values, country: config.country, ids, log })
  }
  const throughAt = store.calls.lastPlacedAt()
  const hours = callingHours(parts)
  const rules: RingRules = { caps: policy.attempts, hours, dayStart: dayStartIn(zoneOf(parts)) }
  const dialer = new Dialer(
    {
      contacts: store.contacts,
      rung: store.contacts,
      lines,
      rotation,
      gates,
      failures: new Failures(gates, new FailureRate(clock), config.dialer.failAlertThreshold, clock),
      watchGates: () => watchGates(gates, { calls: outbound.calls, window: hours, clock }),
      callOut: (attempt, callLog, signal) => callOut(attempt, outbound, callLog, signal),
      keep: reporting.keep,
      giveUp: reporting.giveUp,
      settled: () => supply === undefined && store.lists.settled(sources),
      onClockPutBack: (byMs) => store.clockPutBack(byMs),
      onTaken: () => supply?.look(),
      ids,
      clock,
      bell,
    },
    { sources, rules, ...(throughAt === undefined ? {} : { throughAt }) },
    log,
  )
  return { dialer, supply }
}

/** Our lines, with what was dialled on them before this start. */
export function linePool(parts: AppParts, store: Store, bell: Bell): LinePool {
  const { limits, outbound } = parts.config
  return new LinePool(outbound.lines, {
    limits: {
      ...limits.perLine,
      allInbound: limits.concurrentInbound,
      allOutbound: limits.concurrentOutbound,
      allPerSecond: limits.perSecond,
    },
    clock: parts.platform.clock,
    dayStart: dayStartIn(zoneOf(parts)),
    startsSince: (since) => store.attempts.startsSince(since),
    dialledOn: (line, since) => store.attempts.dialledOn(line, since),
    bell,
  })
}

function supplyOf(parts: AppParts, shared: DialingParts): Supply | undefined {
  const { config, log, platform } = parts
  const { clock, random } = platform
  const { panel } = shared.reporting
  if (panel === undefined || config.panel === undefined) return undefined
  const { lists } = shared.store
  const settings = {
    api: config.panel.api,
    company: config.company,
    zone: zoneOf(parts),
    country: config.country,
    ownLines: config.outbound.lines,
    defaultRetryMs: config.dialer.retryMs,
  }
  const activeLines = (): number => shared.lines.lines.length
  return new Supply(
    {
      ...shared,
      feed: new PanelFeed(settings, { client: panel, clock, random, log, activeLines }),
      admit: (contacts, askedAt) => lists.admit(contacts, askedAt),
      due: (most) => lists.due('panel', clock.now(), most),
      onAgents: (agents) => shared.roster.updatePanel(agents),
      clock,
    },
    { batchSize: config.dialer.batchSize, retryMs: config.dialer.retryMs },
    log,
  )
}
