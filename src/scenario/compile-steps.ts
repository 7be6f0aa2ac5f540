import { assert } from '../kernel/assert.ts'
import { compileTemplate, toDisposition, toReason } from './compile-words.ts'
import type { ScenarioModel } from './model/scenario-model.ts'
import type { AskModel, EventsModel, StepModel, StepsModel, TransferModel } from './model/step-model.ts'
import {
  type AskStep,
  type EventMap,
  type IntentSet,
  type SpeechSettings,
  type Step,
  type StepPlace,
  type Steps,
  type TransferStep,
  transferEvents,
} from './plan.ts'
import type { Located } from './problem.ts'

/** What compiling steps needs of the rest of the scenario. */
export interface StepContext {
  readonly model: ScenarioModel
  readonly speech: SpeechSettings
  readonly intents: ReadonlyMap<string, IntentSet>
}

/** The plan's steps of steps nothing was reported about. */
export function compileSteps(steps: StepsModel, context: StepContext): Steps {
  return steps.steps.map((step) => compileStep(step, context))
}

function compileStep(step: StepModel, context: StepContext): Step {
  const place: StepPlace = { path: step.path, line: step.line }
  switch (step.verb) {
    case 'say':
      return { verb: 'say', prompts: names(step.prompts), bargeIn: step.bargeIn ?? context.speech.bargeIn, ...place }
    case 'ask':
      return compileAsk(step, place, context)
    case 'transfer':
      return compileTransfer(step, place, context)
    case 'route':
      return {
        verb: 'route',
        branches: step.branches.map(({ condition, then }) => ({
          ...(condition?.expression && { if: condition.expression }),
          // biome-ignore lint/suspicious/noThenProperty: it is a word of the language, never a promise
          then: compileSteps(then, context),
        })),
        ...place,
      }
    case 'disposition':
      return { verb: 'disposition', ...outcome(step.disposition, context), ...place }
    case 'goto':
      return { verb: 'goto', block: written(step.block).value, ...place }
    case 'again':
      return { verb: 'again', ...(step.prompts && { prompts: names(step.prompts) }), ...place }
    case 'hangup':
      return {
        verb: 'hangup',
        ...outcome(step.disposition, context),
        ...(step.because && { because: toReason(step.because) }),
        ...place,
      }
    case 'unoffered':
      assert(false, 'a step that is not offered was compiled')
      break
    default:
      return step satisfies never
  }
}

function compileAsk(step: AskModel, place: StepPlace, context: StepContext): AskStep {
  const { speech } = context
  const expect = written(step.expect).value
  const intents = context.intents.get(expect)
  assert(intents !== undefined, `there is no set of intents ${expect}`)
  const keys = new Map(step.keys.map(({ key, intent }) => [key.value, intent.value]))
  return {
    verb: 'ask',
    prompts: names(step.prompts),
    expect,
    keys,
    ...(step.filler && { filler: step.filler.value }),
    ...(step.reprompt && { reprompt: names(step.reprompt) }),
    attempts: step.attempts?.value ?? 1,
    listen: {
      endpointingMs: step.listen.endpointingMs ?? speech.endpointingMs,
      noInputMs: step.listen.noInputMs ?? speech.noInputMs,
      maxUtteranceMs: step.listen.maxUtteranceMs ?? speech.maxUtteranceMs,
    },
    bargeIn: step.bargeIn ?? (keys.size > 0 || speech.bargeIn),
    on: compileEvents(step.on, [...intents.intents.keys(), 'unknown', 'no_input'], context),
    ...place,
  }
}

function compileTransfer(step: TransferModel, place: StepPlace, context: StepContext): TransferStep {
  const failures = transferEvents.filter((event) => event !== 'answered')
  return {
    verb: 'transfer',
    queue: written(step.queue).value,
    ...(step.hold && { hold: step.hold.value }),
    ...(step.callerId && { callerId: compileTemplate(step.callerId) }),
    ...(step.brief && { brief: compileTemplate(step.brief) }),
    ...(step.ringMs !== undefined && { ringMs: step.ringMs }),
    on: compileEvents(step.on, failures, context),
    ...place,
  }
}

/** `else` stands for every event not named, except success. */
function compileEvents(on: EventsModel, covered: readonly string[], context: StepContext): EventMap {
  const events = new Map<string, Steps>()
  let otherwise: Steps | undefined
  for (const { event, then } of on.events) {
    const steps = compileSteps(then, context)
    if (event.value === 'else') otherwise = steps
    else events.set(event.value, steps)
  }
  if (otherwise !== undefined) for (const event of covered) if (!events.has(event)) events.set(event, otherwise)
  return events
}

function outcome(
  word: Located<string> | undefined,
  { model }: StepContext,
): { readonly disposition: ReturnType<typeof toDisposition>; readonly detail?: string } {
  const { value } = written(word)
  const own = model.dispositions.entries.get(value)
  return own === undefined
    ? { disposition: toDisposition(value) }
    : { disposition: toDisposition(own.value), detail: value }
}

function names(list: readonly Located<string>[]): readonly string[] {
  return list.map((one) => one.value)
}

function written<T>(value: Located<T> | undefined): Located<T> {
  assert(value !== undefined, 'a step with something missing was compiled')
  return value
}
