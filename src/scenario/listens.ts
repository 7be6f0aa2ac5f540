import type { Plan, Step, Steps } from './plan.ts'

/** Whether a scenario listens to the caller anywhere: then it cannot do without a recogniser. */
export function listens(plan: Plan): boolean {
  return [...plan.blocks.values()].some((block) => anyAsks(block.steps))
}

function anyAsks(steps: Steps): boolean {
  return steps.some((step) => step.verb === 'ask' || inside(step).some(anyAsks))
}

function inside(step: Step): readonly Steps[] {
  if (step.verb === 'transfer') return [...step.on.values()]
  return step.verb === 'route' ? step.branches.map(({ then }) => then) : []
}
