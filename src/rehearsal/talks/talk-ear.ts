import type { Turn } from '../../domain/record.ts'
import type { Classifier, Ear, Heard, ListenLimits } from '../../flow/ports.ts'
import { unreachable } from '../../kernel/assert.ts'
import { type RehearsedCall, took } from './rehearsed-call.ts'
import type { SaysStep } from './talk.ts'
import { classifierOf } from './talk-model.ts'
import { inWords } from './talk-words.ts'

/** Our ear on a rehearsed call: what the caller does while we listen, and what becomes of their words. */
export class TalkEar implements Ear {
  readonly #call: RehearsedCall
  /** What was said last, until it is understood. */
  #said: SaysStep | undefined
  #classifier: Classifier | undefined

  constructor(call: RehearsedCall) {
    this.#call = call
    call.journey.onTurn = (turn) => this.#understood(turn)
  }

  /** The model as it is for the words said last; absent = the rules decide alone. */
  get classifier(): Classifier | undefined {
    return this.#classifier
  }

  async listen(limits: ListenLimits, onCaptured: () => void, signal: AbortSignal): Promise<Heard> {
    const { clock, script } = this.#call
    await clock.sleep(took.reaction, signal) // a key pressed before is read first
    for (let pressed = false; ; ) {
      const step = script.next
      if (step?.kind === 'presses' && step.during === undefined) {
        this.#take()
        this.#call.keys.put(step.key)
        await clock.sleep(took.reaction, signal) // a key that means something here ends this
        pressed = true
      } else if (step?.kind === 'says') {
        this.#take()
        await clock.sleep(took.utterance, signal)
        return await this.#recognise(step, limits, onCaptured, signal)
      } else if (step?.kind === 'hangs_up' && step.during === undefined) {
        this.#take()
        await clock.sleep(step.afterMs ?? took.reaction, signal)
        return this.#call.leave('step')
      } else if (step?.kind === 'silence' || pressed) {
        if (step?.kind === 'silence') this.#take()
        await clock.sleep(limits.noInputMs, signal)
        return { kind: 'silence', timing: { listenMs: limits.noInputMs, enhanceMs: 0, recogniseMs: 0 } }
      } else this.#call.wentAnotherWay(script.expected, 'we listen to the caller')
    }
  }

  #take(): void {
    const { script, happenings } = this.#call
    if (script.next !== undefined) happenings.add(inWords(script.next))
    script.take()
  }

  async #recognise(
    step: SaysStep,
    { language }: ListenLimits,
    onCaptured: () => void,
    signal: AbortSignal,
  ): Promise<Heard> {
    const { clock, world } = this.#call
    const timing = { listenMs: took.utterance, enhanceMs: 0, recogniseMs: took.recognising }
    const fault = step.recogniser ?? world.recogniser
    if (fault === 'no_recording') return { kind: 'recording_failed', because: 'nothing was recorded' }
    this.#call.thinking = true
    onCaptured()
    this.#call.thinking = false
    await clock.sleep(took.recognising, signal)
    const failed = { kind: 'unavailable', provider: 'recogniser' } as const
    switch (fault) {
      case undefined:
        this.#said = step
        this.#classifier = classifierOf(step.llm, world, clock)
        return { kind: 'utterance', text: step.text, language, timing }
      case 'empty':
        this.#said = step
        return { kind: 'silence', timing }
      case 'quota':
        return { ...failed, because: 'quota' }
      case 'wrong_key':
        return { ...failed, because: 'auth' }
      case 'slow':
        return { ...failed, because: 'timeout' }
      case 'down':
        return { ...failed, because: 'transient' }
      default:
        return unreachable(fault)
    }
  }

  /** Tells what a reply was taken for, and compares it with what the talk says it means. */
  #understood({ intent, by }: Turn): void {
    const said = this.#said
    this.#said = undefined
    if (said === undefined) return
    this.#call.happenings.amend(`${intent}${by === 'llm' ? ', says the model' : ''}`)
    if (said.means === undefined || said.means.value === intent) return
    this.#call.wentAnotherWay({ at: said.means.at, words: `means ${said.means.value}` }, `understood as ${intent}`)
  }
}
