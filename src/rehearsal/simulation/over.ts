import { every } from './check.ts'
import type { Day } from './day.ts'

/** Who falls due later than this is left for another day. */
const laterMs = 2 * 3_600_000

/** Tells whether the day's work is done: everybody called, everything reported, nothing going wrong any more. */
export function dayIsOver(): (day: Day) => boolean {
  const due = every(5_000)
  return (day) => {
    const { clock, database, pbx, plan, panel } = day.world
    const nowMs = clock.elapsed()
    const app = day.life?.app
    if (!due(nowMs) || app === undefined || day.troubled > 0 || nowMs < (plan.troubles.at(-1)?.atMs ?? 0)) return false
    if (app.registry.live.length > 0 || pbx.left.channels > 0 || panel.waiting() > 0) return false
    const left = database
      .query<{ open: number; owed: number }, [number]>(
        `SELECT (SELECT count(*) FROM contacts WHERE state = 'reserved' OR (state = 'waiting' AND due_at <= ?)) AS open,
          (SELECT count(*) FROM outbox WHERE state = 'waiting') AS owed`,
      )
      .get(clock.now() + laterMs)
    if ((left?.owed ?? 0) > 0) return false
    return (left?.open ?? 0) === 0 || isSpent(app.lines.views())
  }
}

/** No line may dial any more today. */
function isSpent(lines: readonly { readonly dialledToday: number; readonly limits: { readonly perDay: number } }[]) {
  return lines.every(({ dialledToday, limits }) => limits.perDay > 0 && dialledToday >= limits.perDay)
}
