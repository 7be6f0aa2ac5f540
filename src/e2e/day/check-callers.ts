import type { DayCaller } from './callers.ts'
import { clock } from './check-caps.ts'
import type { Day } from './day.ts'
import type { Finding } from './finding.ts'

/** An executable that is killed while somebody's call is being taken in cannot know of it yet. */
const takenInMs = 1_000

/** Those who rang us: one fact each, where an executable took their call. */
export function checkCallers(day: Day): readonly Finding[] {
  const keys = (caller: DayCaller): number =>
    new Set(day.reports.filter(({ body }) => body['phone_number'] === caller.phone).map((one) => one.idempotencyKey))
      .size
  const taken = day.callers.filter((caller) => wasTaken(day, caller))
  const without = taken.filter((caller) => keys(caller) === 0)
  const twice = day.callers.filter((caller) => keys(caller) > 1)
  const line = ({ phone, calledMs, answeredMs, endedMs }: DayCaller): string =>
    `${phone} rang at ${clock(calledMs)}, ${answeredMs === undefined ? 'unanswered' : `answered ${clock(answeredMs)}`}, ended ${endedMs === undefined ? 'never' : clock(endedMs)}`
  const hanging = day.callers.filter(({ endedMs }) => endedMs === undefined)
  return [
    { what: 'callers left hanging', found: String(hanging.length), must: '0', wrong: hanging.map(line) },
    { what: 'callers, of them taken in', found: `${day.callers.length}, ${taken.length}`, wrong: [] },
    { what: 'callers taken in without a fact', found: String(without.length), must: '0', wrong: without.map(line) },
    { what: 'callers with two facts or more', found: String(twice.length), must: '0', wrong: twice.map(line) },
  ]
}

/** An executable was in control when they rang, and not killed at once. */
function wasTaken(day: Day, { calledMs }: DayCaller): boolean {
  return day.shifts.some(
    ({ inControlMs = Number.POSITIVE_INFINITY, endedMs = Number.POSITIVE_INFINITY }) =>
      inControlMs <= calledMs && calledMs + takenInMs < endedMs,
  )
}
