import type { Contact } from '../domain/contact.ts'
import type { CallRecord } from '../domain/record.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { LeftAttempt } from '../session/adoption/ports.ts'
import { adoptCalls, leftCalls } from '../session/adoption.ts'
import type { LegState, Progress } from '../session/ports.ts'
import { Registry } from '../session/registry.ts'
import { people } from './paper-dialer.ts'
import { PaperExchange, PaperLeg } from './paper-exchange.ts'
import { paperPlan } from './paper-plan.ts'

const goodby = paperPlan(
  'offer',
  `prompts: { hello: { audio: hello.mp3 }, goodby: { audio: goodby.mp3 } }
flow: { outbound: [{ say: hello }, { say: goodby }, { hangup: connected }] }
`,
)
const curt = paperPlan(
  'curt',
  'prompts: { hello: { audio: hello.mp3 } }\nflow: { outbound: [{ say: hello }, { hangup: connected }] }\n',
)
const [contact] = people(1, 1) as readonly [Contact]
/** The line of every call here. */
export const line = { number: '02100000001' }
/** Who talks in {@link bridged}. */
export const operator = { key: 'panel:5', panelId: 5, endpoint: 'PJSIP/op' }
/** When every attempt here was dialled. */
export const start = Date.UTC(2026, 0, 5, 7, 58, 0)

/** An order to dial whose end nobody saw. */
export const attempt: LeftAttempt = { id: 'a', contact, line, scenario: { name: 'offer', hash: '1' }, dialledAt: start }

/** A call that had come so far when its engine died, ten seconds before the next one looks. */
export function progress(over: Partial<Progress['soFar']> = {}, rest: Partial<Progress> = {}): Progress {
  const soFar: Progress['soFar'] = {
    id: 'a',
    direction: 'outbound',
    company: 'paper',
    contact,
    line,
    scenario: { name: 'offer', hash: '1' },
    attemptedAt: start,
    answeredAt: start + 5_000,
    outcome: { disposition: 'disconnected' },
    turns: [
      {
        at: start + 9_000,
        transcript: 'yes',
        intent: 'yes',
        by: 'rule',
        listenMs: 1,
        enhanceMs: 1,
        recogniseMs: 1,
        thinkMs: 1,
      },
    ],
    trace: [{ path: 'outbound[0]', line: 3, at: start + 9_000, result: 'yes' }],
    ...over,
  }
  return { at: start + 110_000, soFar, ...rest }
}

/** A customer who talked with an operator. */
export const bridged = progress(
  { outcome: { disposition: 'connected' }, operator },
  { yesAt: start + 9_000, joined: { bridgeId: 'bridge', operatorLegId: 'op' } },
)

/** What an engine that died left behind. */
export interface Remains {
  readonly attempts?: readonly LeftAttempt[]
  readonly live?: readonly Progress[]
  /** Legs that are still there, by id. */
  readonly legs?: Readonly<Record<string, LegState | 'elsewhere'>>
  readonly bridge?: boolean
}

/** The start of an engine over what another left. */
export function next({ attempts = [], live = [], legs = {}, bridge = true }: Remains) {
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, () => ({ kind: 'offline' }))
  const there = new Map<string, PaperLeg>()
  for (const [id, state] of Object.entries(legs)) {
    const leg = new PaperLeg(id, clock)
    there.set(id, leg)
    exchange.left.set(id, state === 'elsewhere' ? state : { leg, state })
  }
  if (bridge) exchange.joined.add('bridge')
  const records: CallRecord[] = []
  const told: string[] = []
  const noted: Progress[] = []
  const registry = new Registry()
  const engine = new AbortController()
  const held = (what: string): Disposable => {
    told.push(`holds ${what}`)
    return { [Symbol.dispose]: () => void told.push(`frees ${what}`) }
  }
  /** A place on a line is free for others only when nobody is on it any more. */
  const seat = (what: string): Disposable => {
    const place = held(what)
    const isOff = ({ gone, log }: PaperLeg): boolean => gone.aborted || log.includes('hangup')
    return {
      [Symbol.dispose]: () => {
        const stillOn = [...there.values()].some((leg) => !isOff(leg))
        if (stillOn) told.push('too early')
        place[Symbol.dispose]()
      },
    }
  }
  const ports = {
    company: 'paper',
    calls: exchange,
    live: { note: (each: Progress) => void noted.push(each) },
    registry,
    clock,
    occupy: ({ number }: { readonly number: string }, direction: string) => seat(`${direction} ${number}`),
    hold: ({ key }: { readonly key: string }) => held(key),
    planNamed: (name: string) => [goodby, curt].find((plan) => plan.name === name),
    mediaOf: () => (prompt: { readonly name: string }) => Promise.resolve(`sound:${prompt.name}`),
    release: ({ id }: LeftAttempt) => void told.push(`release ${id}`),
    serve: async (leg: { readonly id: string }) => {
      told.push(`serve ${leg.id}`)
      await Promise.resolve()
    },
    keep: (record: CallRecord) => void records.push(record),
  }
  const adopting = adoptCalls(
    leftCalls(attempts, live),
    ports,
    silentLog,
    () => void told.push('looked'),
    engine.signal,
  )
  const ended = adopting.catch((error: unknown) => error)
  return { clock, exchange, leg: (id: string) => there.get(id), records, told, noted, registry, engine, ended, ports }
}
