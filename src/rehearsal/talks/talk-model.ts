import type { Classified, Classifier } from '../../flow/ports.ts'
import { unreachable } from '../../kernel/assert.ts'
import type { Clock } from '../../kernel/clock.ts'
import { took } from './rehearsed-call.ts'
import type { ModelAnswer, World } from './talk.ts'

/** The model as a talk has it: the answer it gives, or how it fails; undefined where the rules decide alone. */
export function classifierOf(answer: ModelAnswer | undefined, world: World, clock: Clock): Classifier | undefined {
  const fixed: ModelAnswer | undefined = answer ?? (world.llm && { kind: 'fault', fault: world.llm })
  if (fixed === undefined) return undefined
  return { name: 'llm', classify: (_question, signal) => reply(fixed, clock, signal) }
}

async function reply(answer: ModelAnswer, clock: Clock, signal: AbortSignal): Promise<Classified> {
  if (answer.kind === 'intent') return answer
  switch (answer.fault) {
    case 'quota':
      return { kind: 'unavailable', because: 'quota' }
    case 'wrong_key':
      return { kind: 'unavailable', because: 'auth' }
    case 'down':
      return { kind: 'unavailable', because: 'transient' }
    case 'slow':
      await clock.sleep(took.conversation, signal) // longer than any caller is kept waiting
      return { kind: 'unavailable', because: 'timeout' }
    default:
      return unreachable(answer.fault)
  }
}
