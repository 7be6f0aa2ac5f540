import type { panelStatuses } from '../../testing/services/panel-contract.ts'
import type { PanelAgent } from '../../testing/services/panel-state.ts'
import { type Ending, manner, type Saying, talker } from '../rig/numbers.ts'

type PanelStatus = (typeof panelStatuses)[number]

/** People who behave alike. */
export interface CustomerKind {
  readonly name: string
  /** Of a thousand contacts. */
  readonly share: number
  /** They say something, which is recorded and recognised. */
  readonly speaks: boolean
  /** Their calls last: the list begins with more of them. */
  readonly lasts: boolean
  /** The network may be asked for them again: nobody's phone rang, and the engine learnt nothing. */
  readonly again: boolean
  /** What the panel may hear of a call nothing came in between. */
  readonly statuses: readonly PanelStatus[]
  /** The so manyth number of this kind. */
  number(nth: number): string
}

const of =
  (name: Parameters<typeof manner>[0], ...details: readonly string[]) =>
  (nth: number): string =>
    manner(name, details[nth % Math.max(1, details.length)] ?? '', nth)

/** Six ways of ringing times a hundred numbers. */
const says =
  (turns: readonly Saying[], ending: Ending) =>
  (nth: number): string =>
    talker({ says: turns, ending, rings: 1 + (nth % 6), nth: Math.floor(nth / 6) })

const quick = { speaks: false, lasts: false, again: false } as const
const lasting = { speaks: false, lasts: true, again: false } as const
const speaking = { speaks: true, lasts: true, again: false } as const

/** Everybody on the list. */
export const customerKinds: readonly CustomerKind[] = [
  { name: 'busy', share: 140, ...quick, statuses: ['BUSY'], number: of('busy') },
  { name: 'does not answer', share: 150, ...lasting, statuses: ['MISSED'], number: of('ringsForEver') },
  { name: 'refuses while it rings', share: 60, ...quick, statuses: ['MISSED'], number: of('ringsThenRefuses') },
  { name: 'switched off', share: 140, ...quick, statuses: ['POWER_OFF'], number: of('refuses', '018', '019', '020') },
  {
    name: 'switched off, announced',
    share: 80,
    ...quick,
    statuses: ['POWER_OFF'],
    number: of('switchedOffAnnouncement', '018', '020'),
  },
  { name: 'banned', share: 60, ...quick, statuses: ['BANNED'], number: of('refuses', '021', '034', '041', '042') },
  {
    name: 'network fails at once',
    share: 40,
    ...quick,
    statuses: ['MISSED', 'BANNED', 'POWER_OFF'],
    number: of('refusesAtOnce', '038', '027', '003'),
  },
  {
    name: 'network says nothing',
    share: 10,
    ...quick,
    lasts: true,
    again: true,
    statuses: ['FAILED'],
    number: of('neverRings'),
  },
  { name: 'answers and is gone', share: 60, ...quick, statuses: ['HANGUP'], number: of('answersAndIsGone') },
  { name: 'leaves mid-prompt', share: 80, ...quick, statuses: ['HANGUP'], number: of('hangsUpMidPrompt') },
  { name: 'stays silent', share: 70, ...lasting, statuses: ['HANGUP'], number: of('silent') },
  {
    name: 'says yes',
    share: 30,
    ...speaking,
    statuses: ['CONNECTED', 'DISCONNECTED', 'FAILED'],
    number: says(['yes'], 'stays'),
  },
  { name: 'says no', share: 40, ...speaking, statuses: ['NOT_INTERESTED'], number: says(['no'], 'stays') },
  {
    name: 'says something else',
    share: 15,
    ...speaking,
    statuses: ['UNKNOWN'],
    number: says(['unknown', 'unknown'], 'stays'),
  },
  {
    name: 'wants no more calls',
    share: 25,
    ...speaking,
    statuses: ['COMPLAINED'],
    number: says(['never-again'], 'stays'),
  },
]

/**
 * The operators who take the calls of those who say yes: who leave after a second, who talk for a quarter of a minute, a
 * busy one; with `patient` also who talk as long as the customer stays.
 */
export function dayOperators(patient: boolean): readonly PanelAgent[] {
  const several = (count: number, number: (nth: number) => string): readonly string[] =>
    Array.from({ length: count }, (_, at) => number(at + 1))
  return [
    ...several(4, (nth) => manner('answersThenCause', '016', nth)),
    ...several(4, (nth) => manner('operator', '', nth)),
    ...several(patient ? 4 : 0, (nth) => manner('operatorStays', '', nth)),
    manner('operatorBusy'),
  ].map((phone_number, at) => ({ id: at + 1, full_name: `Operator ${at + 1}`, phone_number }))
}
