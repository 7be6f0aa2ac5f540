/** One request to a provider. */
export interface HttpRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | FormData
  /** False accepts any certificate. */
  readonly verifyTls: boolean
}

/** What {@link exchange} hands to `fetch`. `timeout: false`: deadlines are ours, the client's own would cut slow answers. */
export interface FetchOptions {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | FormData
  readonly redirect: 'manual'
  readonly timeout: false
  readonly tls: { readonly rejectUnauthorized: boolean }
  readonly signal: AbortSignal
}

/** The part of the platform's `fetch` that is used; pass `fetch` itself. */
export type Fetch = (url: string, options: FetchOptions) => Promise<Response>

/** An answer read to its end, or why there is none. */
export type Exchanged =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: string }
  /** The network failed or the answer broke off. */
  | { readonly kind: 'unreachable' }
  /** The request could not be sent as it is set up: an address or key that cannot be, a certificate nobody vouches for. */
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'too_large' }

/**
 * Sends a request and reads the whole answer as text. Rejects only with the signal's reason.
 * Redirects are not followed: our key would travel with them.
 */
export async function exchange(
  fetch: Fetch,
  request: HttpRequest,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Exchanged> {
  signal.throwIfAborted()
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      timeout: false,
      tls: { rejectUnauthorized: request.verifyTls },
      signal,
    })
    const body = await readText(response, maxBytes)
    if (body === undefined) return { kind: 'too_large' }
    return { kind: 'answered', status: response.status, headers: response.headers, body }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    return { kind: setupCodes.test(codeOf(error)) ? 'misconfigured' : 'unreachable' }
  }
}

/** The body as text; undefined when it is longer than `maxBytes` (the rest is not read). */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return undefined // leaving the loop cancels the stream
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const setupCodes = /CERT|SIGNATURE|ALTNAME|ERR_TLS|ERR_INVALID/

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}
