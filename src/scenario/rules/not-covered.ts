import type { ScenarioModel } from '../model/scenario-model.ts'
import { intentsOf } from '../model/scope.ts'
import type { StepModel } from '../model/step-model.ts'
import { allSteps } from '../model/walk.ts'
import { nearest, quoted } from '../near.ts'
import { transferEvents } from '../plan.ts'
import type { Rule } from './rule.ts'

/** `not-covered`: something can come of a step for which nothing is said. */
export const notCovered: Rule = (model, report) => {
  for (const { step } of allSteps(model)) {
    const needed = neededEvents(step, model)
    if (needed === undefined || !('on' in step) || !step.on.whole) continue
    const named = step.on.events.map(({ event }) => event.value)
    if (named.includes('else')) continue
    const misspelt = named.filter((name) => !needed.includes(name)).map((name) => nearest(name, needed))
    const open = needed.filter((event) => !named.includes(event) && !misspelt.includes(event))
    if (open.length > 0) report.add('not-covered', step.on.at, `nothing is said for ${quoted(open)}: add it, or "else"`)
  }
}

function neededEvents(step: StepModel, model: ScenarioModel): readonly string[] | undefined {
  if (step.verb === 'transfer') return transferEvents.filter((event) => event !== 'answered')
  if (step.verb !== 'ask') return undefined
  return [...(intentsOf(model, step) ?? []), 'unknown', 'no_input']
}
