import { type Check, every } from '../check.ts'
import type { Day } from '../day.ts'

const lookMs = 5_000
/** How long a channel may be there when no call is, and a place be held without one. */
const patienceMs = 60_000
/** How long a bridge may be there in which nobody talks. */
const bridgesMs = 25_000
/** How long after a connection is made a call may be there that had ended before: it is compared first of all, then it ends. */
const comparedMs = 6_000

/** What trouble left lying about is removed within this: it is looked for every half minute, and removed at the second look. */
const tidiedMs = 75_000

/** A connection: when the engine says it was made (epoch milliseconds), and when that was on the monotonic clock. */
interface Connection {
  readonly since: number
  readonly atMs: number
}

/** No channel outlives its call, every place and every operator is given back, and nothing goes on at the end. */
export function leaksCheck(): Check {
  const due = every(lookMs)
  const since = new Map<string, number>()
  let up: Connection | undefined
  const lasting = (nowMs: number, what: string, holds: boolean, ms = patienceMs): readonly string[] => {
    if (!holds) {
      since.delete(what)
      return []
    }
    const from = since.getOrInsert(what, nowMs)
    return nowMs - from < ms ? [] : [what]
  }
  return {
    name: 'leaks',
    step(day) {
      const nowMs = day.world.clock.elapsed()
      const status = day.life?.app?.asterisk.status()
      if (status?.kind !== 'up') up = undefined
      else if (up?.since !== status.since) up = { since: status.since, atMs: nowMs }
      if (!due(nowMs)) return []
      const app = day.life?.app
      const isCalm = day.troubled === 0 && app?.asterisk.status().kind === 'up'
      const nobody = isCalm && app.registry.live.length === 0
      const views = nobody ? app.lines.views() : []
      const { left } = day.world.pbx
      return [
        ...lasting(nowMs, 'a channel is there and no call is', nobody && left.channels > 0 && !callerWaits(day)),
        ...lasting(nowMs, 'a bridge is there and no call is', nobody && left.bridges > 0),
        ...lasting(
          nowMs,
          'more bridges are there than conversations',
          isCalm && isTidied(day, nowMs, up) && left.bridges > conversations(day),
          bridgesMs,
        ),
        ...lasting(
          nowMs,
          'a place on a line is held and no call is there',
          views.some(({ live, waitingCallers }) => live > 0 && waitingCallers === 0) && left.channels === 0,
        ),
        ...lasting(
          nowMs,
          'dialing is held for an operator and nobody rings one',
          nobody && app.gates.closed.some(({ name }) => name === 'operator'),
        ),
        ...lasting(nowMs, 'a call is up for the engine and not for the exchange', isCalm && isGhost(day)),
        ...(up !== undefined && nowMs - up.atMs > comparedMs && nowMs - up.atMs < 4 * comparedMs && isCalm
          ? endedBefore(day, up.atMs)
          : []),
      ]
    },
    end({ world, life }) {
      const { left } = world.pbx
      const wrong: string[] = []
      for (const [what, count] of Object.entries(left)) if (count > 0) wrong.push(`${count} ${what} are left`)
      if ((life?.waiting ?? 0) > 0) wrong.push(`${life?.waiting} pieces of work wait for something after the end`)
      return wrong
    },
  }
}

/** Somebody rings whom the engine has not let in yet. */
function callerWaits({ world }: Day): boolean {
  return world.pbx.open.some(({ direction, answeredMs }) => direction === 'inbound' && answeredMs === undefined)
}

/** The engine holds a call none of whose channels is there any more. */
function isGhost({ life, world }: Day): boolean {
  const open = new Set(world.pbx.open.map(({ channelId }) => channelId))
  return life?.app?.registry.live.some(({ id, phase }) => phase !== 'ringing' && !open.has(id)) === true
}

/** Calls the engine holds that were over when the connection was made. */
function endedBefore({ life, world }: Day, atMs: number): readonly string[] {
  const live = new Set(life?.app?.registry.live.map(({ id }) => id))
  const over = world.pbx.calls.filter(({ channelId, endedMs }) => live.has(channelId) && (endedMs ?? atMs) < atMs)
  return over.map(
    ({ number }) => `the call of ${number} was over when the connection was made, and is up for the engine`,
  )
}

/** All has been well for so long that nothing is left of an earlier trouble. */
function isTidied({ calmSinceMs }: Day, nowMs: number, up: Connection | undefined): boolean {
  return up !== undefined && nowMs - up.atMs > tidiedMs && nowMs - calmSinceMs > tidiedMs
}

function conversations({ life }: Day): number {
  return life?.app?.registry.live.filter(({ phase }) => phase === 'with_operator').length ?? 0
}
