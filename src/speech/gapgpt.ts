import type { Classified, Classifier, ClassifyQuestion } from '../flow/ports.ts'
import type { Secret } from '../kernel/secret.ts'
import { readChatAnswer } from './chat-answer.ts'
import { configFailure, failureOf, type Provider, unanswered } from './failure.ts'
import { exchange } from './http.ts'
import { intentIn } from './intent-answer.ts'
import { type IntentPrompt, intentNames, intentPrompt, unknownIntent } from './intent-prompt.ts'
import { type Attempt, type ClientParts, Patience } from './patience.ts'

/** GapGPT's endpoint. */
export const gapGptBaseUrl = 'https://api.gapgpt.app/v1'

/** How an OpenAI-style chat endpoint is reached. */
export interface GapGptOptions {
  /** Address up to and including the version: `https://api.gapgpt.app/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly model: string
  /** 0 to 2. */
  readonly temperature: number
  /** Deadline of one question: waiting for a place and every try. */
  readonly timeoutMs: number
  /** Whose failures these are; `gapgpt` unless given. */
  readonly provider?: Extract<Provider, 'gapgpt' | 'openai'>
}

const maxAnswerBytes = 1_048_576

/** Sorts replies into intents by any OpenAI-compatible chat endpoint. */
export class GapGpt implements Classifier {
  readonly name: string
  readonly #options: GapGptOptions
  readonly #provider: Provider
  readonly #parts: ClientParts
  readonly #patience: Patience

  constructor(options: GapGptOptions, parts: ClientParts) {
    this.#options = options
    this.#provider = options.provider ?? 'gapgpt'
    this.name = this.#provider
    this.#parts = parts
    this.#patience = new Patience(this.name, options.timeoutMs, parts)
  }

  async classify(question: ClassifyQuestion, signal: AbortSignal): Promise<Classified> {
    const names = intentNames(question)
    const body = this.#bodyOf(intentPrompt(question), names)
    const asked = await this.#patience.ask((inner) => this.#send(body, names, inner), signal)
    if (asked.kind === 'done') return { kind: 'intent', intent: asked.value }
    return asked.kind === 'empty_audio' ? { kind: 'unavailable', because: 'bad_input' } : asked
  }

  /** The answer is one name: room for the longest and no more, for spent accounts are refused by `max_tokens`. */
  #bodyOf(prompt: IntentPrompt, names: readonly string[]): string {
    return JSON.stringify({
      model: this.#options.model,
      temperature: this.#options.temperature,
      max_tokens: Math.max(16, ...names.map((name) => name.length)),
      stream: false,
      messages: [
        { role: 'system', content: prompt.system },
        { role: 'user', content: prompt.user },
      ],
    })
  }

  async #send(body: string, names: readonly string[], signal: AbortSignal): Promise<Attempt<string>> {
    const headers = {
      authorization: `Bearer ${this.#options.apiKey.reveal()}`,
      accept: 'application/json',
      'content-type': 'application/json',
    }
    const url = `${this.#options.baseUrl.replace(/\/+$/, '')}/chat/completions`
    const request = { method: 'POST', url, headers, body, verifyTls: true } as const
    const answer = await exchange(this.#parts.fetch, request, maxAnswerBytes, signal)
    if (answer.kind !== 'answered') return { kind: 'failed', failure: unanswered(answer.kind) }
    const failed = (): Attempt<string> => {
      return { kind: 'failed', failure: failureOf(this.#provider, answer, this.#parts.clock.now()) }
    }
    if (answer.status >= 300) return failed()
    const said = readChatAnswer(answer.body)
    switch (said.kind) {
      case 'content':
        // No word at all although there was room for sixteen tokens: a model that thinks first is the wrong one here.
        if (said.cut && said.text.trim() === '') return { kind: 'failed', failure: configFailure }
        return { kind: 'done', value: intentIn(said.text, names, said.cut) ?? unknownIntent }
      case 'refused':
        return { kind: 'done', value: unknownIntent }
      case 'failed':
      case 'unreadable':
        return failed()
      default:
        return said satisfies never
    }
  }
}
