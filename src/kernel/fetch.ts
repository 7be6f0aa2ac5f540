/** What is handed to {@link Fetch}. `timeout: false`: deadlines are ours, the client's own would cut slow answers. */
export interface FetchOptions {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | FormData
  /** A redirect is never followed: a key would travel with it. */
  readonly redirect: 'manual'
  readonly keepalive?: boolean
  readonly timeout?: false
  readonly tls?: { readonly rejectUnauthorized: boolean }
  readonly signal: AbortSignal
}

/** HTTP as a dependency: the part of the platform's `fetch` that is used. */
export type Fetch = (url: string, options: FetchOptions) => Promise<Response>
