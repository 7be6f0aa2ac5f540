import type { Reason } from '../domain/disposition.ts'
import { assert, unreachable } from '../kernel/assert.ts'
import type { Step } from '../scenario/plan.ts'
import type { FlowContext } from './context.ts'
import { end, goOn, type Next, type RunSteps } from './next.ts'
import { ask } from './steps/ask.ts'
import { route } from './steps/route.ts'
import { say } from './steps/say.ts'
import { transfer } from './steps/transfer.ts'

/** More steps than any sensible call takes. */
const maxSteps = 500
/** Longest scripted part of a call; a conversation with an operator does not count. */
const maxScriptedMs = 600_000

/**
 * Walks a plan from its entry block until a step hangs up or the steps run out. The outcome is in the context's verdict;
 * rejects only with the signal's reason.
 */
export async function runFlow(entry: string, context: FlowContext, signal: AbortSignal): Promise<void> {
  const { plan, clock, verdict, story } = context
  const startedMs = clock.elapsed()
  let steps = 0

  const run: RunSteps = async (list, inner) => {
    for (const step of list) {
      inner.throwIfAborted()
      const guard = overLimit(++steps, clock.elapsed() - context.conversationMs - startedMs)
      if (guard !== undefined) {
        verdict.set('failed', guard)
        story.step(step, guard)
        return end
      }
      const next = await execute(step, context, run, inner)
      if (next.kind !== 'on') return next
    }
    return goOn
  }

  for (let block: string | undefined = entry; block !== undefined; ) {
    const here = plan.blocks.get(block)
    assert(here !== undefined, `the plan has no block ${block}`)
    const next = await run(here.steps, signal)
    assert(next.kind !== 'again', `block ${block} asked «again» outside a question`)
    block = next.kind === 'goto' ? next.block : undefined
  }
}

function overLimit(steps: number, scriptedMs: number): Reason | undefined {
  if (steps > maxSteps) return 'too_many_steps'
  return scriptedMs > maxScriptedMs ? 'too_long' : undefined
}

async function execute(step: Step, context: FlowContext, run: RunSteps, signal: AbortSignal): Promise<Next> {
  context.onStep?.(step)
  switch (step.verb) {
    case 'say':
      return await say(step, context, signal)
    case 'ask':
      return await ask(step, context, run, signal)
    case 'transfer':
      return await transfer(step, context, run, signal)
    case 'route':
      return await route(step, context, run, signal)
    case 'disposition':
      context.verdict.set(step.disposition, undefined, step.detail)
      context.story.step(step, step.disposition)
      return goOn
    case 'goto':
      context.story.step(step, step.block)
      return { kind: 'goto', block: step.block }
    case 'again':
      context.story.step(step, 'again')
      return { kind: 'again', ...(step.prompts === undefined ? {} : { prompts: step.prompts }) }
    case 'hangup':
      context.verdict.set(step.disposition, step.because, step.detail)
      context.story.step(step, step.disposition)
      return end
    default:
      return unreachable(step)
  }
}
