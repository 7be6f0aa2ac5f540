import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import type { Fetch } from '../kernel/fetch.ts'
import type { Secret } from '../kernel/secret.ts'
import { readCapped } from './capped-body.ts'
import { retryAfterMs } from './retry-after.ts'

/** What the client needs to know. */
export interface PanelClientSettings {
  /** PANEL_BASE_URL; a path in it is kept. */
  readonly baseUrl: string
  readonly token: Secret
  /** For one request from connecting to the last byte of its answer; a request with an idempotency key may take thrice as long. */
  readonly timeoutMs: number
}

/** Why the panel did not do what was asked. `because` is for people and logs: no personal data, no secret. */
export type PanelFailure =
  /** It does not accept our token: nothing will work until someone changes it. */
  | { readonly kind: 'unauthorised'; readonly because: string }
  /** It understood and said no: the same request will be refused again. */
  | { readonly kind: 'refused'; readonly status: number; readonly because: string }
  /** It does not answer, or not as a panel does: worth another try. */
  | { readonly kind: 'unavailable'; readonly because: string; readonly retryAfterMs?: number }

/** What came of one request; `text` is the answer's body. */
export type PanelReply = { readonly kind: 'ok'; readonly text: string } | PanelFailure

/** One request; `path` is relative to the base address and may carry a query, never personal data. */
export interface PanelRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly idempotencyKey?: string
  /** False: a success is returned the moment it is known, its body unread. */
  readonly wantsBody: boolean
}

/** The way to the panel. */
export interface PanelLink {
  /** Sends one request. Rejects with nothing but the signal's reason. */
  send(request: PanelRequest, signal: AbortSignal): Promise<PanelReply>
}

/** The largest answer taken: 500 numbers, their lists and room to spare. */
const largestAnswer = 4 * 1024 * 1024

/** A report given up too early is sent, and billed, once more; and nobody waits for it. */
const patience = 3

/** Failures that say nothing about the request itself. */
const passing = new Set([408, 409, 425, 429])

/** The names of our own report fields: the only words of a refusal that are safe to repeat. */
const ourFields =
  /\b(number_id|phone_number|company|scenario_id|outbound_line_id|status|reason|attempted_at|agent_id|agent_phone|user_message|call_allowed|contact_id|timestamp|scenarios|outbound_lines|lines|display_name|size)\b/g

/**
 * Talks to the panel: token, deadline, size limit and one classification of failures. A request is on the wire once: the
 * runtime sends a GET again by itself when a connection it had kept is closed before the answer, and a panel asked twice
 * for numbers has handed out two batches, so each GET has a connection of its own. A POST is never sent again by it, and
 * connections are kept for those.
 */
export class PanelClient implements PanelLink {
  readonly #settings: PanelClientSettings
  readonly #clock: Clock
  readonly #fetch: Fetch

  constructor(settings: PanelClientSettings, { clock, fetch }: { readonly clock: Clock; readonly fetch: Fetch }) {
    this.#settings = settings
    this.#clock = clock
    this.#fetch = fetch
  }

  async send(request: PanelRequest, signal: AbortSignal): Promise<PanelReply> {
    const timeoutMs = this.#settings.timeoutMs * (request.idempotencyKey === undefined ? 1 : patience)
    try {
      return await within(this.#clock, timeoutMs, 'the panel', (inner) => this.#exchange(request, inner), signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof TimedOut) return unavailable(`the panel did not answer within ${timeoutMs} ms`)
      return unavailable(`the panel cannot be reached${networkCode(error)}`)
    }
  }

  async #exchange(request: PanelRequest, signal: AbortSignal): Promise<PanelReply> {
    const base = this.#settings.baseUrl
    const response = await this.#fetch(new URL(request.path, base.endsWith('/') ? base : `${base}/`).href, {
      method: request.method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#settings.token.reveal()}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      keepalive: request.method === 'POST',
      // Followed, a redirect would turn a POST into a GET, or carry the token to another house.
      redirect: 'manual',
      signal,
    })
    if (response.ok) return await this.#success(response, request.wantsBody)
    return this.#failure(response.status, response.headers, await readCapped(response, 64 * 1024))
  }

  async #success(response: Response, wantsBody: boolean): Promise<PanelReply> {
    if (response.headers.get('content-type')?.includes('text/html') === true) {
      await response.body?.cancel()
      return unavailable('a web page answered instead of the panel: check PANEL_BASE_URL')
    }
    if (!wantsBody) {
      await response.body?.cancel()
      return { kind: 'ok', text: '' }
    }
    const text = await readCapped(response, largestAnswer)
    if (text === undefined) return unavailable(`the panel's answer is larger than ${largestAnswer} bytes`)
    return { kind: 'ok', text }
  }

  #failure(status: number, headers: Headers, body: string | undefined): PanelFailure {
    if (status === 401 || status === 403) {
      return { kind: 'unauthorised', because: `the panel does not accept PANEL_API_TOKEN (HTTP ${status})` }
    }
    if (status < 400) {
      return unavailable(`the panel points elsewhere (HTTP ${status}): set PANEL_BASE_URL to the address it moved to`)
    }
    if (status >= 500 || passing.has(status)) {
      const waitMs = retryAfterMs(headers.get('retry-after'), this.#clock.now())
      const failure = unavailable(`the panel has trouble of its own (HTTP ${status})`)
      return waitMs === undefined ? failure : { ...failure, retryAfterMs: waitMs }
    }
    const named = [...new Set(body?.match(ourFields))]
    const about = named.length === 0 ? '' : `; it names ${named.join(', ')}`
    return { kind: 'refused', status, because: `the panel refused it (HTTP ${status}${about})` }
  }
}

function unavailable(because: string): Extract<PanelFailure, { kind: 'unavailable' }> {
  return { kind: 'unavailable', because }
}

/** The runtime's short code (`ECONNREFUSED`); its message may hold the address. */
function networkCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Za-z_]+$/.test(code) ? ` (${code})` : ''
}
