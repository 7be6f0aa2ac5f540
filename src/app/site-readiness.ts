import type { GateName, Gates } from '../dialer/gates.ts'
import type { LineView } from '../dialer/line-pool.ts'
import type { Readiness } from '../web/machines/readiness.ts'
import type { StatusSources } from './read-model.ts'

/** Gates that are shut in the ordinary course of a day: an engine that rests by them is ready all the same. */
const ordinary: readonly GateName[] = ['window', 'panel', 'operator', 'paused']

/** Whether the engine could place and take calls, and if not, everything that stands in the way. */
export function readinessOf(
  sources: Pick<StatusSources, 'asterisk' | 'records'> & {
    readonly gates: Pick<Gates, 'closed'>
    readonly lines: () => readonly Pick<LineView, 'active'>[]
  },
): Readiness {
  const reasons: { readonly name: string; readonly because: string }[] = []
  const asterisk = sources.asterisk()
  if (asterisk.kind !== 'up') {
    reasons.push({ name: 'asterisk', because: 'message' in asterisk ? asterisk.message : 'not connected yet' })
  }
  for (const { name, because } of sources.gates.closed) {
    if (name !== 'asterisk' && !ordinary.includes(name)) reasons.push({ name, because })
  }
  if (sources.lines().every(({ active }) => !active)) reasons.push({ name: 'lines', because: 'no line is active' })
  try {
    sources.records.paused()
  } catch {
    reasons.push({ name: 'database', because: 'the database in DATA_DIR does not answer' })
  }
  return { reasons }
}
