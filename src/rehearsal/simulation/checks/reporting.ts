import { type Check, every } from '../check.ts'

const lookMs = 10_000
/** How long a report may wait while the panel answers. */
const patienceMs = 15 * 60_000

/** What is owed is told soon once the panel answers again. */
export function reportingCheck(): Check {
  const due = every(lookMs)
  return {
    name: 'reporting',
    step({ world, troubled, calmSinceMs, life }) {
      const nowMs = world.clock.elapsed()
      if (!due(nowMs)) return []
      if (troubled > 0 || life?.app === undefined || nowMs - calmSinceMs < patienceMs) return []
      const oldest = world.database
        .query<{ at: number | null }, []>(
          "SELECT min(created_at) AS at FROM outbox WHERE state = 'waiting' AND kind = 'panel.report'",
        )
        .get()?.at
      if (oldest === null || oldest === undefined || world.clock.now() - oldest < patienceMs) return []
      return [`a report waits for ${Math.round((world.clock.now() - oldest) / 60_000)} minutes while the panel answers`]
    },
  }
}
