import type { Check } from '../check.ts'
import { boundsCheck } from './bounds.ts'
import { capsCheck } from './caps.ts'
import { factsCheck } from './facts.ts'
import { heldCheck } from './held.ts'
import { idleCheck } from './idle.ts'
import { leaksCheck } from './leaks.ts'
import { operatorsCheck } from './operators.ts'
import { recordsCheck } from './records.ts'
import { reportingCheck } from './reporting.ts'
import { ringingCheck } from './ringing.ts'
import { waitingCheck } from './waiting.ts'

/** Every promise looked after on a simulated day. */
export function allChecks(): readonly Check[] {
  return [
    capsCheck(),
    ringingCheck(),
    heldCheck(),
    waitingCheck(),
    factsCheck(),
    recordsCheck(),
    idleCheck(),
    operatorsCheck(),
    leaksCheck(),
    reportingCheck(),
    boundsCheck(),
  ]
}
