import { formatDuration } from '../kernel/duration.ts'
import type { Status } from '../web/status.ts'
import { clockTime } from './local-time.ts'

/** What the first line is made of. */
export type HeadlineFacts = Pick<Status, 'at' | 'zone' | 'gates' | 'trial' | 'lines' | 'limits' | 'queue'>

type Line = Status['lines'][number]

/** Whether numbers are being dialled now; if not, or not faster, what stands in the way. */
export function headline(facts: HeadlineFacts): Status['dialing'] {
  const shut = facts.gates.filter((gate) => gate.shut !== undefined)
  if (shut.length > 0) {
    const why = shut.map((gate) => `${gate.name}: ${gate.shut?.because}`)
    return { kind: 'held', text: `Not dialing: ${why.join('; ')}` }
  }
  if (facts.trial.length > 0)
    return { kind: 'trial', text: 'Dialing on trial: one call at a time, until one shows that all is well' }
  if (facts.queue.dueNow === 0) return idle(facts)
  return pace(facts) ?? { kind: 'dialing', text: 'Dialing.' }
}

function idle({ queue, at, zone }: HeadlineFacts): Status['dialing'] {
  if (queue.nextDueAt !== undefined) {
    const text = `Nobody to call before ${clockTime(queue.nextDueAt, zone, at)}: then the next number falls due`
    return { kind: 'idle', text }
  }
  const text =
    queue.onPhone > 0
      ? 'The last numbers are on the phone; nobody waits behind them'
      : 'Nobody to call: the list is empty'
  return { kind: 'idle', text }
}

/** The limit that holds every line back now, where one does. */
function pace({ lines, limits, at, zone }: HeadlineFacts): Status['dialing'] | undefined {
  const outbound = lines.reduce((sum, line) => sum + line.outbound, 0)
  if (limits.outbound > 0 && outbound >= limits.outbound) {
    return paced('MAX_CONCURRENT_OUTBOUND_CALLS', 'the next call when one has ended')
  }
  const active = lines.filter((line) => line.active)
  if (active.length === 0 || active.some((line) => line.held === undefined)) return undefined
  const first = active.toSorted((one, other) => untilOf(one) - untilOf(other))[0] as Line
  const until = first.held?.until
  const next =
    until === undefined
      ? undefined
      : `next call in ${formatDuration(Math.max(0, Math.ceil((until - at) / 1_000) * 1_000))}`
  if (isFull(first.dialledToday, first.limits.perDay)) {
    const goesOn = until === undefined ? '' : `; it goes on at ${clockTime(until, zone, at)}`
    return { kind: 'held', text: `Not dialing: every line has dialled as often as MAX_CALLS_PER_DAY allows${goesOn}` }
  }
  if (isFull(first.dialledLastMinute, first.limits.perMinute)) return paced('MAX_CALLS_PER_MINUTE', next)
  if (isFull(first.live, first.limits.concurrent)) {
    return paced('MAX_CONCURRENT_CALLS', 'the next call when one has ended')
  }
  const behind = next === undefined ? '' : ` (${next})`
  return { kind: 'paced', text: `Dialing as fast as the lines allow: ${first.held?.because ?? ''}${behind}` }
}

function paced(setting: string, next: string | undefined): Status['dialing'] {
  return { kind: 'paced', text: `Dialing as fast as ${setting} allows${next === undefined ? '' : ` (${next})`}` }
}

function isFull(used: number, limit: number): boolean {
  return limit > 0 && used >= limit
}

function untilOf({ held }: Line): number {
  return held?.until ?? Number.POSITIVE_INFINITY
}
