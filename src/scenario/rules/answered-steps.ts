import { allSteps } from '../model/walk.ts'
import type { Rule } from './rule.ts'

/** `answered-steps`: when an operator answers, the conversation begins at once: nothing else can happen then. */
export const answeredSteps: Rule = (model, report) => {
  for (const { step } of allSteps(model)) {
    if (step.verb !== 'transfer') continue
    for (const { event, then } of step.on.events) {
      if (event.value !== 'answered') continue
      for (const inner of then.steps)
        if (inner.verb !== 'disposition' && inner.verb !== 'unoffered')
          report.add(
            'answered-steps',
            inner.at,
            'only "disposition" can stand under "answered", for the conversation begins at once; what follows it stands after the transfer',
          )
    }
  }
}
