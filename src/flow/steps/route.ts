import { evaluate } from '../../scenario/expression/evaluate.ts'
import type { RouteStep } from '../../scenario/plan.ts'
import type { FlowContext } from '../context.ts'
import { goOn, type Next, type RunSteps } from '../next.ts'

/** `route`: the first branch whose condition holds; none = go on. */
export async function route(step: RouteStep, context: FlowContext, run: RunSteps, signal: AbortSignal): Promise<Next> {
  for (const [index, branch] of step.branches.entries()) {
    const holds = branch.if === undefined || evaluate(branch.if, context.facts, context.plan.hours, context.clock.now())
    if (!holds) continue
    context.story.step(step, branch.if === undefined ? 'else' : `branch ${index + 1}`)
    return await run(branch.then, signal)
  }
  context.story.step(step, 'no branch')
  return goOn
}
