import type { TransferStep } from '../../scenario/plan.ts'
import { renderTemplate } from '../../scenario/template.ts'
import type { FlowContext } from '../context.ts'
import { goOn, type Next, type RunSteps } from '../next.ts'
import type { TransferOrder } from '../ports.ts'
import { resolvePrompts } from '../speak.ts'

/**
 * `transfer`: the caller hears the hold music while operators are rung. `answered` steps run the moment one answers,
 * so that the verdict is true during the conversation; the flow goes on when it is over.
 */
export async function transfer(
  step: TransferStep,
  context: FlowContext,
  run: RunSteps,
  signal: AbortSignal,
): Promise<Next> {
  const transferred = await context.desk.connect(orderOf(step, context), signal)
  context.story.step(step, transferred.kind)
  const next = await run(step.on.get(transferred.kind) ?? [], signal)
  if (transferred.kind !== 'answered') return next
  const startedMs = context.clock.elapsed()
  await transferred.conversation(signal)
  context.conversationMs += context.clock.elapsed() - startedMs
  return next.kind === 'on' ? goOn : next
}

function orderOf(step: TransferStep, context: FlowContext): TransferOrder {
  const language = context.plan.language.default
  const hold = step.hold === undefined ? undefined : resolvePrompts([step.hold], context)[0]
  return {
    queue: step.queue,
    ...(hold === undefined ? {} : { hold }),
    ...(step.callerId === undefined ? {} : { callerId: renderTemplate(step.callerId, context.facts, language) }),
    ...(step.brief === undefined ? {} : { brief: renderTemplate(step.brief, context.facts, language) }),
    ...(step.ringMs === undefined ? {} : { ringMs: step.ringMs }),
  }
}
