import type { Recognised, Recogniser, RecogniserOptions } from '../flow/ports.ts'
import type { Secret } from '../kernel/secret.ts'
import { failureOf, transientFailure, unanswered } from './failure.ts'
import { exchange, type HttpRequest } from './http.ts'
import { type Asked, type Attempt, type ClientParts, Patience } from './patience.ts'
import { readViraAnswer, type ViraAnswer } from './vira-answer.ts'

/** Vira's recogniser for up to a minute of speech. */
export const viraSttUrl = 'https://partai.gw.isahab.ir/avanegar/v2/avanegar/request'

/** How Vira is reached. */
export interface ViraSttOptions {
  /** The whole address of the request; results still pending are fetched beside it. */
  readonly url: string
  readonly token: Secret
  /** Deadline of one utterance: waiting for a place, every try, and fetching a pending result. */
  readonly timeoutMs: number
  /** False accepts any certificate. */
  readonly verifyTls: boolean
  /** `default` unless given. */
  readonly model?: 'default' | 'telephony'
}

const maxAnswerBytes = 1_048_576
/** A caller waits, so a pending result is asked for at least once a second, however long Vira estimates. */
const poll = { leastMs: 250, mostMs: 1_000, failures: 2 } as const

type Sent = Attempt<ViraAnswer & { readonly kind: 'text' | 'empty' | 'pending' }>

/** Speech to text by Vira (Persian). */
export class ViraStt implements Recogniser {
  readonly name = 'vira'
  readonly #options: ViraSttOptions
  readonly #parts: ClientParts
  readonly #patience: Patience

  constructor(options: ViraSttOptions, parts: ClientParts) {
    this.#options = options
    this.#parts = parts
    this.#patience = new Patience(this.name, options.timeoutMs, parts)
  }

  async transcribe(wav: Uint8Array, options: RecogniserOptions, signal: AbortSignal): Promise<Recognised> {
    const asked = await this.#patience.ask((inner) => this.#recognise(wav, options.hotwords, inner), signal)
    return recognised(asked)
  }

  async #recognise(wav: Uint8Array, hotwords: readonly string[], signal: AbortSignal): Promise<Attempt<Recognised>> {
    const body = formOf(wav, hotwords, this.#options.model ?? 'default')
    const sent = await this.#send({ method: 'POST', url: this.#options.url, body }, signal)
    if (sent.kind === 'failed') return sent
    if (sent.value.kind === 'pending') return await this.#fetchResult(sent.value.id, sent.value.estimateMs, signal)
    return { kind: 'done', value: sent.value }
  }

  async #fetchResult(id: string, estimateMs: number, signal: AbortSignal): Promise<Attempt<Recognised>> {
    const url = new URL('../avanegar-large/getResult', this.#options.url)
    url.searchParams.set('id', id)
    let waitMs = Math.min(poll.mostMs, Math.max(poll.leastMs, estimateMs))
    for (let failures = 0; ; ) {
      await this.#parts.clock.sleep(waitMs, signal)
      const sent = await this.#send({ method: 'GET', url: url.href }, signal)
      if (sent.kind === 'done') {
        if (sent.value.kind !== 'pending') return { kind: 'done', value: sent.value }
        waitMs = poll.mostMs
        continue
      }
      // Short utterances are sometimes not to be had there at all; sending the audio again may answer at once.
      if (sent.failure.status === 404) return { kind: 'failed', failure: { ...transientFailure, status: 404 } }
      if (!sent.failure.retry || ++failures > poll.failures) return sent
      waitMs = sent.failure.retryAfterMs ?? poll.mostMs
    }
  }

  async #send(request: Pick<HttpRequest, 'method' | 'url' | 'body'>, signal: AbortSignal): Promise<Sent> {
    const headers = { 'gateway-token': this.#options.token.reveal(), accept: 'application/json' }
    const { verifyTls } = this.#options
    const answer = await exchange(this.#parts.fetch, { ...request, headers, verifyTls }, maxAnswerBytes, signal)
    if (answer.kind !== 'answered') return { kind: 'failed', failure: unanswered(answer.kind) }
    const nowMs = this.#parts.clock.now()
    if (answer.status >= 300) return { kind: 'failed', failure: failureOf('vira', answer, nowMs) }
    const said = readViraAnswer(answer.body)
    if (said.kind === 'unreadable') return { kind: 'failed', failure: failureOf('vira', answer, nowMs) }
    if (said.kind === 'failed') {
      return { kind: 'failed', failure: failureOf('vira', { ...answer, status: said.status ?? answer.status }, nowMs) }
    }
    return { kind: 'done', value: said }
  }
}

function recognised(asked: Asked<Recognised>): Recognised {
  if (asked.kind === 'done') return asked.value
  return asked.kind === 'empty_audio' ? { kind: 'empty' } : asked
}

/** Every switch goes as a string; the text is read by machine, so nothing may decorate it. */
function formOf(wav: Uint8Array, hotwords: readonly string[], model: string): FormData {
  const form = new FormData()
  form.append('model', model)
  for (const off of ['srt', 'inverseNormalizer', 'timestamp', 'spokenPunctuation', 'punctuation']) {
    form.append(off, 'false')
  }
  form.append('numSpeakers', '0')
  form.append('diarize', 'false')
  for (const hotword of hotwords) form.append('hotwords[]', hotword)
  form.append('audio', new Blob([Uint8Array.from(wav)], { type: 'audio/wav' }), 'audio.wav')
  return form
}
