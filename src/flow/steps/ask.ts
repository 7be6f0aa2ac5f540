import type { Reason } from '../../domain/disposition.ts'
import { assert } from '../../kernel/assert.ts'
import type { AskStep, Steps } from '../../scenario/plan.ts'
import { type Answer, hearAnswer } from '../answer.ts'
import type { FlowContext } from '../context.ts'
import { end, type Next, type RunSteps } from '../next.ts'
import { farewell, speak } from '../speak.ts'

/** How often an `always` intent may lead back to the same question. */
const maxReturns = 5

/**
 * `ask`: says the question, listens, understands, and follows the intent. Listens `attempts` times at most: again after
 * silence or no match where a `reprompt` is given, and again where a step says `again`.
 */
export async function ask(step: AskStep, context: FlowContext, run: RunSteps, signal: AbortSignal): Promise<Next> {
  let attempt = 1
  let returns = 0
  let question = step.prompts
  for (;;) {
    const answer = await hearAnswer(step, question, context, signal)
    if (answer.kind === 'fault') return await giveUp(step, answer.reason, context, signal)
    const event = answer.kind === 'intent' ? answer.intent : answer.kind
    context.story.step(step, event)

    if (isNothing(answer) && step.reprompt !== undefined && attempt < step.attempts) {
      attempt++
      question = step.reprompt
      continue
    }
    const always = step.on.has(event) ? undefined : context.plan.always.find((intent) => intent.name === event)
    const next = await run(always?.then ?? stepsFor(step, event), signal)
    if (next.kind === 'again' && attempt < step.attempts) {
      attempt++
      question = next.prompts ?? step.prompts
    } else if (next.kind === 'again' || (next.kind === 'on' && always !== undefined && returns === maxReturns)) {
      return notAgain(await run(stepsFor(step, 'unknown'), signal), step)
    } else if (next.kind === 'on' && always !== undefined) {
      returns++
      question = step.prompts
    } else {
      return next
    }
  }
}

function isNothing(answer: Answer): boolean {
  return answer.kind === 'unknown' || answer.kind === 'no_input'
}

function stepsFor(step: AskStep, event: string): Steps {
  const steps = step.on.get(event)
  assert(steps !== undefined, `the question at line ${step.line} has nothing for ${event}`)
  return steps
}

function notAgain(next: Next, step: AskStep): Next {
  assert(next.kind !== 'again', `the question at line ${step.line} asks again when its attempts are used up`)
  return next
}

/** A fault of ours after the answer is final: the caller hears a farewell, the verdict names the fault. */
async function giveUp(step: AskStep, reason: Reason, context: FlowContext, signal: AbortSignal): Promise<Next> {
  context.verdict.set('failed', reason)
  context.story.step(step, reason)
  if (reason !== 'prompt_failed') await speak(farewell(context), false, context, signal)
  return end
}
