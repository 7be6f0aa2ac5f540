import { dayStartIn } from '../domain/day.ts'
import type { Day, Outcomes } from '../web/api/contract.ts'
import type { DayPort } from '../web/site-ports.ts'
import type { Kept, Status } from '../web/status.ts'
import { readModelWith, type StatusSources } from './read-model.ts'
import type { Records } from './records.ts'

/** What the day at a glance is read from, beside the status. */
export interface DaySources extends StatusSources {
  readonly operators: () => Day['operators']
  /** Those asked over HTTP. */
  readonly services: () => Day['services']
}

type Phase = Day['calls'][number]['phase']

const bucketMs = 15 * 60_000
const secondMs = 1_000
/** Calls get so long between two slices of counting. */
const breathMs = 5
/** What was counted is good for so long where a sentence is made of it. */
const rememberedMs = 60_000

/** The day at a glance of a running engine; `status` is the read model by what was counted last. */
export function dayPort(sources: DaySources): DayPort & { status(): Status } {
  const { records, clock, zone } = sources
  const dayStart = dayStartIn(zone)
  const numbers = new LiveNumbers(records)
  let last: { readonly kept: Kept; readonly atMs: number } | undefined
  const remember = (kept: Kept): Kept => {
    last = { kept, atMs: clock.elapsed() }
    return kept
  }
  const remembered = (): Kept | undefined =>
    last !== undefined && clock.elapsed() < last.atMs + rememberedMs ? last.kept : undefined
  const statusWith = (before: Kept): Status => {
    const { paused: _before, ...rest } = before
    const paused = records.paused()
    const kept = { ...rest, ...(paused === undefined ? {} : { paused }) }
    return readModelWith({ ...sources, records: { phoneOf: (id) => numbers.of(id) } }, kept)
  }
  return {
    async kept(signal) {
      const breathe = (own: AbortSignal): Promise<void> => clock.sleep(breathMs, own)
      const kept = await records.keptSlowly(clock.now(), breathe, signal)
      return { kept: remember(kept), alerts: [...records.openIncidents()] }
    },
    status: () => statusWith(remembered() ?? remember(records.kept(clock.now()))),
    now({ kept, alerts }) {
      const status = statusWith(kept)
      return {
        engine: engineView(status),
        lines: linesView(status, sources),
        operators: sources.operators(),
        queue: status.queue,
        outbox: { ...status.outbox, destinations: status.destinations.map(steady) },
        services: [asteriskView(status, sources), ...sources.services()],
        alerts,
        calls: status.liveCalls.map((call) => ({ ...call, phase: call.phase as Phase, number: numbers.of(call.id) })),
      }
    },
    outcomes(day) {
      const start = day === undefined ? dayStart(clock.now()) : startOf(day, zone)
      return start === undefined ? undefined : outcomesFrom(start, zone, records)
    },
  }
}

function engineView(status: Status): Day['engine'] {
  const { company, version, startedAt, zone, dialing, gates, trial, limits, paused } = status
  const shut = gates.flatMap(({ name, shut: how }) => (how === undefined ? [] : [{ name, ...how }]))
  return {
    ...{ company, version, startedAt, zone, dialing, trial, limits },
    gates: shut.map(steady),
    ...(paused === undefined ? {} : { paused }),
  }
}

function linesView({ lines }: Status, sources: DaySources): Day['lines'] {
  const titles = new Map(sources.lines().map(({ line }) => [line.number, line.displayName]))
  return lines.map(({ held, ...line }) => {
    const title = titles.get(line.number)
    return { ...line, ...(title === undefined ? {} : { title }), ...(held === undefined ? {} : { held: steady(held) }) }
  })
}

/** An instant reckoned from a monotonic clock trembles; nobody is to be told of that. */
function steady<T extends { readonly until?: number }>(what: T): T {
  return what.until === undefined ? what : { ...what, until: Math.round(what.until / secondMs) * secondMs }
}

function asteriskView({ asterisk }: Status, sources: DaySources): Day['services'][number] {
  const status = sources.asterisk()
  const since = 'since' in status ? status.since : undefined
  return {
    name: 'asterisk',
    state: asterisk.up ? 'well' : 'failing',
    served: 0,
    failed: 0,
    failures: asterisk.up ? 0 : 1,
    message: asterisk.message,
    ...(asterisk.up || since === undefined ? {} : { lastFailure: { at: since, because: asterisk.message } }),
  }
}

function startOf(day: string, zone: string): number | undefined {
  try {
    return Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay().epochMilliseconds
  } catch {
    return undefined // the thirtieth of February
  }
}

function outcomesFrom(start: number, zone: string, records: Records): Outcomes {
  const begin = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  const end = begin.add({ days: 1 }).startOfDay().epochMilliseconds
  const rows = records.outcomes({ start, end, bucketMs })
  const totals: Outcomes['totals'] = {}
  for (const { disposition, n } of rows) totals[disposition] = (totals[disposition] ?? 0) + n
  const series = [...Map.groupBy(rows, ({ at }) => at)].map(([at, group]) => ({
    at,
    counts: Object.fromEntries(group.map(({ disposition, n }) => [disposition, n])),
  }))
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  return { day: begin.toPlainDate().toString(), start, end, bucketMs, total, totals, series }
}

/** The numbers of the calls that are up: each looked up once. */
class LiveNumbers {
  readonly #records: Pick<Records, 'phoneOf'>
  readonly #known = new Map<string, string>()

  constructor(records: Pick<Records, 'phoneOf'>) {
    this.#records = records
  }

  of(id: string): string {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const phone = this.#records.phoneOf(id)
    if (phone === undefined) return ''
    this.#known.set(id, phone)
    const [oldest] = this.#known.keys()
    if (this.#known.size > 2_000 && oldest !== undefined) this.#known.delete(oldest)
    return phone
  }
}
