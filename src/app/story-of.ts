import type { ListedContact, NumberHistory } from '../store/number-history.ts'
import type { Status } from '../web/status.ts'
import type { Story } from '../web/story.ts'
import { barWords } from './bar-words.ts'
import { eventsOf, reportEvent } from './story-of-attempt.ts'
import { whatNext } from './what-next.ts'

type Event = Story['events'][number]

/** What stories are told with, beside what the store knows. */
export interface Telling {
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: number
  /** The scenario's file as people know it, by its name. */
  readonly fileOf: (scenario: string) => string | undefined
  /** How the running engine is doing; absent while none runs. */
  readonly status?: Pick<Status, 'liveCalls' | 'dialing'>
}

/** The story of a number, or of one of its calls when `callId` is given. */
export function storyOf(history: NumberHistory, telling: Telling, callId?: string): Story {
  const attempts = history.attempts.filter(({ id }) => callId === undefined || id === callId)
  const told = attempts.flatMap((attempt) => {
    const live = telling.status?.liveCalls.find(({ id }) => id === attempt.id)
    const { fileOf } = telling
    return eventsOf(attempt, { reports: history.reports, fileOf, ...(live === undefined ? {} : { live }) })
  })
  const around = callId === undefined ? [...listings(history), ...unrung(history), ...bars(history, telling)] : []
  return {
    title: callId === undefined ? history.phone : `call ${callId}, number ${history.phone}`,
    zone: telling.zone,
    events: inOrder([...around, ...told]),
    next: [...whatNext(history, telling)],
  }
}

/** By time; what has none begins (a listing) or ends (a call that is up) the story, where it was put. */
function inOrder(events: readonly Event[]): Event[] {
  const first = events.findIndex(({ at }) => at !== undefined)
  const timeOf = (event: Event, index: number): number =>
    event.at ?? (first < 0 || index < first ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
  return events
    .map((event, index) => ({ event, time: timeOf(event, index), index }))
    .toSorted((one, other) => (one.time === other.time ? one.index - other.index : one.time - other.time))
    .map(({ event }) => event)
}

function listings({ contacts }: NumberHistory): readonly Event[] {
  const events = contacts.flatMap((contact) => [listing(contact), ...undone(contact), ...decision(contact)])
  return events.toSorted((one, other) => Number(one.at !== undefined) - Number(other.at !== undefined))
}

function listing({ source, panelId, import: from, zone }: ListedContact): Event {
  const lives = zone === undefined ? '' : `, in the zone ${zone}`
  switch (source) {
    case 'panel':
      return { text: `on the list: a number of the panel${panelId === undefined ? '' : `, its id ${panelId}`}${lives}` }
    case 'static':
      return { text: `on the list: one of STATIC_CONTACTS${lives}` }
    case 'manual':
      return { text: `rung by hand (salehi call)${lives}` }
    case 'import':
      return from === undefined
        ? { text: `on the list: imported${lives}` }
        : { at: from.at, text: `on the list: imported from ${from.file} (list ${from.id})${lives}` }
  }
}

function undone({ import: from }: ListedContact): readonly Event[] {
  return from?.undoneAt === undefined ? [] : [{ at: from.undoneAt, text: `its list was taken back (list ${from.id})` }]
}

/** What was decided of it last, where that is no call. */
function decision({ state, because, changedAt, technical }: ListedContact): readonly Event[] {
  const failed = technical === 0 ? '' : ` (${technical} in a row could not be placed)`
  if (state === 'set_aside') return [{ at: changedAt, text: `set aside: ${because ?? 'no reason was kept'}${failed}` }]
  if (state !== 'waiting' || (because === undefined && technical === 0)) return []
  if (technical === 0) return [{ at: changedAt, text: `has to wait: ${because}` }]
  return [{ at: changedAt, text: `put back on the list: ${because ?? 'a call could not be placed'}${failed}` }]
}

/** Reports of contacts that were settled without being rung. */
function unrung({ reports, attempts }: NumberHistory): readonly Event[] {
  return reports.filter(({ key }) => attempts.every(({ id }) => id !== key)).map(reportEvent)
}

function bars(history: NumberHistory, { zone }: Telling): readonly Event[] {
  return history.bars.map((bar) => ({ at: bar.since, text: `on the do-not-call list: ${barWords(bar, zone)}` }))
}
