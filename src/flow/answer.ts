import type { Reason } from '../domain/disposition.ts'
import type { Turn } from '../domain/record.ts'
import { unreachable } from '../kernel/assert.ts'
import { race } from '../kernel/scope.ts'
import type { AskStep } from '../scenario/plan.ts'
import type { FlowContext } from './context.ts'
import { Filler } from './filler.ts'
import type { Heard, ListenLimits } from './ports.ts'
import { speak } from './speak.ts'
import { understand } from './understand/understand.ts'

/** What a question brought. */
export type Answer =
  | { readonly kind: 'intent'; readonly intent: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no_input' }
  | { readonly kind: 'fault'; readonly reason: Reason }

/** Says the question, then waits for words or a key, and understands them. */
export async function hearAnswer(
  step: AskStep,
  question: readonly string[],
  context: FlowContext,
  signal: AbortSignal,
): Promise<Answer> {
  const said = await speak(question, step.bargeIn && ((key) => step.keys.has(key)), context, signal)
  if (said.kind === 'failed') return { kind: 'fault', reason: 'prompt_failed' }
  const pressed = takePendingKey(step, context)
  if (pressed !== undefined) return byKey(pressed, context)

  const filler = new Filler(step.filler, context, signal)
  try {
    const heard = await listen(step, context, () => filler.start(), signal)
    if (heard.kind === 'key') return byKey(heard.intent, context)
    return await interpret(heard, step, context, signal)
  } finally {
    await filler.stop()
  }
}

type Pressed = { readonly kind: 'key'; readonly intent: string }

/** Words or a key, whichever comes first. Without declared keys nothing waits for one. */
async function listen(
  step: AskStep,
  context: FlowContext,
  onCaptured: () => void,
  signal: AbortSignal,
): Promise<Heard | Pressed> {
  const limits: ListenLimits = {
    ...step.listen,
    hotwords: context.plan.speech.hotwords,
    language: context.plan.language.default,
  }
  if (step.keys.size === 0) return await context.ear.listen(limits, onCaptured, signal)
  return await race<Heard | Pressed>(
    signal,
    (inner) => context.ear.listen(limits, onCaptured, inner),
    async (inner) => {
      for (;;) {
        const intent = step.keys.get(await context.keypad.next(inner))
        if (intent !== undefined) return { kind: 'key', intent }
      }
    },
  )
}

function takePendingKey(step: AskStep, context: FlowContext): string | undefined {
  const key = context.pendingKey
  context.pendingKey = undefined
  return key === undefined ? undefined : step.keys.get(key)
}

function byKey(intent: string, context: FlowContext): Answer {
  note(context, { transcript: '', intent, by: 'key' })
  return { kind: 'intent', intent }
}

async function interpret(heard: Heard, step: AskStep, context: FlowContext, signal: AbortSignal): Promise<Answer> {
  switch (heard.kind) {
    case 'silence':
      note(context, { ...heard.timing, transcript: '', intent: 'no_input', by: 'none' })
      return { kind: 'no_input' }
    case 'recording_failed':
      return { kind: 'fault', reason: 'recording' }
    case 'unavailable':
      context.onUnavailable(heard.provider, heard.because)
      return { kind: 'fault', reason: sttReason(heard.because) }
    case 'utterance':
      return await classify(heard, step, context, signal)
    default:
      return unreachable(heard)
  }
}

async function classify(
  heard: Extract<Heard, { kind: 'utterance' }>,
  step: AskStep,
  context: FlowContext,
  signal: AbortSignal,
): Promise<Answer> {
  const { plan, clock } = context
  const spentMs = heard.timing.enhanceMs + heard.timing.recogniseMs
  const startedMs = clock.elapsed()
  const { intent, by } = await understand(
    {
      transcript: heard.text,
      language: heard.language,
      scenarioTitle: plan.title,
      intents: [...(plan.intents.get(step.expect)?.intents.values() ?? []), ...plan.always],
    },
    { classifier: context.classifier, clock, onUnavailable: context.onUnavailable },
    Math.max(0, context.thinkBudgetMs - spentMs),
    signal,
  )
  note(context, { ...heard.timing, transcript: heard.text, intent, by, thinkMs: clock.elapsed() - startedMs })
  return intent === 'unknown' ? { kind: 'unknown' } : { kind: 'intent', intent }
}

function note(context: FlowContext, turn: Pick<Turn, 'transcript' | 'intent' | 'by'> & Partial<Turn>): void {
  context.story.turn({
    at: context.clock.now(),
    listenMs: 0,
    enhanceMs: 0,
    recogniseMs: 0,
    thinkMs: 0,
    ...turn,
  })
}

/** The reason under which a recogniser's failure is reported. */
function sttReason(because: Extract<Heard, { kind: 'unavailable' }>['because']): Reason {
  switch (because) {
    case 'quota':
      return 'vira_quota'
    case 'auth':
    case 'config':
      return 'stt_auth'
    default:
      return 'stt_failure'
  }
}
