import { allSteps } from '../model/walk.ts'
import type { Rule } from './rule.ts'

/** `dtmf`: a telephone has the keys 0 to 9, *, # and, seldom, A to D. */
export const dtmf: Rule = (model, report) => {
  for (const { step } of allSteps(model)) {
    if (step.verb !== 'ask') continue
    for (const { key } of step.keys)
      if (!/^[0-9*#A-D]$/.test(key.value))
        report.add('dtmf', key.at, `a telephone has no key "${key.value}": the keys are 0 to 9, "*" and "#"`)
  }
}
