import type { Clock } from '../kernel/clock.ts'
import { formatDuration } from '../kernel/duration.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Arrived } from './decode.ts'
import { readJson } from './http.ts'
import { Latch } from './latch.ts'
import type { Answer, RestRequest, Transport } from './rest.ts'

/** Requests over the event socket while it is up; over HTTP before, after, and for files, which it cannot carry. */
export class SocketTransport implements Transport {
  readonly #http: Transport
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #timeoutMs: number
  readonly #pending = new Map<string, Latch<Answer<unknown>>>()
  #sendText: ((text: string) => boolean) | undefined

  constructor(http: Transport, ids: Ids, timeoutMs: number, clock: Clock) {
    this.#http = http
    this.#ids = ids
    this.#timeoutMs = timeoutMs
    this.#clock = clock
  }

  /** Uses this socket until disposed; what is then unanswered is unreachable. */
  attach(sendText: (text: string) => boolean): Disposable {
    this.#sendText = sendText
    return {
      [Symbol.dispose]: () => {
        if (this.#sendText === sendText) this.#sendText = undefined
        for (const answer of this.#pending.values())
          answer.set({ kind: 'unreachable', because: 'the event socket closed' })
      },
    }
  }

  /** Takes the answer out of an event. */
  deliver(event: Extract<Arrived, { type: 'RESTResponse' }>): void {
    const status = event.status_code ?? 500
    this.#pending.get(event.request_id ?? '')?.set(readJson(status, event.message_body ?? ''))
  }

  async send(request: RestRequest, signal: AbortSignal): Promise<Answer<unknown>> {
    const sendText = this.#sendText
    if (sendText === undefined || request.binary) return await this.#http.send(request, signal)
    signal.throwIfAborted()
    const id = this.#ids.next()
    const answer = new Latch<Answer<unknown>>()
    this.#pending.set(id, answer)
    try {
      if (!sendText(restRequest(id, request))) return { kind: 'unreachable', because: 'the event socket is closed' }
      await answer.within(this.#clock, this.#timeoutMs, signal)
      const because = `it did not answer within ${formatDuration(this.#timeoutMs)}`
      return answer.value ?? { kind: 'unreachable', because }
    } finally {
      this.#pending.delete(id)
    }
  }
}

function restRequest(id: string, request: RestRequest): string {
  const body = { content_type: 'application/json', message_body: JSON.stringify(request.body) }
  return JSON.stringify({
    type: 'RESTRequest',
    transaction_id: id,
    request_id: id,
    method: request.method,
    uri: request.path.replace(/^\//, ''),
    ...(request.body === undefined ? {} : body),
  })
}
