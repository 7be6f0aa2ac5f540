import type { Outcome } from '../domain/disposition.ts'
import type { TraceStep, Turn } from '../domain/record.ts'
import type { FlowContext } from '../flow/context.ts'
import { runFlow } from '../flow/interpreter.ts'
import type { Classifier, Heard, Transferred } from '../flow/ports.ts'
import { Story } from '../flow/story.ts'
import { Verdict } from '../flow/verdict.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { HungUp } from '../session/ports.ts'

/** What the caller does when it is their turn: words, silence, a key, leaving, or a fault of the world. */
export type Reply = string | { readonly silence: true } | { readonly key: string } | { readonly leaves: true } | Heard

/** A caller on paper. */
export interface PaperCall {
  readonly plan: Plan
  readonly entry?: 'outbound' | 'inbound'
  /** In order; a caller who has nothing more to say is silent. */
  readonly replies: readonly Reply[]
  /** What comes of each transfer, in order; the last one repeats. Default: answered. */
  readonly transfers?: readonly (Transferred['kind'] | 'leaves')[]
  /** Leaves while this prompt plays. */
  readonly leavesDuring?: string
  /** Presses this key while this prompt plays. */
  readonly presses?: { readonly during: string; readonly key: string }
  readonly fields?: Readonly<Record<string, string>>
  readonly classifier?: Classifier
}

/** How the call on paper went. */
export interface PaperResult {
  /** Names of the prompts heard, in order; one cut short has `…` behind it. */
  readonly hears: readonly string[]
  readonly ends: Outcome
  readonly trace: readonly TraceStep[]
  readonly turns: readonly Turn[]
  /** What the dialer was told of failing services. */
  readonly unavailable: readonly string[]
}

/** Plays a whole call on paper, at once: time does not pass. */
export async function playCall(call: PaperCall): Promise<PaperResult> {
  const hung = new AbortController()
  const leave = (): never => {
    hung.abort(new HungUp({ cause: 16 }))
    throw hung.signal.reason
  }
  const clock = new TestClock()
  const keys = new Mailbox<string>(100)
  const hears: string[] = []
  const unavailable: string[] = []
  const replies = [...call.replies]
  const transfers = [...(call.transfers ?? ['answered'])]
  const context: FlowContext = {
    plan: call.plan,
    facts: {
      contact: { phone: '09120000000', ...call.fields },
      call: { caller: '09120000000', line: '02100000000', direction: call.entry ?? 'outbound' },
      slots: {},
    },
    voice: {
      async say(prompts, signal) {
        for (const prompt of prompts) {
          signal.throwIfAborted()
          if (prompt.name === call.leavesDuring) {
            hears.push(`${prompt.name}…`)
            leave()
          }
          if (prompt.name === call.presses?.during) {
            hears.push(`${prompt.name}…`)
            keys.put(call.presses.key)
            await clock.sleep(1_000, signal) // the key interrupts it where it may; else it plays on
            hears.pop()
          }
          hears.push(prompt.name)
        }
        return { kind: 'said' }
      },
    },
    ear: {
      async listen(limits, onCaptured, signal) {
        await Promise.resolve()
        signal.throwIfAborted()
        const reply = replies.shift() ?? { silence: true }
        const timing = { listenMs: 1_000, enhanceMs: 0, recogniseMs: 0 }
        if (typeof reply === 'string') {
          onCaptured()
          return { kind: 'utterance', text: reply, language: limits.language, timing }
        }
        if ('kind' in reply) return reply
        if ('leaves' in reply) return leave()
        if ('key' in reply) {
          keys.put(reply.key)
          await clock.sleep(limits.noInputMs, signal)
        }
        return { kind: 'silence', timing }
      },
    },
    keypad: { next: (signal) => keys.take(signal) },
    desk: {
      async connect(order) {
        await Promise.resolve()
        if (order.hold !== undefined) hears.push(order.hold.name)
        const kind = transfers.length > 1 ? transfers.shift() : transfers[0]
        if (kind === 'leaves') return leave()
        if (kind !== 'answered' && kind !== undefined) return { kind }
        return {
          kind: 'answered',
          operator: { key: 'paper', endpoint: 'paper' },
          conversation: () => Promise.resolve(),
        }
      },
    },
    classifier: call.classifier,
    thinkBudgetMs: 4_000,
    clock,
    verdict: new Verdict(),
    story: new Story(clock),
    onUnavailable: (service, because) => unavailable.push(`${service}: ${because}`),
    conversationMs: 0,
    pendingKey: undefined,
  }
  const running = runFlow(call.entry ?? 'outbound', context, hung.signal).catch((error: unknown) => {
    if (error !== hung.signal.reason) throw error
  })
  await clock.advance(60_000)
  await running
  const { trace, turns } = context.story
  return { hears, ends: context.verdict.outcome, trace, turns, unavailable }
}
