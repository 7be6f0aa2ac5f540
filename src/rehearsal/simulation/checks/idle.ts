import { type Check, every } from '../check.ts'
import type { Day } from '../day.ts'

const lookMs = 1_000
/** How long there may be work, room and permission without anything being dialled. */
const patienceMs = 20_000

/** No line is idle while somebody is due and everything allows it. */
export function idleCheck(): Check {
  const due = every(lookMs)
  let idleSinceMs: number | undefined
  let calls = 0
  return {
    name: 'idle',
    step(day) {
      const nowMs = day.world.clock.elapsed()
      if (!due(nowMs)) return []
      const made = day.world.pbx.calls.length
      if (made > calls || day.troubled > 0 || !couldDial(day)) {
        calls = made
        idleSinceMs = undefined
        return []
      }
      idleSinceMs ??= nowMs
      if (nowMs - idleSinceMs < patienceMs) return []
      return [`somebody is due, a line is free, nothing forbids it, and for ${patienceMs / 1_000} s nobody is called`]
    },
  }
}

function couldDial({ life, world }: Day): boolean {
  const app = life?.app
  if (app === undefined || app.asterisk.status().kind !== 'up') return false
  if (app.gates.closed.length > 0 || app.gates.trial) return false
  const views = app.lines.views()
  const outbound = views.reduce((sum, line) => sum + line.outbound, 0)
  const { limits } = world.plan
  if (limits.outbound > 0 && outbound >= limits.outbound) return false
  if (!views.some(({ active, held }) => active && held === undefined)) return false
  const dueAt = app.store.contacts.nextDueAt(['panel', 'import'])
  return dueAt !== undefined && dueAt <= world.clock.now()
}
