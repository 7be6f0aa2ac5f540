import type { Ear, Heard } from '../flow/ports.ts'
import { countingIds } from '../kernel/ids.ts'
import type { TestClock } from '../kernel/test-clock.ts'
import type { ScriptPorts } from '../session/conduct.ts'
import type { CallControl } from '../session/ports.ts'

/** What a caller on paper says when we listen: words, a result of listening, or a fault of our own code. */
export type PaperReply = string | Heard | Error

/** How long a caller on paper takes to say something. */
export const replyMs = 2_000

/** Everything scripted calls share, on paper: callers say `replies` in order, then nothing; no operator is on duty. */
export function paperScript(
  clock: TestClock,
  calls: CallControl,
  replies: readonly PaperReply[] = [],
): ScriptPorts & { readonly unavailable: string[] } {
  const left = [...replies]
  const unavailable: string[] = []
  const ear: Ear = {
    async listen({ language }, onCaptured, signal) {
      await clock.sleep(replyMs, signal)
      onCaptured()
      const timing = { listenMs: replyMs, enhanceMs: 0, recogniseMs: 0 }
      const reply = left.shift() ?? { kind: 'silence', timing }
      if (reply instanceof Error) throw reply
      return typeof reply === 'string' ? { kind: 'utterance', text: reply, language, timing } : reply
    },
  }
  return {
    desk: {
      calls,
      roster: { free: () => 0, reserve: () => undefined },
      ids: countingIds(),
      clock,
      timeoutMs: 30_000,
      presentedNumber: (number) => number,
      holdDialing: () => ({ [Symbol.dispose]: () => undefined }),
    },
    clock,
    earOn: () => ear,
    mediaOf: () => (prompt) => Promise.resolve(`sound:${prompt.name}`),
    thinkBudgetMs: 4_000,
    onUnavailable: (service, because) => void unavailable.push(`${service}: ${because}`),
    unavailable,
  }
}
