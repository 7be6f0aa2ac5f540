import type { ListedContact, NumberHistory } from '../store/number-history.ts'
import { barWords } from './bar-words.ts'
import { clockTime } from './local-time.ts'
import type { Telling } from './story-of.ts'

/** What will happen next with a number, a sentence each. */
export function whatNext(history: NumberHistory, telling: Telling): readonly string[] {
  const { contacts, bars, attempts } = history
  const live = attempts.some(({ id }) => telling.status?.liveCalls.some((call) => call.id === id))
  if (live) return ['it is on the phone now']
  const [bar] = bars
  if (bar !== undefined) {
    return [`will not be called again: on the do-not-call list, ${barWords(bar, telling.zone)}`]
  }
  if (contacts.length === 0) return ['will not be called: it stands on no list']
  const open = contacts.filter(({ state }) => state === 'waiting' || state === 'reserved')
  const told = open.length > 0 ? open : contacts.slice(-1)
  return told.map((contact) => nextOf(contact, telling))
}

function nextOf(contact: ListedContact, telling: Telling): string {
  const { state, because } = contact
  switch (state) {
    case 'reserved':
      return telling.status === undefined
        ? 'was being called when salehi ended: the next start settles it'
        : 'is being called now'
    case 'waiting':
      return waits(contact, telling)
    case 'set_aside':
      return `will not be called again: set aside${because === undefined ? '' : `, ${because}`} ("salehi contacts reset" lets it wait again)`
    case 'done':
      return `will not be called again: ${settled[contact.source]}`
  }
}

const settled: Readonly<Record<ListedContact['source'], string>> = {
  panel: 'it has its result, and only the panel can send it again',
  static: 'it has its result, and each of STATIC_CONTACTS is called once',
  import: 'it has its result',
  manual: 'it was rung by hand',
}

function waits({ dueAt, because, import: from }: ListedContact, { zone, now, status }: Telling): string {
  if (from?.open === false) {
    return from.undoneAt === undefined
      ? 'waits: its list is being read in'
      : 'will not be called: its list was taken back'
  }
  if (dueAt > now) {
    return `next attempt not before ${clockTime(dueAt, zone, now)}${because === undefined ? '' : `: ${because}`}`
  }
  if (status === undefined) return 'waits for its call: salehi does not run'
  const held = status.dialing.kind === 'dialing' ? '' : `. ${status.dialing.text}`
  return `waits for its call: due now${held}`
}
