import { z } from 'zod'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { type Answer, type CommonFault, type FaultControls, Faults, json, replyUnder } from './faults.ts'
import { recorded } from './fixture.ts'
import errors from './fixtures/melipayamak-console-errors.json' with { type: 'json' }
import { type Handle, type ListenAt, listen } from './http-listener.ts'
import { RequestLog } from './request-log.ts'

/** What can go wrong at Melipayamak, beside what can go wrong anywhere. */
export type MelipayamakFault =
  | CommonFault
  /** 200 with the reason in Persian. */
  | { readonly fault: 'quota' }
  | { readonly fault: 'wrong_sender' }
  | { readonly fault: 'wrong_key' }
  | { readonly fault: 'bad_request' }

/** What the stand-in expects. */
export interface MelipayamakStandInOptions extends ListenAt {
  readonly key: string
  /** The machine's unless given. */
  readonly clock?: Clock
}

/** A message that was sent. */
export interface SentMessage {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

/** A stand-in of Melipayamak's console. */
export interface MelipayamakService extends FaultControls<MelipayamakFault> {
  readonly handle: Handle
  /** Paths asked for, the key left out. */
  readonly requests: RequestLog<string>
  readonly sent: RequestLog<SentMessage>
  readonly violations: readonly string[]
}

const bodies = {
  simple: z.strictObject({ from: z.string().min(1), to: z.string().min(1), text: z.string().min(1) }),
  advanced: z.strictObject({
    from: z.string().min(1),
    to: z.array(z.string().min(1)).min(1).max(100),
    text: z.string().min(1),
    udh: z.string(),
  }),
}

/** A stand-in that listens. */
export interface MelipayamakStandIn extends MelipayamakService, AsyncDisposable {
  /** The origin: the client adds `/api/send/simple/<key>` or `/api/send/advanced/<key>`. */
  readonly url: string
}

/** Melipayamak's console over HTTP; the key is in the address, and never kept. */
export async function startMelipayamak(options: MelipayamakStandInOptions): Promise<MelipayamakStandIn> {
  const service = melipayamakService(options)
  const server = await listen(options, service.handle)
  return { ...service, url: server.origin, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

/** The same, to be asked in process. */
export function melipayamakService(options: Omit<MelipayamakStandInOptions, keyof ListenAt>): MelipayamakService {
  const { clock = systemClock } = options
  const faults = new Faults<MelipayamakFault>()
  const requests = new RequestLog<string>()
  const sent = new RequestLog<SentMessage>()
  const violations: string[] = []
  let recId = 3_741_437_414

  const work = (form: string, message: SentMessage, fault: MelipayamakFault | undefined): Answer => {
    const refused = refusal(fault)
    if (refused !== undefined) return refused
    sent.add(message)
    if (form === 'simple') return json(200, { recId: recId++, status: 'ارسال موفق بود' })
    return json(200, { recIds: message.to.map(() => recId++), status: '' })
  }

  const handle: Handle = async (received, signal) => {
    const [, form, key] = /^\/api\/send\/(simple|advanced)\/([^/]+)$/.exec(received.url.pathname) ?? []
    requests.add(form === undefined ? received.url.pathname : `/api/send/${form}/***`)
    if (received.method !== 'POST' || (form !== 'simple' && form !== 'advanced')) return json(404, {})
    if (key !== options.key) return recorded(errors.variants, 2)
    const read = bodies[form].safeParse(parse(received.body))
    if (!read.success) {
      violations.push(...read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
      return recorded(errors.variants, 3)
    }
    const { from, to, text } = read.data
    const fault = faults.take(received)
    return await replyUnder(fault, async () => work(form, { from, to: [to].flat(), text }, fault), clock, signal)
  }

  return { handle, requests, sent, violations, ...faults.controls }
}

function refusal(fault: MelipayamakFault | undefined): Answer | undefined {
  switch (fault?.fault) {
    case 'quota':
      return recorded(errors.variants, 0)
    case 'wrong_sender':
      return recorded(errors.variants, 1)
    case 'wrong_key':
      return recorded(errors.variants, 2)
    case 'bad_request':
      return recorded(errors.variants, 3)
    default:
      return undefined
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined // told to the client as a bad request
  }
}
