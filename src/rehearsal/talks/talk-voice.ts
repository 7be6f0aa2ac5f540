import type { Said, Utterable, Voice } from '../../flow/ports.ts'
import { type RehearsedCall, took } from './rehearsed-call.ts'
import { inWords } from './talk-words.ts'

/** Our voice on a rehearsed call: what is said must be what the talk has the caller hear. */
export class TalkVoice implements Voice {
  readonly #call: RehearsedCall

  constructor(call: RehearsedCall) {
    this.#call = call
  }

  async say(prompts: readonly Utterable[], signal: AbortSignal): Promise<Said> {
    const { world, happenings, thinking } = this.#call
    for (const { name } of prompts) {
      signal.throwIfAborted()
      if (world.missing.has(name)) {
        happenings.add(`(${name} cannot be played)`)
        return { kind: 'failed', because: `there is no sound ${name}` }
      }
      await this.#play(name, thinking, signal)
    }
    return { kind: 'said' }
  }

  async #play(name: string, mayBeLeftOut: boolean, signal: AbortSignal): Promise<void> {
    const { script, clock, happenings, keys } = this.#call
    const step = script.next
    if (script.prompt?.value === name) {
      happenings.heard(name)
      script.takePrompt()
    } else if (step !== undefined && 'during' in step && step.during === name) {
      script.take()
      happenings.add(inWords(step))
      await clock.sleep(took.reaction, signal)
      if (step.kind === 'hangs_up') this.#call.leave('step')
      else keys.put(step.key)
    } else if (!mayBeLeftOut) this.#call.wentAnotherWay(script.expected, `hears ${name}`)
    await clock.sleep(took.prompt, signal)
  }
}
