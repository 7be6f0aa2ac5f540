import type { Check } from '../check.ts'
import type { Day } from '../day.ts'

/** A clock that is put right by less is let be. */
const mostSlewMs = 1_000
/** Within this, of the engine's being up, everything waits by the new time. */
const patienceMs = 15_000

interface Waiting {
  readonly table: string
  readonly id: string | number
  readonly dueAt: number
}

/** Nobody waits an hour longer because somebody put the clock back by one. */
export function waitingCheck(): Check {
  let offsetMs: number | undefined
  let lives = 0
  let before: readonly Waiting[] = []
  let sinceMs = 0
  return {
    name: 'waiting',
    step(day) {
      const { clock } = day.world
      const [nowMs, wall] = [clock.elapsed(), clock.now()]
      const putBackMs = (offsetMs ?? wall - nowMs) - (wall - nowMs)
      offsetMs = wall - nowMs
      const gates = day.life?.app?.gates
      // An engine that ends leaves it to the next one, which knows by what was written last.
      if (day.lives !== lives || gates === undefined || gates.closed.some(({ name }) => name === 'draining')) {
        lives = day.lives
        before = []
        return []
      }
      if (Math.abs(putBackMs) >= mostSlewMs) {
        before = putBackMs > 0 ? waitingFor(day, wall) : []
        sinceMs = nowMs
      }
      if (before.length === 0 || nowMs - sinceMs < patienceMs) return []
      const left = before.filter(({ table, id, dueAt }) => dueAt > wall && stillWaits(day, table, id, dueAt))
      before = []
      return left.length === 0 ? [] : [`the clock was put back, and ${left.length} wait for the old time`]
    },
  }
}

/** People and reports that fall due later than `wall`. */
function waitingFor({ world }: Day, wall: number): readonly Waiting[] {
  return ['contacts', 'outbox'].flatMap((table) =>
    world.database
      .query<{ id: string | number; dueAt: number }, [number]>(
        `SELECT id, due_at AS dueAt FROM ${table} WHERE state = 'waiting' AND due_at > ? LIMIT 100`,
      )
      .all(wall)
      .map((row) => ({ table, ...row })),
  )
}

function stillWaits({ world }: Day, table: string, id: string | number, dueAt: number): boolean {
  const sql = `SELECT 1 FROM ${table} WHERE id = ? AND state = 'waiting' AND due_at = ?`
  return world.database.query(sql).get(id, dueAt) !== null
}
