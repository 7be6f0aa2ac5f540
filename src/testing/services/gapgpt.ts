import { type Clock, systemClock } from '../../kernel/clock.ts'
import { type Answer, type CommonFault, type FaultControls, Faults, json, replyUnder } from './faults.ts'
import { recorded, replay } from './fixture.ts'
import success from './fixtures/gapgpt-chat-success-json.json' with { type: 'json' }
import other from './fixtures/gapgpt-error-other.json' with { type: 'json' }
import tokenQuota from './fixtures/gapgpt-error-quota-token-403.json' with { type: 'json' }
import userQuota from './fixtures/gapgpt-error-quota-user-403.json' with { type: 'json' }
import edges from './fixtures/openai-chat-edges.json' with { type: 'json' }
import openAiErrors from './fixtures/openai-errors.json' with { type: 'json' }
import { type GapGptChat, readChat } from './gapgpt-request.ts'
import { type Handle, type ListenAt, listen } from './http-listener.ts'
import { RequestLog } from './request-log.ts'

/** What can go wrong at GapGPT, beside what can go wrong anywhere. */
export type GapGptFault =
  | CommonFault
  /** A stream of events though none was asked for; `as` mislabels it. */
  | { readonly fault: 'sse'; readonly contentType?: string }
  /** The stream ends before its end. */
  | { readonly fault: 'sse_broken_off' }
  /** 200, and the stream carries an error. */
  | { readonly fault: 'sse_error' }
  /** The account is spent, in each way it is told. */
  | { readonly fault: 'quota'; readonly as?: 'token' | 'user' | 'openai_429' | 'unreadable_403' }
  | { readonly fault: 'wrong_key' }
  | { readonly fault: 'banned' }
  | { readonly fault: 'rate_limit'; readonly retryAfterS?: number; readonly retryAfterMs?: number }
  /** 503, no channel serves the model. */
  | { readonly fault: 'no_channel' }
  /** The model answers exactly this. */
  | { readonly fault: 'says'; readonly text: string; readonly finish?: 'stop' | 'length' | 'content_filter' }
  | { readonly fault: 'refuses' }

/** The two messages of a question, each in one string. */
export interface ChatPrompt {
  readonly system: string
  readonly user: string
}

/** What the stand-in expects and answers. */
export interface GapGptStandInOptions extends ListenAt {
  readonly key: string
  /** The model: the word it answers with. The caller's words are in `user`. */
  classify(prompt: ChatPrompt): string | Promise<string>
  /** The machine's unless given. */
  readonly clock?: Clock
}

/** A request that reached the stand-in. `chat` is absent when it departed from the contract. */
export interface GapGptRequest {
  readonly path: string
  readonly chat?: GapGptChat
}

/** A stand-in of GapGPT. */
export interface GapGptService extends FaultControls<GapGptFault> {
  readonly handle: Handle
  readonly requests: RequestLog<GapGptRequest>
  /** Every departure from the contract seen so far; empty is what a test expects. */
  readonly violations: readonly string[]
}

/** A stand-in that listens. */
export interface GapGptStandIn extends GapGptService, AsyncDisposable {
  /** The base address with its version: `http://127.0.0.1:40123/v1`. */
  readonly url: string
}

