import type { Desk, TransferOrder, Transferred } from '../../flow/ports.ts'
import { unreachable } from '../../kernel/assert.ts'
import { type RehearsedCall, took } from './rehearsed-call.ts'
import type { OperatorWord } from './talk.ts'
import { inWords } from './talk-words.ts'

/** The way to a human on a rehearsed call. Hold music is heard, and a talk may name it or leave it out. */
export class TalkDesk implements Desk {
  readonly #call: RehearsedCall

  constructor(call: RehearsedCall) {
    this.#call = call
  }

  async connect(order: TransferOrder, signal: AbortSignal): Promise<Transferred> {
    const { script, clock, happenings, world } = this.#call
    const hold = order.hold?.name
    while (hold !== undefined && script.prompt?.value === hold) {
      happenings.heard(hold)
      script.takePrompt()
    }
    const step = script.next
    if (step?.kind === 'hangs_up' && (step.during === undefined || step.during === hold)) {
      script.take()
      happenings.add(inWords(step))
      await clock.sleep(step.afterMs ?? took.ring, signal)
      return this.#call.leave('ringing')
    }
    if (step?.kind === 'operator') {
      script.take()
      happenings.add(inWords(step))
      return await this.#ring(step.word, step.afterMs, signal)
    }
    const { operator } = world
    if (operator === undefined) this.#call.wentAnotherWay(script.expected, rung)
    happenings.add(`operator: ${operator}`)
    return await this.#ring(operator, undefined, signal)
  }

  async #ring(word: OperatorWord, afterMs: number | undefined, signal: AbortSignal): Promise<Transferred> {
    const { clock } = this.#call
    switch (word) {
      case 'none_free':
      case 'unavailable':
        return { kind: 'unavailable' }
      case 'busy':
      case 'no_answer':
        await clock.sleep(took.noAnswer, signal)
        return { kind: word }
      case 'failed':
        await clock.sleep(took.ring, signal)
        return { kind: word }
      case 'answers':
      case 'hangs_up':
        await clock.sleep(took.ring, signal)
        return {
          kind: 'answered',
          operator: { key: 'rehearsal', endpoint: 'rehearsal' },
          conversation: (inner) => this.#converse(word, afterMs, inner),
        }
      default:
        return unreachable(word)
    }
  }

  /** They talk until the talk says who leaves; else the operator does, after a while. */
  async #converse(word: 'answers' | 'hangs_up', afterMs: number | undefined, signal: AbortSignal): Promise<void> {
    const { script, clock, happenings } = this.#call
    const step = script.next
    const leaves = step?.kind === 'hangs_up' && step.during === undefined
    const parts = word === 'answers' && step?.kind === 'operator' && step.word === 'hangs_up'
    if (!leaves && !parts) return await clock.sleep(afterMs ?? took.conversation, signal)
    script.take()
    happenings.add(inWords(step))
    await clock.sleep(step.afterMs ?? took.conversation, signal)
    if (leaves) this.#call.leave('talking')
  }
}

const rung = 'an operator is rung (what comes of it? "operator: answers", for example)'
