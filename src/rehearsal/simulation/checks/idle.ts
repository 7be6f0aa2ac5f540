import { type Check, every } from '../check.ts'
import type { Day } from '../day.ts'
import { isToCustomer, localForm } from './dialled.ts'

const lookMs = 1_000
/** How long there may be work, room and permission without anything being dialled. */
const patienceMs = 20_000
/** The same where the engine says that no line is free and the far end sees one: a line that failed rests for a minute. */
const longPatienceMs = 180_000
const minuteMs = 60_000

/** No line is idle while somebody is due and everything allows it, and nobody who is due is left at the end. */
export function idleCheck(): Check {
  const due = every(lookMs)
  const spare = patience(patienceMs)
  const seen = patience(longPatienceMs)
  let calls = 0
  return {
    name: 'idle',
    step(day) {
      const nowMs = day.world.clock.elapsed()
      if (!due(nowMs)) return []
      const made = day.world.pbx.calls.length
      const may = made === calls && day.troubled === 0 && mayDial(day)
      calls = made
      const idle = spare(nowMs, may && hasFreeLine(day))
      const stuck = seen(nowMs, may && hasUnusedLine(day))
      return [
        ...(idle
          ? [`somebody is due, a line is free, nothing forbids it, and nobody is called ${forSo(patienceMs)}`]
          : []),
        ...(stuck
          ? [
              `somebody is due, no line is free, the far end sees one unused, and nobody is called ${forSo(longPatienceMs)}`,
            ]
          : []),
      ]
    },
    end(day) {
      const left = leftAtTheEnd(day)
      return left === 0 ? [] : [`${left} people are due at the end of the day and were not called`]
    },
  }
}

/** Tells when something has held for longer than that. */
function patience(ms: number): (nowMs: number, holds: boolean) => boolean {
  let sinceMs: number | undefined
  return (nowMs, holds) => {
    if (!holds) sinceMs = undefined
    else sinceMs ??= nowMs
    return sinceMs !== undefined && nowMs - sinceMs >= ms
  }
}

function forSo(ms: number): string {
  return `for ${ms / 1_000} s`
}

/** Somebody is due, and nothing but the lines could hold them back. */
function mayDial({ life, world }: Day): boolean {
  const app = life?.app
  if (app === undefined || app.asterisk.status().kind !== 'up') return false
  if (app.gates.closed.length > 0 || app.gates.trial) return false
  const { outbound } = world.plan.limits
  if (outbound > 0 && app.lines.views().reduce((sum, line) => sum + line.outbound, 0) >= outbound) return false
  const dueAt = app.store.contacts.nextDueAt(['panel', 'import'])
  return dueAt !== undefined && dueAt <= world.clock.now()
}

/** As the engine sees its lines. */
function hasFreeLine({ life }: Day): boolean {
  return life?.app?.lines.views().some(({ active, held }) => active && held === undefined) === true
}

/** As the far end sees them: no call on it, none that waits, none begun in the last minute, the day's calls not used up. */
function hasUnusedLine(day: Day): boolean {
  const { world, life } = day
  const { pbx, clock } = world
  if (pbx.open.some(({ direction, answeredMs }) => direction === 'inbound' && answeredMs === undefined)) return false
  const used = new Set(
    pbx.open.map(({ direction, number, presented }) => localForm(direction === 'inbound' ? number : presented)),
  )
  for (const call of pbx.calls.slice(-50)) {
    if (isToCustomer(day, call) && clock.elapsed() - call.createdMs < minuteMs) used.add(localForm(call.presented))
  }
  const views = life?.app?.lines.views() ?? []
  return views.some(({ line, active, limits, dialledToday }) => {
    const isSpent = limits.perDay > 0 && dialledToday >= limits.perDay
    return active && !isSpent && !used.has(localForm(line.number))
  })
}

/** Nobody, unless the lines may dial no more today or it is too late to call. */
function leftAtTheEnd({ life, world }: Day): number {
  const views = life?.app?.lines.views() ?? []
  if (
    views.length > 0 &&
    views.every(({ limits, dialledToday }) => limits.perDay > 0 && dialledToday >= limits.perDay)
  ) {
    return 0
  }
  const now = world.clock.now()
  const { hour } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Asia/Tehran')
  if (hour < 9 || hour >= 21) return 0
  const sql = "SELECT count(*) AS n FROM contacts WHERE state = 'waiting' AND due_at <= ?"
  const waiting = world.database.query<{ n: number }, [number]>(sql).get(now)?.n ?? 0
  return waiting + world.panel.waiting()
}
