import type { FlowContext } from './context.ts'
import { resolvePrompts } from './speak.ts'

/** Abort reason of a filler whose answer is ready. */
class AnswerReady extends Error {
  override readonly name = 'AnswerReady'
}

/** Covers our thinking with a prompt; it never delays the answer. */
export class Filler {
  readonly #prompt: string | undefined
  readonly #context: FlowContext
  readonly #controller = new AbortController()
  readonly #signal: AbortSignal
  #playing: Promise<unknown> | undefined

  constructor(prompt: string | undefined, context: FlowContext, signal: AbortSignal) {
    this.#prompt = prompt
    this.#context = context
    this.#signal = AbortSignal.any([signal, this.#controller.signal])
  }

  /** Begins to play; called once, at the end of the utterance. */
  start(): void {
    if (this.#prompt === undefined || this.#playing !== undefined) return
    const utterables = resolvePrompts([this.#prompt], this.#context)
    // Awaited by stop(): a filler that fails or is cut short changes nothing about the call.
    this.#playing = Promise.allSettled([this.#context.voice.say(utterables, this.#signal)])
  }

  /** Silences it and waits until it is silent. */
  async stop(): Promise<void> {
    this.#controller.abort(new AnswerReady('the answer is ready'))
    await this.#playing
  }
}
