import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import { formatDuration } from '../kernel/duration.ts'
import { Limiter } from '../kernel/limiter.ts'
import type { Secret } from '../kernel/secret.ts'
import type { Answer, RestRequest, Transport } from './rest.ts'
import { realWire, type Wire } from './wire.ts'

/** Where Asterisk's HTTP server is and how we log in. */
export interface HttpAddress {
  readonly baseUrl: string
  readonly username: string
  readonly password: Secret
  /** How long one request may take, waiting for its turn included. */
  readonly timeoutMs: number
}

const nonsense = 'this is not an answer of Asterisk'

/** Asterisk closes connections beyond its `sessionlimit` (100) without a word; we stay far below it. */
const connections = 8

/** Requests over HTTP, on connections that are kept. */
export class HttpTransport implements Transport {
  readonly #base: string
  readonly #authorization: string
  readonly #timeoutMs: number
  readonly #clock: Clock
  readonly #wire: Pick<Wire, 'fetch'>
  readonly #limiter = new Limiter(connections)

  constructor(address: HttpAddress, clock: Clock, wire: Pick<Wire, 'fetch'> = realWire) {
    this.#wire = wire
    this.#base = address.baseUrl.replace(/\/+$/, '')
    this.#authorization = basicAuthorization(address.username, address.password)
    this.#timeoutMs = address.timeoutMs
    this.#clock = clock
  }

  async send(request: RestRequest, signal: AbortSignal): Promise<Answer<unknown>> {
    try {
      return await within(
        this.#clock,
        this.#timeoutMs,
        'asking Asterisk',
        (inner) => this.#turn(request, inner),
        signal,
      )
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof TimedOut)) throw error
      return { kind: 'unreachable', because: `it did not answer within ${formatDuration(this.#timeoutMs)}` }
    }
  }

  async #turn(request: RestRequest, signal: AbortSignal): Promise<Answer<unknown>> {
    using _place = await this.#limiter.acquire(signal)
    const first = await this.#attempt(request, signal)
    if (first.kind !== 'dropped') return first
    if (!request.repeatable) return { kind: 'unreachable', because: first.because }
    const second = await this.#attempt(request, signal)
    if (second.kind === 'dropped') {
      // A question changes nothing: whoever answers it so is told of.
      if (request.method === 'GET' && second.instead !== undefined) return second.instead
      return { kind: 'unreachable', because: second.because }
    }
    return second.kind === 'refused' ? { ...second, repeated: true } : second
  }

  async #attempt(request: RestRequest, signal: AbortSignal): Promise<Answer<unknown> | Dropped> {
    try {
      const response = await this.#wire.fetch(`${this.#base}${request.path}`, {
        method: request.method,
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        redirect: 'manual', // a redirect is no answer of Asterisk's, and would carry the password elsewhere
        // What may not be sent twice gets a connection of its own: a kept one may be closed just as it is used.
        keepalive: request.repeatable,
        signal,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      })
      const answer = await read(response, request.binary)
      return isDoubtful(answer) ? { kind: 'dropped', because: answer.message, instead: answer } : answer
    } catch (error) {
      signal.throwIfAborted()
      return failure(error)
    }
  }
}

/** No answer came, and nobody knows whether the request was carried out. */
interface Dropped {
  readonly kind: 'dropped'
  readonly because: string
  /** What came in place of Asterisk's answer, where something did. */
  readonly instead?: Answer<unknown>
}

/** Something between us and Asterisk answered in its place: what was asked may have been done all the same. */
function isDoubtful(answer: Answer<unknown>): answer is Extract<Answer<unknown>, { kind: 'refused' }> {
  return answer.kind === 'refused' && answer.message === nonsense && (answer.status < 300 || answer.status >= 500)
}

/** The value of the Authorization header. */
export function basicAuthorization(username: string, password: Secret): string {
  return `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`
}

async function read(response: Response, binary: boolean): Promise<Answer<unknown>> {
  const { status } = response
  if (response.ok && binary && response.headers.get('content-type')?.includes('html') !== true) {
    return { kind: 'done', status, value: new Uint8Array(await response.arrayBuffer()) }
  }
  return readJson(status, await response.text())
}

/** The answer in a status and the text that came with it. */
export function readJson(status: number, text: string): Answer<unknown> {
  let value: unknown
  try {
    value = text === '' ? undefined : JSON.parse(text)
  } catch {
    return { kind: 'refused', status, message: nonsense }
  }
  if (status >= 200 && status < 300) return { kind: 'done', status, value }
  return { kind: 'refused', status, message: messageOf(value) ?? `status ${status}` }
}

function messageOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const said = 'message' in value ? value.message : 'error' in value ? value.error : undefined
  return typeof said === 'string' ? said : undefined
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no machine of that name',
  EHOSTUNREACH: 'the machine cannot be reached',
  ENETUNREACH: 'the machine cannot be reached',
  ETIMEDOUT: 'the machine does not answer',
}

const dropped: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ConnectionClosed', 'UND_ERR_SOCKET'])

function failure(error: unknown): Answer<unknown> | Dropped {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (dropped.has(code)) return { kind: 'dropped', because: 'it closed the connection' }
  return { kind: 'unreachable', because: reasons[code] ?? `the connection failed${code === '' ? '' : ` (${code})`}` }
}
