import type { ScenarioModel } from './scenario-model.ts'
import type { AskModel, StepModel, StepsModel } from './step-model.ts'

/** Around a step: the question whose answer led to it, and as which event; or an `always` intent. */
export interface Surroundings {
  readonly ask?: { readonly step: AskModel; readonly event: string }
  readonly always?: string
}

export interface Visited extends Surroundings {
  readonly step: StepModel
}

/** Every step of a scenario, also those nothing leads to. */
export function* allSteps(model: ScenarioModel): Generator<Visited> {
  for (const block of model.flow.entries.values()) yield* within(block.steps, {})
  for (const [name, intent] of model.always.entries)
    if (intent.then !== undefined) yield* within(intent.then, { always: name })
}

/** The steps below one step, with the name of the event or branch they follow. */
export function branchesOf(step: StepModel): readonly { readonly event: string; readonly then: StepsModel }[] {
  switch (step.verb) {
    case 'ask':
    case 'transfer':
    case 'unoffered':
      return step.on.events.map(({ event, then }) => ({ event: event.value, then }))
    case 'route':
      return step.branches.map(({ isElse, then }) => ({ event: isElse ? 'else' : 'then', then }))
    default:
      return []
  }
}

function* within(steps: StepsModel, around: Surroundings): Generator<Visited> {
  for (const step of steps.steps) {
    yield { step, ...around }
    for (const { event, then } of branchesOf(step))
      yield* within(then, step.verb === 'ask' ? { ask: { step, event } } : around)
  }
}
