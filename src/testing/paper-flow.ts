import type { FlowContext } from '../flow/context.ts'
import { runFlow } from '../flow/interpreter.ts'
import type { Classifier, Heard, TransferOrder, Transferred } from '../flow/ports.ts'
import { Story } from '../flow/story.ts'
import { Verdict } from '../flow/verdict.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'

/** Words take two seconds to say and half a second to recognise; anything else is heard after two seconds. */
export type TimedReply = string | Heard

export interface TimedFlowOptions {
  readonly plan: Plan
  readonly entry?: string
  readonly replies?: readonly TimedReply[]
  readonly classifier?: (clock: TestClock) => Classifier
  readonly thinkBudgetMs?: number
  readonly connect?: (order: TransferOrder, clock: TestClock, signal: AbortSignal) => Promise<Transferred>
}

/** How long a prompt, an utterance and its recognition take, milliseconds. */
export const promptMs = 1_000
export const utteranceMs = 2_000
export const recogniseMs = 500

/** A flow on paper in which time passes: prompts play for a second each, and keys can be pressed at any instant. */
export class TimedFlow {
  readonly clock = new TestClock()
  /** What was heard, with the second it began at: `0 hello`; one cut short has `…` behind it. `ear` = we listened. */
  readonly log: string[] = []
  readonly unavailable: string[] = []
  readonly context: FlowContext
  readonly #call = new AbortController()
  readonly #keys = new Mailbox<string>(100)
  readonly #entry: string
  #running: Promise<unknown> | undefined

  constructor(options: TimedFlowOptions) {
    const { plan, entry = 'outbound', classifier, thinkBudgetMs = 4_000, connect } = options
    const { clock } = this
    const replies = [...(options.replies ?? [])]
    this.#entry = entry
    this.context = {
      plan,
      facts: {
        contact: { phone: '09120000000' },
        call: { caller: '09120000000', line: '02100000000', direction: 'outbound' },
        slots: {},
      },
      voice: {
        say: async (prompts, signal) => {
          for (const { name } of prompts) {
            if (name === 'missing') return { kind: 'failed', because: 'there is no such sound' }
            await this.#noted(name, promptMs, signal)
          }
          return { kind: 'said' }
        },
      },
      ear: {
        listen: async ({ language }, onCaptured, signal) => {
          await this.#noted('ear', utteranceMs, signal)
          const reply = replies.shift()
          const timing = { listenMs: utteranceMs, enhanceMs: 0, recogniseMs }
          if (typeof reply !== 'string') return reply ?? { kind: 'silence', timing }
          onCaptured()
          await clock.sleep(recogniseMs, signal)
          return { kind: 'utterance', text: reply, language, timing }
        },
      },
      keypad: { next: (signal) => this.#keys.take(signal) },
      desk: { connect: (order, signal) => connect?.(order, clock, signal) ?? Promise.resolve({ kind: 'unavailable' }) },
      classifier: classifier?.(clock),
      thinkBudgetMs,
      clock,
      verdict: new Verdict(),
      story: new Story(clock),
      onUnavailable: (service, because) => void this.unavailable.push(`${service}: ${because}`),
      conversationMs: 0,
      pendingKey: undefined,
    }
  }

  press(key: string): void {
    this.#keys.put(key)
  }

  hangUp(reason: Error): void {
    this.#call.abort(reason)
  }

  /** Lets the flow run for so long; begins it the first time. */
  async run(ms: number): Promise<this> {
    this.#running ??= runFlow(this.#entry, this.context, this.#call.signal).catch((error: unknown) => error)
    await this.clock.advance(ms)
    return this
  }

  /** What it ended with; undefined = by itself. */
  get ended(): Promise<unknown> {
    return this.#running ?? Promise.resolve()
  }

  async #noted(what: string, ms: number, signal: AbortSignal): Promise<void> {
    const seconds = this.clock.elapsed() / 1_000
    const at = this.log.push(`${seconds} ${what}`) - 1
    try {
      await this.clock.sleep(ms, signal)
    } catch (error) {
      this.log[at] += '…'
      throw error
    }
  }
}
