import type { Fetch, FetchOptions } from '../../speech/http.ts'
import { type RecordedAnswer, replay } from './fixture.ts'

/** What a scripted network does with the next request: answer, stay silent until aborted, or fail with a code. */
export type Scripted = RecordedAnswer | 'hang' | { readonly code: string }

/** A `fetch` that follows a script without a network, so that a test clock decides what time it is. */
export interface ScriptedFetch {
  readonly fetch: Fetch
  /** What was asked, in order. */
  readonly asked: readonly { readonly url: string; readonly options: FetchOptions }[]
}

/** Plays the script in order; what is asked beyond its end fails the request. */
export function scriptedFetch(...script: readonly Scripted[]): ScriptedFetch {
  const asked: { url: string; options: FetchOptions }[] = []
  const fetch: Fetch = async (url, options) => {
    const step = script[asked.push({ url, options }) - 1]
    if (step === undefined) throw new Error('the script has ended')
    if (step === 'hang') return await until(options.signal)
    if ('code' in step) throw Object.assign(new Error(`failed to reach ${url}`), { code: step.code })
    const { status, headers, body } = replay(step)
    return new Response(status === 204 ? undefined : body, { status, headers })
  }
  return { fetch, asked }
}

async function until(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return await promise
}
