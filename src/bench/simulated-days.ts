import { parseArgs } from 'node:util'
import { formatDuration } from '../kernel/duration.ts'
import type { DayOutcome } from '../rehearsal/simulation/day.ts'
import { playSeeds } from '../rehearsal/simulation/play-seeds.ts'
import { outcomeLine, struckText, violationText } from '../rehearsal/simulation/tell-outcome.ts'

/** Plays simulated days: `--from 1 --count 50 --contacts 200 [--hours 8] [--jobs 2] [--quiet]`; fails when one is not as it must be. */
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '50' },
    contacts: { type: 'string', default: '200' },
    hours: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    quiet: { type: 'boolean', default: false },
  },
})
const seeds = Array.from({ length: Number(values.count) }, (_, nth) => Number(values.from) + nth)
const kind = {
  contacts: Number(values.contacts),
  ...(values.hours === undefined ? {} : { spanMs: Number(values.hours) * 3_600_000 }),
}
const began = performance.now()
const outcomes: Pick<DayOutcome, 'struck' | 'violations' | 'calls'>[] = []
for await (const outcome of playSeeds(seeds, kind, Number(values.jobs))) {
  const { struck, violations, calls } = outcome
  outcomes.push({ struck, violations, calls })
  if (!values.quiet || violations.length > 0) console.log(outcomeLine(outcome))
  if (violations.length > 0) console.log(violationText(outcome))
}
const wrong = outcomes.filter(({ violations }) => violations.length > 0).length
const calls = outcomes.reduce((sum, outcome) => sum + outcome.calls, 0)
const took = formatDuration(performance.now() - began)
console.log(
  `${seeds.length} days of ${kind.contacts} contacts, ${calls} calls, ${wrong} not as they must be; took ${took}`,
)
console.log(`struck: ${struckText(outcomes)}`)
process.exitCode = wrong === 0 ? 0 : 1
