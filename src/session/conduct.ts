import type { Contact } from '../domain/contact.ts'
import type { Direction } from '../domain/direction.ts'
import type { Outcome, Reason } from '../domain/disposition.ts'
import type { Line } from '../domain/line.ts'
import type { Operator } from '../domain/operator.ts'
import type { FlowContext } from '../flow/context.ts'
import { runFlow } from '../flow/interpreter.ts'
import type { Classifier, Ear, Unavailable } from '../flow/ports.ts'
import { Story } from '../flow/story.ts'
import { Verdict } from '../flow/verdict.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Plan } from '../scenario/plan.ts'
import { keypadOn, type MediaOf, voiceOn } from './caller.ts'
import { type DeskPorts, OperatorDesk } from './desk.ts'
import { tellFault } from './fault.ts'
import { HungUp, type Leg } from './ports.ts'

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
}

/** One answered call and the script for it. */
export interface Script {
  readonly plan: Plan
  readonly entry: string
  readonly direction: Direction
  readonly contact: Contact
  readonly line: Line
}

/** How a scripted call went. */
export interface Conducted {
  readonly outcome: Outcome
  readonly endedBy: 'us' | 'them'
  readonly operator?: Operator
  readonly story: Story
}

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
  const verdict = new Verdict()
  const story = new Story(ports.clock)
  const voice = voiceOn(leg, ports.mediaOf(script.plan))
  const live = AbortSignal.any([signal, leg.gone])
  await using desk = new OperatorDesk(ports.desk, leg, script.contact.phone, script.direction, voice, log)
  const context: FlowContext = {
    plan: script.plan,
    facts: {
      contact: { ...script.contact.fields, phone: script.contact.phone },
      call: { caller: script.contact.phone, line: script.line.number, direction: script.direction },
      slots: {},
    },
    voice,
    ear: ports.earOn(leg),
    keypad: keypadOn(leg),
    desk,
    ...(ports.classifier === undefined ? {} : { classifier: ports.classifier }),
    thinkBudgetMs: ports.thinkBudgetMs,
    clock: ports.clock,
    verdict,
    story,
    onUnavailable: ports.onUnavailable,
    conversationMs: 0,
    pendingKey: undefined,
  }
  const ended = await runToTheEnd(script.entry, context, leg, log, live)
  const operator = desk.operator
  return { outcome: verdict.outcome, endedBy: ended, ...(operator === undefined ? {} : { operator }), story }
}

async function runToTheEnd(
  entry: string,
  context: FlowContext,
  leg: Leg,
  log: Log,
  signal: AbortSignal,
): Promise<'us' | 'them'> {
  try {
    await runFlow(entry, context, signal)
    return leg.gone.aborted ? 'them' : 'us'
  } catch (error) {
    if (leg.gone.aborted && error === leg.gone.reason) {
      if (!(error instanceof HungUp && error.lost)) return 'them'
      noteUnfinished('asterisk_lost', context)
      return 'us'
    }
    if (signal.aborted && error === signal.reason) {
      log.info('call.cut', 'the engine is shutting down; the call ends here')
      noteUnfinished('shutting_down', context)
      return 'us'
    }
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
