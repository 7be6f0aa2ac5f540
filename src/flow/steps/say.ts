import type { SayStep } from '../../scenario/plan.ts'
import type { FlowContext } from '../context.ts'
import { end, goOn, type Next } from '../next.ts'
import { speak } from '../speak.ts'

/** `say`: plays the prompts to their end, or to the key that cuts them short. */
export async function say(step: SayStep, context: FlowContext, signal: AbortSignal): Promise<Next> {
  const said = await speak(step.prompts, step.bargeIn, context, signal)
  context.story.step(step, said.kind)
  if (said.kind === 'said') return goOn
  context.verdict.set('failed', 'prompt_failed')
  return end
}
