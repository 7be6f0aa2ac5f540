import { type Clock, systemClock } from '../../kernel/clock.ts'
import { type Answer, type CommonFault, type FaultControls, Faults, json, replyUnder } from './faults.ts'
import { recorded, replay } from './fixture.ts'
import refusals from './fixtures/vira-stt-error-auth-rate-server.json' with { type: 'json' }
import balance from './fixtures/vira-stt-error-balance.json' with { type: 'json' }
import tooLong from './fixtures/vira-stt-error-duration-400.json' with { type: 'json' }
import emptyAudio from './fixtures/vira-stt-error-empty-audio.json' with { type: 'json' }
import pending from './fixtures/vira-stt-pending.json' with { type: 'json' }
import success from './fixtures/vira-stt-success.json' with { type: 'json' }
import { type Handle, type ListenAt, listen, type Received } from './http-listener.ts'
import { RequestLog } from './request-log.ts'
import { readViraForm, type ViraForm } from './vira-form.ts'

/** What can go wrong at Vira, beside what can go wrong anywhere. */
export type ViraFault =
  | CommonFault
  /** Success without a word. */
  | { readonly fault: 'empty' }
  /** 400, the audio is said to be empty. */
  | { readonly fault: 'empty_audio' }
  /** The result must be fetched, and is not ready the first `polls` times. */
  | { readonly fault: 'pending'; readonly polls: number }
  /** The account is spent, in each way it is told. */
  | { readonly fault: 'quota'; readonly as?: 'balance_error' | 'persian' | '402' | 'bare_403' }
  | { readonly fault: 'wrong_key' }
  | { readonly fault: 'rate_limit'; readonly retryAfterS?: number; readonly retryAfterMs?: number }
  /** Success in one of the older shapes. */
  | { readonly fault: 'legacy'; readonly shape: 'data.text' | 'data.data.text' | 'data.data.result' }

/** What the stand-in expects and hears. */
export interface ViraStandInOptions extends ListenAt {
  readonly token: string
  /** The words in a WAV file (mono, 16-bit); undefined = nothing is said in it. */
  recognise(wav: Uint8Array, hotwords: readonly string[]): string | undefined | Promise<string | undefined>
  /** The machine's unless given. */
  readonly clock?: Clock
}

/** A request that reached the stand-in. `form` is absent when it was none or departed from the contract. */
export interface ViraRequest {
  readonly method: string
  readonly path: string
  readonly form?: ViraForm
}

/** A stand-in of Vira's recogniser. */
export interface ViraService extends FaultControls<ViraFault> {
  readonly handle: Handle
  readonly requests: RequestLog<ViraRequest>
  /** Every departure from the contract seen so far; empty is what a test expects. */
  readonly violations: readonly string[]
}

/** A stand-in that listens. */
export interface ViraStandIn extends ViraService, AsyncDisposable {
  /** The whole address of a recognition request. */
  readonly url: string
}

/** Vira's recogniser over HTTP, answering with its recorded shapes. */
export async function startVira(options: ViraStandInOptions): Promise<ViraStandIn> {
  const service = viraService(options)
  const server = await listen(options, service.handle)
  return { ...service, url: server.origin + recognitionPath, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

/** The same, to be asked in process. */
export function viraService(options: Omit<ViraStandInOptions, keyof ListenAt>): ViraService {
  const { clock = systemClock } = options
  const faults = new Faults<ViraFault>()
  const requests = new RequestLog<ViraRequest>()
  const violations: string[] = []
  const jobs = new Map<string, { pollsLeft: number; readonly text: string }>()

  const recognise = async (form: ViraForm): Promise<string> => {
    return (await options.recognise(form.audio, form.hotwords)) ?? ''
  }

  const result = (received: Received): Answer => {
    const job = jobs.get(received.url.searchParams.get('id') ?? '')
    if (job === undefined) return json(404, { data: { status: 'fail', message: 'not found' } })
    if (job.pollsLeft-- > 0) return replay(pending.response)
    return said(job.text)
  }

  const work = async (form: ViraForm, fault: ViraFault | undefined): Promise<Answer> => {
    if (form.durationMs >= 60_000) return replay(tooLong.response)
    if (form.durationMs === 0) return recorded(emptyAudio.variants, 0)
    switch (fault?.fault) {
      case 'pending': {
        const id = `job-${jobs.size + 1}`
        jobs.set(id, { pollsLeft: fault.polls, text: await recognise(form) })
        const { body } = pending.response
        return json(201, { data: { ...body.data, data: { ...body.data.data, id } } })
      }
      case 'legacy':
        return legacy(fault.shape, await recognise(form))
      default:
        return refusal(fault) ?? said(await recognise(form))
    }
  }

  const handle: Handle = async (received, signal) => {
    const path = received.url.pathname
    const form = received.method === 'POST' && path === recognitionPath ? await read(received) : undefined
    requests.add({ method: received.method, path, ...(form === undefined ? {} : { form }) })
    if (received.headers.get('gateway-token') !== options.token) return recorded(refusals.variants, 0)
    if (received.method === 'GET' && path === resultPath) {
      return await replyUnder(faults.take(received), async () => result(received), clock, signal)
    }
    if (path !== recognitionPath) return json(404, { message: `nothing is at ${path}` })
    if (form === undefined) return json(400, { data: { status: 'fail', message: violations.at(-1) } })
    const fault = faults.take(received)
    return await replyUnder(fault, () => work(form, fault), clock, signal)
  }

  const read = async (received: Received): Promise<ViraForm | undefined> => {
    const form = await readViraForm(received.body, received.headers.get('content-type') ?? '')
    if (!('violations' in form)) return form
    violations.push(...form.violations)
    return undefined
  }

  return { handle, requests, violations, ...faults.controls }
}

/** Success with these words, which may be none. */
function said(text: string): Answer {
  const { body } = success.response
  const { aiResponse } = body.data.data
  const answer = { ...aiResponse, result: { ...aiResponse.result, text } }
  return json(201, { ...body, data: { ...body.data, data: { ...body.data.data, aiResponse: answer } } })
}

function legacy(shape: Extract<ViraFault, { fault: 'legacy' }>['shape'], text: string): Answer {
  const status = 'success'
  if (shape === 'data.text') return json(200, { data: { status, text } })
  return json(200, { data: { status, data: shape === 'data.data.text' ? { text } : { result: text, rtf: 0.12 } } })
}

function refusal(fault: ViraFault | undefined): Answer | undefined {
  switch (fault?.fault) {
    case 'empty':
      return said('')
    case 'empty_audio':
      return recorded(emptyAudio.variants, 0)
    case 'wrong_key':
      return recorded(refusals.variants, 0)
    case 'rate_limit': {
      const answer = recorded(refusals.variants, 2)
      const headers: Record<string, string> = { ...answer.headers }
      if (fault.retryAfterS !== undefined) headers['retry-after'] = String(fault.retryAfterS)
      if (fault.retryAfterMs !== undefined) headers['retry-after-ms'] = String(fault.retryAfterMs)
      return { ...answer, headers }
    }
    case 'quota':
      if (fault.as === 'bare_403') return recorded(refusals.variants, 1)
      return recorded(balance.variants, fault.as === '402' ? 2 : fault.as === 'persian' ? 1 : 0)
    default:
      return undefined
  }
}

const recognitionPath = '/avanegar/v2/avanegar/request'
const resultPath = '/avanegar/v2/avanegar-large/getResult'
