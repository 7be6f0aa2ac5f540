import type { Clock } from '../../kernel/clock.ts'
import type { Received, Reply } from './http-listener.ts'

/** What can go wrong at any service. */
export type CommonFault =
  /** The right answer, late. */
  | { readonly fault: 'slow'; readonly ms: number }
  /** No answer, and nothing is done. */
  | { readonly fault: 'hang' }
  /** The connection closes, and nothing is done. */
  | { readonly fault: 'cut' }
  /** What was asked is done, and nobody learns of it: the connection closes, or stays open in silence. */
  | { readonly fault: 'lost_answer'; readonly how?: 'cut' | 'silence' }
  /** The right answer, half of it. */
  | { readonly fault: 'truncated' }
  /** The connection closes in the middle of the right answer. */
  | { readonly fault: 'broken_off' }
  /** A gateway's HTML page, 502. */
  | { readonly fault: 'bad_gateway' }
  /** 500 with JSON. */
  | { readonly fault: 'server_error' }
  /** Two megabytes where a line was due. */
  | { readonly fault: 'huge' }
  /** Exactly this. */
  | {
      readonly fault: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }

/** How a test makes a stand-in misbehave. `on` is the last part of the path; absent = every request. */
export interface FaultControls<F> {
  /** For the next request (`times`: the next so many); faults queue up. */
  next(fault: F, options?: { readonly on?: string; readonly times?: number }): void
  /** For every request from now on that nothing else decides; undefined heals it. */
  always(fault: F | undefined): void
  /** A rule looked at first, by the request itself; what it leaves undefined is decided by the others. */
  when(rule: (request: Received) => F | undefined): void
  /** Healthy again. */
  clear(): void
}

/** The faults ordered of one stand-in. */
export class Faults<F> {
  readonly #queue: { readonly fault: F; readonly on: string | undefined }[] = []
  readonly #rules: ((request: Received) => F | undefined)[] = []
  #always: F | undefined

  readonly controls: FaultControls<F> = {
    next: (fault, options) => {
      for (let time = 0; time < (options?.times ?? 1); time++) this.#queue.push({ fault, on: options?.on })
    },
    always: (fault) => {
      this.#always = fault
    },
    when: (rule) => {
      this.#rules.push(rule)
    },
    clear: () => {
      this.#queue.length = 0
      this.#rules.length = 0
      this.#always = undefined
    },
  }

  /** The fault for this request; queued ones are used up. */
  take(request: Received): F | undefined {
    for (const rule of this.#rules) {
      const fault = rule(request)
      if (fault !== undefined) return fault
    }
    const name = request.url.pathname.split('/').at(-1)
    const index = this.#queue.findIndex(({ on }) => on === undefined || on === name)
    return index < 0 ? this.#always : this.#queue.splice(index, 1)[0]?.fault
  }
}

/** The reply under a fault; `work` does what was asked and gives the right answer. A service's own faults are left to it. */
export async function replyUnder(
  ordered: { readonly fault: string } | undefined,
  work: () => Promise<Reply>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Reply> {
  const fault = ordered as CommonFault | undefined
  switch (fault?.fault) {
    case 'slow':
      await clock.sleep(fault.ms, signal)
      return await work()
    case 'hang':
      return { kind: 'silence' }
    case 'cut':
      return { kind: 'cut' }
    case 'lost_answer':
      await work()
      return fault.how === 'silence' ? { kind: 'silence' } : { kind: 'cut' }
    case 'truncated':
      return shortened(await work(), (half) => ({ ...half, headers: { 'content-type': 'application/json' } }))
    case 'broken_off':
      return shortened(await work(), (half) => ({ kind: 'cut', sent: half.body }))
    case 'bad_gateway':
      return html(502, '<html><head><title>502 Bad Gateway</title></head></html>')
    case 'server_error':
      return json(500, { message: 'temporary' })
    case 'huge':
      return json(200, { data: { status: 'success', text: 'x'.repeat(2_000_000) } })
    case 'answer':
      return { kind: 'answer', status: fault.status, headers: fault.headers ?? {}, body: fault.body }
    default:
      return await work()
  }
}

/** An answer in JSON. */
export function json(status: number, body: unknown): Answer {
  return { kind: 'answer', status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** A reply that is an answer. */
export type Answer = Extract<Reply, { kind: 'answer' }>

function html(status: number, body: string): Answer {
  return { kind: 'answer', status, headers: { 'content-type': 'text/html' }, body }
}

function shortened(reply: Reply, as: (half: Answer) => Reply): Reply {
  if (reply.kind !== 'answer') return reply
  return as({ ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) })
}
