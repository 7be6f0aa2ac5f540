import type { Clock } from '../kernel/clock.ts'
import { within } from '../kernel/deadline.ts'
import type { Fetch } from '../kernel/fetch.ts'
import type { Secret } from '../kernel/secret.ts'
import { readSmsAnswer, type SmsFault } from './answer.ts'

/** How Melipayamak's console is reached. */
export interface MelipayamakSettings {
  /** SMS_URL; `/api` is below it. */
  readonly url: string
  /** SMS_API_KEY. */
  readonly key: Secret
  /** SMS_FROM. */
  readonly from: string
  /** For one request from connecting to the last byte of its answer. */
  readonly timeoutMs: number
}

/** One text for one or more phones. */
export interface SmsMessage {
  readonly to: readonly string[]
  readonly text: string
}

/** What came of sending. `because` is for people and logs: no personal data, and never the key. */
export type SmsSent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly fault: SmsFault; readonly said?: string }
  /** It surely was not sent: worth another try. */
  | { readonly kind: 'unavailable'; readonly because: string }
  /** It may have been sent: sending it again could tell people twice. */
  | { readonly kind: 'uncertain'; readonly because: string }

/** Failures before anything was sent. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** Statuses that say nothing was done. */
const passing = new Set([408, 425, 429, 500, 502, 503])
/** Where no console is. */
const elsewhere = new Set([301, 302, 303, 307, 308, 404, 405])
const largestAnswer = 64 * 1024

/**
 * Sends SMS by Melipayamak's console. The key stands in the address of each request, and an error of the network carries
 * its address: none leaves this class.
 */
export class Melipayamak {
  readonly #settings: MelipayamakSettings
  readonly #clock: Clock
  readonly #fetch: Fetch

  constructor(settings: MelipayamakSettings, { clock, fetch }: { readonly clock: Clock; readonly fetch: Fetch }) {
    this.#settings = settings
    this.#clock = clock
    this.#fetch = fetch
  }

  /** Sends one text. Rejects with nothing but the signal's reason. */
  async send(message: SmsMessage, signal: AbortSignal): Promise<SmsSent> {
    const { timeoutMs } = this.#settings
    try {
      return await within(this.#clock, timeoutMs, 'sending', (inner) => this.#exchange(message, inner), signal)
    } catch (error) {
      signal.throwIfAborted()
      const code = networkCode(error)
      if (code !== undefined && unsent.has(code)) return unavailable(`Melipayamak cannot be reached (${code})`)
      return uncertain(
        code === undefined
          ? `Melipayamak did not answer within ${timeoutMs} ms`
          : `Melipayamak closed the connection (${code})`,
      )
    }
  }

  async #exchange({ to, text }: SmsMessage, signal: AbortSignal): Promise<SmsSent> {
    const { from, key, url } = this.#settings
    const [first = ''] = to
    const [form, body] =
      to.length === 1 ? ['simple', { from, to: first, text }] : ['advanced', { from, to, text, udh: '' }]
    const response = await this.#fetch(
      `${url.replace(/\/+$/, '')}/api/send/${form}/${encodeURIComponent(key.reveal())}`,
      {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual', // followed, the key would be carried to another house
        signal,
      },
    )
    const { status } = response
    if (passing.has(status)) return unavailable(`Melipayamak has trouble of its own (HTTP ${status})`)
    if (elsewhere.has(status)) return unavailable(`there is no Melipayamak console at SMS_URL (HTTP ${status})`)
    if (status >= 500) return uncertain(`something between us and Melipayamak gave up (HTTP ${status})`)
    const answer = readSmsAnswer(status, await textOf(response))
    return answer.kind === 'unreadable' ? uncertain("Melipayamak's answer cannot be read") : answer
  }
}

/** The body; what is beyond any answer of the console's is left unread, and what is left cannot be understood. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > largestAnswer) return ''
  }
  return text
}

function networkCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Za-z_]+$/.test(code) ? code : undefined
}

function unavailable(because: string): SmsSent {
  return { kind: 'unavailable', because }
}

function uncertain(because: string): SmsSent {
  return { kind: 'uncertain', because }
}
