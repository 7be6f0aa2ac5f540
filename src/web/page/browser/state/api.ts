import type { Fault, Me } from '../../../api/contract.ts'
import type { Trouble } from './model.ts'

/** What came of asking: the server's answer, or why there is none. */
export type Answered<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly retryAfterS?: number }

/** Sends a request; like the browser's own `fetch`. */
export type Send = (path: string, init: RequestInit) => Promise<Response>

/** Asks the server. The answers are the contract's: this page and its server are built together. */
export class Api {
  readonly #send: Send
  #csrf: string | undefined

  constructor(send: Send) {
    this.#send = send
  }

  /** Who is asking; brings the token every order needs. */
  async me(signal: AbortSignal): Promise<Answered<Me>> {
    const answered = await this.get<Me>('/api/me', signal)
    if (answered.kind === 'answer') this.#csrf = answered.value.csrf
    return answered
  }

  async login(password: string, signal: AbortSignal): Promise<Answered<Me>> {
    const answered = await this.#ask<Me>('/api/login', { ...posted({ password }), signal })
    if (answered.kind === 'answer') this.#csrf = answered.value.csrf
    return answered
  }

  get<T>(path: string, signal: AbortSignal): Promise<Answered<T>> {
    return this.#ask<T>(path, { signal })
  }

  /** Gives an order. A token that grew old is fetched anew, once. */
  async post<T>(path: string, body: object, signal: AbortSignal): Promise<Answered<T>> {
    const answered = await this.#post<T>(path, body, signal)
    if (answered.kind === 'answer' || answered.trouble !== 'foreign_request') return answered
    const me = await this.me(signal)
    return me.kind === 'answer' ? this.#post<T>(path, body, signal) : me
  }

  #post<T>(path: string, body: object, signal: AbortSignal): Promise<Answered<T>> {
    const { headers, ...order } = posted(body)
    const token: Record<string, string> = this.#csrf === undefined ? {} : { 'x-csrf-token': this.#csrf }
    return this.#ask<T>(path, { ...order, headers: { ...headers, ...token }, signal })
  }

  async #ask<T>(path: string, init: RequestInit): Promise<Answered<T>> {
    try {
      const response = await this.#send(path, { credentials: 'same-origin', cache: 'no-store', ...init })
      if (response.ok) return { kind: 'answer', value: (await response.json()) as T }
      const fault = (await response.json()) as Fault
      const { code: trouble, retryAfter } = fault
      return { kind: 'trouble', trouble, ...(retryAfter === undefined ? {} : { retryAfterS: retryAfter }) }
    } catch (error) {
      if (init.signal?.aborted === true) throw error
      return { kind: 'trouble', trouble: 'unreachable' }
    }
  }
}

function posted(body: object): {
  readonly method: string
  readonly body: string
  readonly headers: Record<string, string>
} {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
