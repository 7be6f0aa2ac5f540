import type { AriStatus } from '../ari/status.ts'
import { type Gates, gateNames, type ShutGate } from '../dialer/gates.ts'
import type { LineView } from '../dialer/line-pool.ts'
import type { Clock } from '../kernel/clock.ts'
import type { DestinationState } from '../report/destination.ts'
import type { Plan } from '../scenario/plan.ts'
import type { LiveCall } from '../session/registry.ts'
import type { Kept, Status } from '../web/status.ts'
import { whatOpens } from './gate-advice.ts'
import { headline } from './headline.ts'
import type { Records } from './records.ts'
import { version } from './version.ts'

/** What the read model of a running engine is read from. */
export interface StatusSources {
  readonly company: string
  readonly zone: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly clock: Clock
  readonly records: Records
  readonly plans: readonly Plan[]
  readonly gates: Pick<Gates, 'closed' | 'onTrial'>
  /** Over all lines; 0 is none. */
  readonly limits: Status['limits']
  readonly asterisk: () => AriStatus
  readonly lines: () => readonly LineView[]
  readonly live: () => readonly LiveCall[]
  readonly destinations: () => readonly DestinationState[]
}

/** The same where the numbers of calls that are up are known already. */
export type LiveSources = Omit<StatusSources, 'records'> & { readonly records: Pick<Records, 'phoneOf'> }

/** How the engine is doing now. */
export function readModel(sources: StatusSources): Status {
  return readModelWith(sources, sources.records.kept(sources.clock.now()))
}

/** The same with what the store was found to say a moment ago: counting a long list takes its time. */
export function readModelWith(sources: LiveSources, kept: Kept): Status {
  const { clock, zone, gates, limits } = sources
  const at = clock.now()
  const closed = gates.closed
  const facts = {
    at,
    zone,
    gates: gateViews(closed, kept, zone, at),
    trial: [...gates.onTrial],
    lines: sources.lines().map(lineView),
    limits,
    ...kept,
  }
  return {
    ...facts,
    company: sources.company,
    version: version.number,
    commit: version.commit,
    startedAt: sources.startedAt,
    dialing: headline(facts),
    asterisk: asteriskView(sources.asterisk()),
    destinations: sources.destinations().map(destinationView),
    liveCalls: sources.live().map((call) => callView(call, sources)),
  }
}

function gateViews(closed: readonly ShutGate[], kept: Kept, zone: string, now: number): Status['gates'] {
  return gateNames.map((name) => {
    const gate = closed.find((each) => each.name === name)
    if (gate === undefined) return { name }
    const { because, until } = gate
    // A pause began when somebody asked for it, not when this engine started.
    const since = name === 'paused' ? (kept.paused?.since ?? gate.since) : gate.since
    const opens = whatOpens(gate, zone, now)
    return { name, shut: { because, since, ...(until === undefined ? {} : { until }), opens } }
  })
}

function lineView({ line, held, limits, ...counts }: LineView): Status['lines'][number] {
  const { active, live, outbound, inbound, waitingCallers, dialledLastMinute, dialledToday } = counts
  const { concurrent, perMinute, perDay } = limits
  return {
    number: line.number,
    ...{ active, live, outbound, inbound, waitingCallers, dialledLastMinute, dialledToday },
    limits: { concurrent, perMinute, perDay },
    ...(held === undefined ? {} : { held }),
  }
}

function asteriskView(status: AriStatus): Status['asterisk'] {
  if (status.kind === 'up') {
    return { up: true, version: status.version, message: `connected, version ${status.version}` }
  }
  return { up: false, message: 'message' in status ? status.message : 'connecting' }
}

function destinationView({
  kind,
  failures,
  because,
  sinceMs,
  untilMs,
}: DestinationState): Status['destinations'][number] {
  return {
    kind,
    failures,
    ...(because === undefined ? {} : { because }),
    ...(sinceMs === undefined ? {} : { since: sinceMs }),
    ...(untilMs === undefined ? {} : { until: untilMs }),
  }
}

function callView(call: LiveCall, { records, plans }: LiveSources): Status['liveCalls'][number] {
  const { id, direction, line, scenario, phase, step, startedAt } = call
  const file = plans.find(({ name }) => name === scenario)?.file ?? scenario
  return {
    id,
    direction,
    number: lastFour(records.phoneOf(id)),
    line: line.number,
    scenario,
    phase,
    ...(step === undefined ? {} : { step: { file, line: step.line, path: step.path } }),
    since: startedAt,
  }
}

/** A number for people who need not know it whole; one that is withheld or unknown shows nothing. */
function lastFour(phone: string | undefined): string {
  return `…${(phone ?? '').length > 4 ? phone?.slice(-4) : ''}`
}
