import type { App } from '../../app/app.ts'
import type { GateName } from '../../dialer/gates.ts'
import type { LineView } from '../../dialer/line-pool.ts'

/** What can keep the dialer from dialing, in the order of the report; `nothing` = it dials. */
export const holds = [
  'per_line',
  'per_minute',
  'per_day',
  'all_lines',
  'per_second',
  'line_pace',
  'operators',
  'calling_hours',
  'nobody_due',
  'failures',
  'other',
  'nothing',
] as const
export type Hold = (typeof holds)[number]

/** What holds dialing back now, as shares that add up to 1. */
export type Held = ReadonlyMap<Hold, number>

/** Limits that lines do not tell of. 0 = none. */
export interface OverallLimits {
  readonly concurrentOutbound: number
  readonly perSecond: number
}

const secondMs = 1_000

/** What holds an engine back at this instant. `startedAtMs`: the latest orders to dial, monotonic milliseconds. */
export function heldBy(app: App, limits: OverallLimits, startedAtMs: readonly number[]): Held {
  const gate = app.gates.closed[0]
  if (gate !== undefined) return one(holdOfGate(gate.name))
  const now = app.clock.now()
  const dueAt = app.store.contacts.nextDueAt(['static', 'import'])
  if (dueAt === undefined || dueAt > now) return one('nobody_due')
  const lines = app.lines.views().filter(({ active }) => active)
  const outbound = lines.reduce((sum, line) => sum + line.outbound, 0)
  if (limits.concurrentOutbound > 0 && outbound >= limits.concurrentOutbound) return one('all_lines')
  const nowMs = app.clock.elapsed()
  const lately = startedAtMs.filter((at) => nowMs - at < secondMs).length
  const isPaced = limits.perSecond > 0 && lately >= limits.perSecond
  const shares = new Map<Hold, number>()
  for (const line of lines) {
    const hold = holdOfLine(line) ?? (isPaced ? 'per_second' : 'nothing')
    shares.set(hold, (shares.get(hold) ?? 0) + 1 / lines.length)
  }
  return shares
}

/** Until when (epoch milliseconds) nothing can happen, and what holds that long; undefined where that is soon or unknown. */
export function idleUntil(
  app: App,
  opensAt: (now: number) => number | undefined,
): { readonly at: number; readonly hold: Hold } | undefined {
  if (app.registry.live.length > 0) return undefined
  const now = app.clock.now()
  const gates = app.gates.closed
  if (gates.some(({ name }) => name !== 'window')) return undefined
  if (gates.length > 0) {
    const at = opensAt(now)
    return at === undefined ? undefined : { at, hold: 'calling_hours' }
  }
  const dueAt = app.store.contacts.nextDueAt(['static', 'import'])
  if (dueAt === undefined) return undefined
  if (dueAt > now) return { at: dueAt, hold: 'nobody_due' }
  const lines = app.lines.views().filter(({ active }) => active)
  const spent = lines.map((line) => (isSpent(line) ? line.held?.until : undefined))
  if (spent.length === 0 || spent.includes(undefined)) return undefined
  return { at: Math.min(...spent.map((until) => until ?? 0)), hold: 'per_day' }
}

function holdOfGate(gate: GateName): Hold {
  switch (gate) {
    case 'window':
      return 'calling_hours'
    case 'operator':
      return 'operators'
    case 'failures':
      return 'failures'
    default:
      return 'other'
  }
}

function holdOfLine(line: LineView): Hold | undefined {
  const { held, limits, live, dialledLastMinute } = line
  if (held === undefined) return undefined
  if (limits.concurrent > 0 && live >= limits.concurrent) return 'per_line'
  if (isSpent(line)) return 'per_day'
  if (limits.perMinute > 0 && dialledLastMinute >= limits.perMinute) return 'per_minute'
  // One call a second on each line: the shortest wait there is.
  return 'line_pace'
}

function isSpent({ limits, dialledToday }: LineView): boolean {
  return limits.perDay > 0 && dialledToday >= limits.perDay
}

function one(hold: Hold): Held {
  return new Map([[hold, 1]])
}
