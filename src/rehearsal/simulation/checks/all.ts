import type { Check } from '../check.ts'
import { boundsCheck } from './bounds.ts'
import { capsCheck } from './caps.ts'
import { factsCheck } from './facts.ts'
import { idleCheck } from './idle.ts'
import { leaksCheck } from './leaks.ts'
import { reportingCheck } from './reporting.ts'
import { ringingCheck } from './ringing.ts'

/** Every promise looked after on a simulated day. */
export function allChecks(): readonly Check[] {
  return [capsCheck(), ringingCheck(), factsCheck(), idleCheck(), leaksCheck(), reportingCheck(), boundsCheck()]
}
