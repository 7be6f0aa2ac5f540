import { retryAfterMs, shouldRetry } from './retry-advice.ts'

/** What kind of failure a provider's answer is; `empty_audio` is silence, not a fault. */
export const failureKinds = ['auth', 'quota', 'rate_limit', 'empty_audio', 'bad_input', 'config', 'transient'] as const
export type FailureKind = (typeof failureKinds)[number]

/** Whose answer it is: what a bare 403 means differs between them. */
export type Provider = 'vira' | 'gapgpt' | 'openai' | 'deepgram' | 'sarvam'

/** A provider's answer as it came: the body raw, whatever its content-type says. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A failure, and whether asking again within this call makes sense. */
export interface Failure {
  readonly kind: FailureKind
  /** Whether the same question may be put again, by the provider's own advice or by the kind. */
  readonly retry: boolean
  /** How long the provider asked to wait, milliseconds, at most a minute. */
  readonly retryAfterMs?: number
  /** HTTP status; absent when there was no answer. */
  readonly status?: number
}

/**
 * The one classification of failures, for every provider: the status first, then the raw body.
 * A 2xx status is accepted for answers that say themselves that they failed.
 * @param nowMs epoch milliseconds, for a `retry-after` given as a date
 */
export function failureOf(provider: Provider, answer: RawAnswer, nowMs: number): Failure {
  const kind = kindOf(provider, answer.status, plain(answer.body))
  const again = kind === 'rate_limit' || kind === 'transient'
  const waitMs = retryAfterMs(answer.headers, nowMs)
  return {
    kind,
    // Nobody tops up an account or changes a key while a caller waits, whatever the header says.
    retry: kind !== 'auth' && kind !== 'quota' && (shouldRetry(answer.headers) ?? again),
    status: answer.status,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  }
}

/** No answer came, or one that breaks off or cannot be read: worth another try. */
export const transientFailure: Failure = { kind: 'transient', retry: true }

/** Something here is set up wrongly (a certificate, an address, a model): trying again changes nothing. */
export const configFailure: Failure = { kind: 'config', retry: false }

/** The failure of a request that brought no answer to read. */
export function unanswered(how: 'unreachable' | 'misconfigured' | 'too_large'): Failure {
  return how === 'misconfigured' ? configFailure : transientFailure
}

function kindOf(provider: Provider, status: number, body: string): FailureKind {
  if (status === 401 || (status === 403 && says(body, badKey))) return 'auth'
  if (status === 402) return 'quota'
  if (status === 403 && (says(body, noCredit) || bare403IsQuota(provider, body))) return 'quota'
  if (status === 429) return says(body, noCreditAt429) ? 'quota' : 'rate_limit'
  if (status === 503 && says(body, overloaded)) return 'rate_limit'
  if (says(body, emptyAudio)) return 'empty_audio'
  if (status < 300) return kindByWords(body)
  if (status === 400 || status === 413 || status === 422) return 'bad_input'
  if (status === 408 || status === 409 || status === 425 || status >= 500) return 'transient'
  return 'config'
}

/** A 2xx that carries a failure has only its words. */
function kindByWords(body: string): FailureKind {
  if (says(body, badKey)) return 'auth'
  if (says(body, noCredit) || says(body, noCreditAt429)) return 'quota'
  if (says(body, [...overloaded, 'rate_limit_exceeded'])) return 'rate_limit'
  return 'transient'
}

const badKey = ['invalid_api_key', 'api key']
const noCredit = [
  'insufficient_user_quota',
  'pre_consume_token_quota_failed',
  'quota is not enough',
  '额度',
  'balanceerror',
  'credit is below',
  'موجودی',
  'اعتبار',
]
const noCreditAt429 = ['insufficient_quota', 'credit_balance_exhausted']
const overloaded = ['rate_limit_exceeded_error', 'no available channel']
const emptyAudio = ['empty audio file', 'input file content is unexpected', 'audio file is empty']

/** Vira refuses spent accounts with a bare 403; GapGPT's words are missing only when its gateway cut them off. */
function bare403IsQuota(provider: Provider, body: string): boolean {
  return provider === 'vira' || (provider === 'gapgpt' && !readable(body))
}

function readable(body: string): boolean {
  try {
    return typeof JSON.parse(body) === 'object'
  } catch {
    return false // unreadable is the answer, not a fault
  }
}

function says(body: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => body.includes(phrase))
}

/** Lower case, `\u` escapes read, Arabic letters written as the Persian ones. */
function plain(body: string): string {
  return body
    .replace(/\\u([0-9a-f]{4})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
    .toLowerCase()
}