/** GapGPT's chat endpoint over HTTP, answering with its recorded shapes. */
export async function startGapGpt(options: GapGptStandInOptions): Promise<GapGptStandIn> {
  const service = gapGptService(options)
  const server = await listen(options, service.handle)
  return { ...service, url: `${server.origin}/v1`, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

/** The same, to be asked in process. */
export function gapGptService(options: Omit<GapGptStandInOptions, keyof ListenAt>): GapGptService {
  const { clock = systemClock } = options
  const faults = new Faults<GapGptFault>()
  const requests = new RequestLog<GapGptRequest>()
  const violations: string[] = []

  const work = async (chat: GapGptChat, fault: GapGptFault | undefined): Promise<Answer> => {
    const refused = refusal(fault)
    if (refused !== undefined) return refused
    const of = (role: string): string =>
      chat.messages.flatMap((message) => (message.role === role ? [message.content] : [])).join('\n')
    const word = await options.classify({ system: of('system'), user: of('user') })
    if (fault?.fault === 'sse') return events(word, true, fault.contentType)
    return fault?.fault === 'sse_broken_off' ? events(word, false) : says(word, 'stop')
  }

  const handle: Handle = async (received, signal) => {
    const path = received.url.pathname
    const right = received.method === 'POST' && path === '/v1/chat/completions'
    const chat = right ? readChat(new TextDecoder().decode(received.body)) : undefined
    const kept = chat === undefined || 'violations' in chat ? undefined : chat
    requests.add({ path, ...(kept === undefined ? {} : { chat: kept }) })
    if (chat === undefined) return json(404, { error: { message: `Invalid URL (${path})`, type: 'new_api_error' } })
    if (received.headers.get('authorization') !== `Bearer ${options.key}`) return recorded(other.variants, 0)
    if (kept === undefined) {
      violations.push(...('violations' in chat ? chat.violations : []))
      return json(400, { error: { message: violations.at(-1), type: 'new_api_error', code: 'invalid_request' } })
    }
    const fault = faults.take(received)
    return await replyUnder(fault, () => work(kept, fault), clock, signal)
  }

  return { handle, requests, violations, ...faults.controls }
}

function refusal(fault: GapGptFault | undefined): Answer | undefined {
  switch (fault?.fault) {
    case 'quota':
      if (fault.as === 'openai_429') return recorded(openAiErrors.variants, 3)
      if (fault.as === 'unreadable_403') return { kind: 'answer', status: 403, headers: {}, body: '' }
      return fault.as === 'user' ? recorded(userQuota.variants, 0) : replay(tokenQuota.response)
    case 'wrong_key':
      return recorded(other.variants, 0)
    case 'banned':
      return recorded(other.variants, 1)
    case 'no_channel':
      return recorded(other.variants, 2)
    case 'rate_limit': {
      const answer = recorded(other.variants, 3)
      const headers: Record<string, string> = { ...answer.headers }
      if (fault.retryAfterS !== undefined) headers['retry-after'] = String(fault.retryAfterS)
      if (fault.retryAfterMs !== undefined) headers['retry-after-ms'] = String(fault.retryAfterMs)
      return { ...answer, headers }
    }
    case 'sse_error':
      return replay(edges.inStreamError)
    case 'says':
      return says(fault.text, fault.finish ?? 'stop')
    case 'refuses':
      return completion({ content: null, refusal: "I'm sorry, I can't help with that." }, 'stop')
    default:
      return undefined
  }
}

function says(text: string, finish: string): Answer {
  return completion({ content: text, refusal: null }, finish)
}

function completion(message: { readonly content: string | null; readonly refusal: string | null }, finish: string) {
  const { body } = success.response
  const choice = { index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason: finish }
  return json(200, { ...body, choices: [choice] })
}

/** The word in two chunks, as models split it, then the end and the usage, which has no choices. */
function events(word: string, toTheEnd: boolean, contentType = 'text/event-stream'): Answer {
  const cut = Math.ceil(word.length / 2)
  const chunk = (delta: unknown, finish: string | null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] })
  const parts: unknown[] = [
    chunk({ role: 'assistant', content: '' }, null),
    chunk({ content: word.slice(0, cut) }, null),
    ...(toTheEnd
      ? [
          chunk({ content: word.slice(cut) }, null),
          chunk({}, 'stop'),
          { choices: [], usage: success.response.body.usage },
        ]
      : []),
  ]
  const lines = parts.map((part) => `data: ${JSON.stringify(part)}\n\n`).join('')
  const body = toTheEnd ? `${lines}data: [DONE]\n\n` : lines
  return { kind: 'answer', status: 200, headers: { 'content-type': contentType }, body }
}
