import type { CallRecord } from '../../pbx/call-record.ts'
import type { Check } from '../check.ts'
import type { Day } from '../day.ts'
import { localForm, newlyDialled } from './dialled.ts'

/** An order under way when something begins to hold dialing back may still arrive within this. */
const underWayMs = 2_000
/** What was granted before a trial began is over by then. */
const settledMs = 5_000
/** Less than a call on trial is waited for, by what it takes to get it dialled. */
const trialMs = 50_000

/** Nobody is dialled while somebody said that dialing is to rest, while an operator's phone rings, or beside a call on trial. */
export function heldCheck(): Check {
  const dialled = newlyDialled()
  let lives = 0
  let aliveSinceMs = 0
  let trialSinceMs: number | undefined
  let onTrial: CallRecord[] = []
  return {
    name: 'held',
    step(day) {
      const nowMs = day.world.clock.elapsed()
      if (day.lives !== lives) {
        lives = day.lives
        aliveSinceMs = nowMs
        trialSinceMs = undefined
      }
      if (day.life?.app?.gates.trial !== true) trialSinceMs = undefined
      else if (trialSinceMs === undefined) {
        trialSinceMs = nowMs
        onTrial = []
      }
      const wrong: string[] = []
      for (const call of dialled(day)) {
        const atMs = call.dialedMs as number
        if (isPaused(day)) wrong.push(`${call.number} is dialled while dialing is paused`)
        if (operatorRings(day, atMs, aliveSinceMs))
          wrong.push(`${call.number} is dialled while an operator's phone rings`)
        if (trialSinceMs === undefined || atMs - trialSinceMs < settledMs) continue
        if (onTrial.some((each) => each.endedMs === undefined && atMs - (each.dialedMs as number) < trialMs)) {
          wrong.push(`${call.number} is dialled beside a call on trial`)
        }
        onTrial.push(call)
      }
      return wrong
    },
  }
}

/** By what stands on the disk, whatever the engine believes. */
function isPaused({ world }: Day): boolean {
  const row = world.database.query<{ since: number }, []>(
    "SELECT value ->> '$.since' AS since FROM meta WHERE key = 'paused'",
  )
  const paused = row.get()
  return paused !== null && world.clock.now() - paused.since > underWayMs
}

/** One this run of the engine had rung, and for a while. */
function operatorRings({ world, troubled }: Day, atMs: number, aliveSinceMs: number): boolean {
  if (troubled > 0) return false
  return world.pbx.open.some(
    ({ direction, number, dialedMs, answeredMs }) =>
      direction === 'outbound' &&
      answeredMs === undefined &&
      dialedMs !== undefined &&
      dialedMs > aliveSinceMs &&
      atMs - dialedMs > underWayMs &&
      world.plan.operators.includes(localForm(number)),
  )
}
