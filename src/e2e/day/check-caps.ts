import type { CarrierCall } from '../rig/journal.ts'
import { type Day, isCustomer } from './day.ts'
import { linesOf } from './day-plan.ts'
import type { Finding } from './finding.ts'
import { type Fullest, fullestMoment, fullestWindow, type Span } from './windows.ts'

/** What the way to the carrier may add to the distance of two calls. */
const slackMs = 50
const zone = 'Asia/Tehran'

/** Every limit, measured by what the carrier saw of the calls to customers. */
export function checkCaps(day: Day): readonly Finding[] {
  const { limits } = day.plan
  const calls = day.calls.filter(isCustomer).toSorted((one, other) => one.calledAtMs - other.calledAtMs)
  const lines = linesOf(day.plan)
  const ofLine = (line: string): readonly CarrierCall[] => calls.filter(({ prefix }) => line.endsWith(prefix))
  const each = (measure: (line: string) => Fullest): Fullest => worst(lines.map(measure))
  const starts = (of: readonly CarrierCall[]): readonly number[] => of.map(({ calledAtMs }) => calledAtMs)
  const perMinute = each((line) => fullestWindow(starts(ofLine(line)), 60_000 - slackMs, limits.linePerMinute))
  const perSecond = each((line) => fullestWindow(starts(ofLine(line)), 1_000 - slackMs, 1))
  const atOnce = each((line) => fullestMoment([...ofLine(line).map(span), ...callersOn(day, line)], limits.lineAtOnce))
  const unknown = calls.filter(({ prefix }) => !lines.some((line) => line.endsWith(prefix)))
  return [
    row(
      'calls begun in 1 s, all lines',
      fullestWindow(starts(calls), 1_000 - slackMs, limits.perSecond),
      limits.perSecond,
    ),
    {
      ...row('calls begun in 1 s, one line', perSecond, 1),
      wrong: lines.flatMap((line) => tooClose(day, ofLine(line))),
    },
    row('calls begun in 60 s, one line', perMinute, limits.linePerMinute),
    row('calls at once, all lines (outbound)', fullestMoment(calls.map(span), limits.atOnce), limits.atOnce),
    row('calls at once, one line (with inbound)', atOnce, limits.lineAtOnce),
    row(
      'calls in a day, one line',
      each((line) => inDays(ofLine(line), limits.linePerDay)),
      limits.linePerDay,
    ),
    row('calls left of its day, first line', inDays(ofLine(lines[0]!), limits.firstLineLeft), limits.firstLineLeft),
    {
      what: 'calls on a line nobody has',
      found: String(unknown.length),
      must: '0',
      wrong: unknown.map(({ prefix, calledAtMs }) => `prefix ${prefix} at ${clock(calledAtMs)}`),
    },
  ]
}

/** Calls on one line less than a second apart, with the distance of the orders to dial, to tell who was early. */
function tooClose(day: Day, calls: readonly CarrierCall[]): readonly string[] {
  const ordered = ({ number, calledAtMs }: CarrierCall): number | undefined =>
    day.store.attempts.findLast(({ phone, dialledMs }) => phone === number && dialledMs <= calledAtMs)?.dialledMs
  return calls.flatMap((call, at) => {
    const before = calls[at - 1]
    if (before === undefined || call.calledAtMs - before.calledAtMs >= 1_000 - slackMs) return []
    const [order, orderBefore] = [ordered(call), ordered(before)]
    const apart = order === undefined || orderBefore === undefined ? '?' : String(order - orderBefore)
    return [
      `line ${call.prefix}: ${clock(before.calledAtMs)} and ${clock(call.calledAtMs)}, ${call.calledAtMs - before.calledAtMs} ms apart; the orders to dial ${apart} ms`,
    ]
  })
}

/** From the INVITE to the end, as the carrier saw them; how a call ends may be seen late. */
function span({ calledAtMs, endedAtMs }: CarrierCall): Span {
  return { fromMs: calledAtMs, toMs: endedAtMs === undefined ? Number.POSITIVE_INFINITY : endedAtMs - slackMs }
}

/** A caller takes room on their line from the answer on. */
function callersOn(day: Day, line: string): readonly Span[] {
  return day.callers.flatMap((caller) =>
    caller.line !== line || caller.answeredMs === undefined
      ? []
      : [{ fromMs: caller.answeredMs, toMs: (caller.endedMs ?? Number.POSITIVE_INFINITY) - slackMs }],
  )
}

function inDays(calls: readonly CarrierCall[], limit: number): Fullest {
  const days = Map.groupBy(calls, ({ calledAtMs }) => dayOf(calledAtMs))
  return worst(
    [...days.values()].map((those) => ({
      most: those.length,
      over: those.slice(limit).map(({ calledAtMs }) => calledAtMs),
    })),
  )
}

function dayOf(atMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString()
}

function worst(all: readonly Fullest[]): Fullest {
  return { most: Math.max(0, ...all.map(({ most }) => most)), over: all.flatMap(({ over }) => over) }
}

function row(what: string, { most, over }: Fullest, limit: number): Finding {
  const wrong = over.map((at) => `${what}: too many at ${clock(at)}`)
  return { what: `most ${what}`, found: String(most), must: `≤ ${limit}`, wrong }
}

/** The time of day in UTC, to the millisecond. */
export function clock(atMs: number): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.round(atMs))
  return instant.toString({ smallestUnit: 'millisecond' }).slice(11, 23)
}
