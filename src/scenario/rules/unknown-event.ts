import { removeMe } from '../builtins.ts'
import type { ScenarioModel } from '../model/scenario-model.ts'
import { intentsOf } from '../model/scope.ts'
import type { EventsModel, StepModel } from '../model/step-model.ts'
import { allSteps } from '../model/walk.ts'
import { suggestion } from '../near.ts'
import { transferEvents } from '../plan.ts'
import type { Report } from '../report.ts'
import type { Rule } from './rule.ts'

/** `unknown-event`: something under `on` that can never come of the verb. */
export const unknownEvent: Rule = (model, report) => {
  for (const { step } of allSteps(model)) {
    const events = eventsOf(step, model)
    if (events !== undefined && 'on' in step) check(step.verb, step.on, events, report)
  }
}

function eventsOf(step: StepModel, model: ScenarioModel): readonly string[] | undefined {
  if (step.verb === 'transfer') return transferEvents
  if (step.verb !== 'ask') return undefined
  const intents = intentsOf(model, step)
  if (intents === undefined || !model.always.whole) return undefined
  return [...new Set([...intents, 'unknown', 'no_input', ...model.always.entries.keys(), removeMe])]
}

function check(verb: string, on: EventsModel, events: readonly string[], report: Report): void {
  for (const { event } of on.events) {
    if (event.value === 'else' || events.includes(event.value)) continue
    const help = suggestion(event.value, [...events, 'else'])
    report.add('unknown-event', event.at, `there is no event of ${verb} "${event.value}"${help}`)
  }
}
