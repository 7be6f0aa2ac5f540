import type { CallRecord } from '../domain/record.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { type Attempted, callOut } from '../session/outbound.ts'
import type { LiveCalls } from '../session/ports.ts'
import { Registry } from '../session/registry.ts'
import { people } from './paper-dialer.ts'
import { PaperExchange, type Phone } from './paper-exchange.ts'
import { paperPlan } from './paper-plan.ts'
import { type PaperReply, paperScript } from './paper-script.ts'

/** Asks, and thanks who says yes. */
export const offer = paperPlan(
  'offer',
  `prompts: { hello: { audio: hello.mp3 }, thanks: { audio: thanks.mp3 }, goodby: { audio: goodby.mp3 } }
flow:
  outbound:
    - ask: hello
      expect: yes_no
      on:
        yes: [{ disposition: disconnected }, { say: thanks }, { disposition: connected }, { say: goodby }]
        else: { hangup: not_interested }
`,
)
const [contact] = people(7, 7)
/** What is dialled for the contact. */
export const endpoint = 'PJSIP/000109120000007@trunk'

/** Hands who says yes to an operator. */
export const transferring = paperPlan(
  'transferring',
  `prompts: { hello: { audio: hello.mp3 }, goodby: { audio: goodby.mp3 } }
flow:
  outbound:
    - ask: hello
      expect: yes_no
      on: { yes: [{ disposition: disconnected }], else: { hangup: not_interested } }
    - transfer: operators
      on: { answered: { disposition: connected }, else: { hangup: failed } }
    - say: goodby
`,
)

/** How an attempt on paper differs from one on {@link offer} to nobody special. */
export interface AttemptOptions {
  readonly plan?: Plan
  readonly live?: LiveCalls
  readonly replies?: readonly PaperReply[]
  readonly mayDial?: () => boolean
  readonly log?: Log
  readonly engine?: AbortController
}

/** One attempt on paper, and whatever a test does to it. */
export function paperAttempt(phone: Phone, options: AttemptOptions = {}) {
  if (contact === undefined) throw new Error('there is nobody')
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, () => phone)
  const registry = new Registry()
  const { desk, ...scripted } = paperScript(clock, exchange, options.replies)
  const operator = { key: 'op', endpoint: 'PJSIP/op' }
  const reserve = () => ({ operator, [Symbol.dispose]: () => undefined })
  const script = {
    ...scripted,
    desk: { ...desk, roster: { free: () => 1, reserve } },
    ...(options.live === undefined ? {} : { live: options.live }),
  }
  const engine = options.engine ?? new AbortController()
  const dialled: number[] = []
  const made = callOut(
    {
      id: '0a',
      contact,
      line: { number: '02100000001' },
      plan: options.plan ?? offer,
      scenarioPanelId: 5,
      mayDial: async () => {
        await Promise.resolve()
        if (options.mayDial?.() === false) return false
        dialled.push(clock.elapsed())
        return true
      },
    },
    {
      company: 'paper',
      calls: exchange,
      script,
      registry,
      clock,
      trunk: 'trunk',
      dialPrefix: 'line4',
      defaultCallerId: '',
      ringMs: 30_000,
      causeTable: { 38: 'power_off' },
    },
    options.log ?? silentLog,
    engine.signal,
  )
  const ended = made.catch((error: unknown) => error)
  return { clock, exchange, registry, engine, dialled, made, ended, leg: () => exchange.legs.get(endpoint) }
}

/** Its record; throws where there is none. */
export function recordIn(attempted: Attempted): CallRecord {
  if (attempted.kind !== 'recorded') throw new Error(attempted.kind)
  return attempted.record
}

/** Answers after four seconds. */
export const answers: Phone = { kind: 'answers', afterMs: 4_000 }
