import type { Outcome, Reason } from '../domain/disposition.ts'
import type { Operator } from '../domain/operator.ts'
import type { FlowContext } from '../flow/context.ts'
import { runFlow } from '../flow/interpreter.ts'
import type { Classifier, Desk, Ear, Unavailable, Voice } from '../flow/ports.ts'
import { Story } from '../flow/story.ts'
import { Verdict } from '../flow/verdict.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import type { CallStart } from './call-start.ts'
import { keypadOn, type MediaOf, voiceOn } from './caller.ts'
import { Checkpoint, stillUpEveryMs } from './checkpoint.ts'
import { type DeskPorts, OperatorDesk } from './desk.ts'
import { tellFault } from './fault.ts'
import { HungUp, type Leg, type LiveCalls } from './ports.ts'
import type { Listed } from './registry.ts'
import { mayGoOn } from './shutting-down.ts'

/** What every scripted call of this engine shares. */
export interface ScriptPorts {
  readonly desk: DeskPorts
  readonly clock: Clock
  /** The ear of one call: `scenario` and `callId` name its recordings. */
  readonly earOn: (leg: Leg) => Ear
  readonly mediaOf: (plan: Plan) => MediaOf
  readonly classifier?: Classifier
  readonly thinkBudgetMs: number
  readonly onUnavailable: (service: string, because: Unavailable) => void
  /** Where calls that are up are kept for the next start; absent where none will come: then every call ends with us. */
  readonly live?: LiveCalls
}

/** One answered call and the script for it. */
export interface Script {
  readonly plan: Plan
  readonly entry: string
  readonly call: CallStart & { readonly answeredAt: number }
  /** Told how far it has come. */
  readonly listed: Listed
}

/** How a scripted call went. */
export type Conducted =
  | {
      readonly kind: 'ended'
      readonly outcome: Outcome
      readonly endedBy: 'us' | 'them'
      readonly operator?: Operator
      readonly story: Story
    }
  /** The engine ends, the conversation with an operator does not: all legs were let go, and the next start adopts them. */
  | { readonly kind: 'goes_on' }

/**
 * Runs a script on an answered leg. The far end leaving is an abort and the verdict stands; a bug of ours fails this
 * call and no other. Nothing of the call outlives the await but the leg, which belongs to whoever calls this.
 */
export async function conduct(
  leg: Leg,
  script: Script,
  ports: ScriptPorts,
  log: Log,
  signal: AbortSignal,
): Promise<Conducted> {
  const { plan, call, listed } = script
  const verdict = new Verdict()
  const story = new Story(ports.clock)
  const voice = voiceOn(leg, ports.mediaOf(plan))
  const live = AbortSignal.any([signal, leg.gone])
  const onPhase = (phase: Parameters<Listed['update']>[0]['phase'] & string): void => listed.update({ phase })
  onPhase('talking')
  await using desk = new OperatorDesk(ports.desk, leg, { ...call, voice, onPhase }, log)
  const checkpoint = new Checkpoint(ports.live, call, { verdict, story, desk }, ports.clock, log)
  checkpoint.note()
  const context: FlowContext = {
    plan,
    facts: {
      contact: { ...call.contact.fields, phone: call.contact.phone },
      call: { caller: call.contact.phone, line: call.line.number, direction: call.direction },
      slots: {},
    },
    ...noted({ voice, ear: ports.earOn(leg), desk }, checkpoint, ports.clock),
    keypad: keypadOn(leg),
    ...(ports.classifier === undefined ? {} : { classifier: ports.classifier }),
    thinkBudgetMs: ports.thinkBudgetMs,
    clock: ports.clock,
    verdict,
    story,
    onUnavailable: ports.onUnavailable,
    onStep: ({ path, line }) => listed.update({ step: { path, line } }),
    conversationMs: 0,
    pendingKey: undefined,
  }
  const ended = await runToTheEnd(script.entry, context, leg, log, live)
  if (ended === 'cut') {
    if (desk.joined !== undefined && mayGoOn(signal) && checkpoint.noteAnyway()) {
      log.info('call.goes_on', 'the engine ends; the conversation with the operator goes on without it')
      desk.release()
      leg.release()
      return { kind: 'goes_on' }
    }
    log.info('call.cut', 'the engine is shutting down; the call ends here')
    noteUnfinished('shutting_down', context)
  }
  checkpoint.note() // the last steps may have decided what it is recorded as, and its end takes a moment
  const operator = desk.operator
  const endedBy = ended === 'them' ? 'them' : 'us'
  return {
    kind: 'ended',
    outcome: verdict.outcome,
    endedBy,
    ...(operator === undefined ? {} : { operator }),
    story,
  }
}

/** Voice, ear and desk of a call that is noted before each of them takes its time. */
function noted(
  { voice, ear, desk }: { readonly voice: Voice; readonly ear: Ear; readonly desk: Desk },
  checkpoint: Checkpoint,
  clock: Clock,
): Pick<FlowContext, 'voice' | 'ear' | 'desk'> {
  return {
    voice: {
      async say(prompts, signal) {
        checkpoint.note()
        return await voice.say(prompts, signal)
      },
    },
    ear: {
      async listen(limits, onCaptured, signal) {
        checkpoint.note()
        return await ear.listen(limits, onCaptured, signal)
      },
    },
    desk: {
      async connect(order, signal) {
        checkpoint.note()
        const transferred = await desk.connect(order, signal)
        if (transferred.kind !== 'answered') return transferred
        return {
          ...transferred,
          async conversation(inner) {
            checkpoint.note()
            await using beat = new Scope(inner)
            beat.spawn(async (own) => {
              for (;;) {
                await clock.sleep(stillUpEveryMs, own)
                checkpoint.noteAnyway()
              }
            })
            await transferred.conversation(inner)
          },
        }
      },
    },
  }
}

async function runToTheEnd(
  entry: string,
  context: FlowContext,
  leg: Leg,
  log: Log,
  signal: AbortSignal,
): Promise<'us' | 'them' | 'cut'> {
  try {
    await runFlow(entry, context, signal)
    return leg.gone.aborted ? 'them' : 'us'
  } catch (error) {
    if (leg.gone.aborted && error === leg.gone.reason) {
      if (!(error instanceof HungUp && error.lost)) return 'them'
      noteUnfinished('asterisk_lost', context)
      return 'us'
    }
    if (signal.aborted && error === signal.reason) return 'cut'
    noteFault(error, context, log)
    return 'us'
  }
}

/** A call that ends by no doing of the caller's is a fault of ours, unless what it was for had been settled. */
function noteUnfinished(reason: Reason, context: FlowContext): void {
  const { disposition } = context.verdict.outcome
  if (disposition === 'hangup' || disposition === 'disconnected') context.verdict.set('failed', reason)
}

function noteFault(error: unknown, context: FlowContext, log: Log): void {
  noteUnfinished('engine_fault', context)
  tellFault(log, error, { trace: context.story.trace.map((step) => `${step.path}=${step.result}`).join(' ') })
}
