import { crashPoint } from '../kernel/crash-point.ts'
import type { Loose } from './decode.ts'
import { type Answers, operations, type Parameters } from './description/operations.generated.ts'
import type { UsedOperation } from './description/used.ts'

/** What came of a request. Nothing in it names a number, an address or a secret. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly status: number; readonly value: T }
  /** Asterisk said no. `repeated`: the request had been sent before and may have been carried out then. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string; readonly repeated?: boolean }
  | { readonly kind: 'unreachable'; readonly because: string }

/** One request, ready to be sent. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path and query below the base, already encoded. */
  readonly path: string
  readonly body?: unknown
  /** Whether sending it twice does no harm. */
  readonly repeatable: boolean
  /** Whether the answer is a file. */
  readonly binary: boolean
}

/** Whether it was carried out: also when that is refused as done already by the first of two sendings. */
export function isDone(answer: Answer<unknown>): boolean {
  return answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 409 && answer.repeated === true)
}

/** A way to carry requests to Asterisk: HTTP, or the event socket. Rejects only with the signal's reason. */
export interface Transport {
  send(request: RestRequest, signal: AbortSignal): Promise<Answer<unknown>>
}

/** The answer of an operation as it came: fields other versions lack may be missing. */
export type Given<Name extends UsedOperation> = Answers[Name] extends Uint8Array ? Answers[Name] : Loose<Answers[Name]>

/** POSTs that may be sent twice: they carry an id of ours, or set what is then already set. */
const repeatablePosts: ReadonlySet<UsedOperation> = new Set<UsedOperation>([
  'applications.subscribe',
  'asterisk.setGlobalVar',
  'bridges.createWithId',
  'channels.answer',
  'channels.create',
  'recordings.stop',
])

/** Asterisk's REST interface, typed by its own description. */
export class Rest {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Carries out one operation. Rejects only with the signal's reason; every failure is a value. */
  async call<Name extends UsedOperation>(
    name: Name,
    parameters: Parameters[Name],
    signal: AbortSignal,
  ): Promise<Answer<Given<Name>>> {
    crashPoint(`ari.${name}.before`)
    const answer = await this.#transport.send(compose(name, parameters), signal)
    crashPoint(`ari.${name}.after`)
    return answer as Answer<Given<Name>>
  }
}

function compose<Name extends UsedOperation>(name: Name, parameters: Parameters[Name]): RestRequest {
  const { method, path } = operations[name]
  const left = new Map(Object.entries(parameters as Readonly<Record<string, unknown>>))
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = left.get(key)
    left.delete(key)
    return encodeURIComponent(String(value))
  })
  const body = left.get('body')
  left.delete('body')
  const query = [...left]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&')
  return {
    method,
    path: query === '' ? filled : `${filled}?${query}`,
    repeatable: method !== 'POST' || repeatablePosts.has(name),
    binary: name === 'recordings.getStoredFile',
    ...(body === undefined ? {} : { body }),
  }
}
