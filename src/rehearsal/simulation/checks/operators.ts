import type { CallRecord } from '../../pbx/call-record.ts'
import { type Check, every } from '../check.ts'
import type { Day } from '../day.ts'
import { localForm } from './dialled.ts'

const lookMs = 60_000
const lookAloneMs = 5_000
/** How long an operator may have a call whose customer has left: the engine has to hear of it, and to hang up. */
const aloneMs = 15_000
/** How long before and after somebody asked for a human an operator must have had no call, to count as free. */
const freeMs = 10_000
/** How long all must have been well, and the clock not been set. */
const calmMs = 180_000
const shortCalmMs = 45_000

/** Whoever asks for a human is not turned away while one is free, and no operator is rung for, or left with, nobody. */
export function operatorsCheck(): Check {
  const due = every(lookMs)
  const dueAlone = every(lookAloneMs)
  let offsetMs: number | undefined
  let calmFromMs = 0
  let lives = 0
  const looked = new Set<string>()
  return {
    name: 'operators',
    step(day) {
      const { clock } = day.world
      const nowMs = clock.elapsed()
      const offset = clock.now() - nowMs
      if (Math.abs(offset - (offsetMs ?? offset)) > 1_000 || day.troubled > 0 || day.lives !== lives) calmFromMs = nowMs
      offsetMs = offset
      lives = day.lives
      const alone = dueAlone(nowMs) && nowMs - calmFromMs > shortCalmMs ? leftAlone(day, nowMs) : []
      if (!due(nowMs)) return alone
      const fresh = turnedAway(day).filter(({ id }) => !looked.has(id))
      const turned = fresh.flatMap(({ id, at }) => {
        looked.add(id)
        const atMs = at - offset
        const free = atMs - calmFromMs < calmMs ? undefined : freeAt(day, atMs, calmFromMs)
        return free === undefined ? [] : [`somebody is told that nobody is free, and ${free} is`]
      })
      return [...alone, ...turned]
    },
  }
}

/** Operators whose phone rings, or who talk, for a customer who has left: they are shown the customer's number. */
function leftAlone({ world, life }: Day, nowMs: number): readonly string[] {
  if (life?.app?.asterisk.status().kind !== 'up') return []
  const { open, calls } = world.pbx
  const isOperator = (number: string): boolean => world.plan.operators.includes(localForm(number))
  return open
    .filter(
      ({ direction, number, dialedMs }) => direction === 'outbound' && isOperator(number) && dialedMs !== undefined,
    )
    .filter(({ presented }) => {
      const theirs = calls.filter(
        (call) =>
          !isOperator(call.number) &&
          localForm(call.direction === 'inbound' ? call.presented : call.number) === localForm(presented),
      )
      return theirs.length > 0 && theirs.every(({ endedMs }) => endedMs !== undefined && nowMs - endedMs > aloneMs)
    })
    .map(({ number }) => `operator ${number} has a call whose customer has left`)
}

/** The calls in which somebody was told so, and when. */
function turnedAway({ world }: Day): readonly { readonly id: string; readonly at: number }[] {
  return world.database
    .query<{ id: string; at: number }, []>(
      `SELECT calls.id, max(trace.at) AS at FROM calls JOIN trace ON trace.call_id = calls.id
        WHERE calls.disposition = 'failed' AND record_json ->> '$.outcome.reason' = 'operator_failed'
          AND trace.result = 'unavailable' GROUP BY calls.id`,
    )
    .all()
}

/** An operator without a call around that instant, of those who were rung since, so that the engine knows of them. */
function freeAt({ world }: Day, atMs: number, sinceMs: number): string | undefined {
  const calls = new Map<string, CallRecord[]>()
  for (const call of world.pbx.calls) {
    const number = localForm(call.number)
    if (call.direction === 'outbound' && world.plan.operators.includes(number)) {
      calls.getOrInsertComputed(number, () => []).push(call)
    }
  }
  for (const [number, all] of calls) {
    const isKnown = all.some(({ createdMs }) => createdMs > sinceMs && createdMs < atMs)
    const isBusy = all.some(
      ({ createdMs, endedMs }) => createdMs < atMs + freeMs && (endedMs === undefined || endedMs > atMs - freeMs),
    )
    if (isKnown && !isBusy) return number
  }
  return undefined
}
