import type { PanelReport } from '../../testing/services/panel-state.ts'
import { type Day, isCustomer, rang } from './day.ts'
import type { Person } from './day-list.ts'
import type { Finding } from './finding.ts'
import { interruptedAt } from './interrupted.ts'

/** Every number: one call, one fact, one ring. */
export function checkNumbers(day: Day): readonly Finding[] {
  const facts = Map.groupBy(
    [...new Map(day.reports.map((report) => [report.idempotencyKey, report])).values()],
    ({ body }) => String(body['number_id']),
  )
  const calls = Map.groupBy(day.calls.filter(isCustomer), ({ number }) => number)
  const stored = Map.groupBy(
    day.store.calls.filter(({ direction }) => direction === 'outbound'),
    ({ phone }) => phone,
  )
  const attempts = Map.groupBy(day.store.attempts, ({ phone }) => phone)
  const states = new Map(day.store.contacts.map(({ phone, state }) => [phone, state]))
  const factsOf = ({ id }: Person): readonly PanelReport[] => facts.get(String(id)) ?? []
  const callsOf = ({ phone }: Person) => calls.get(phone) ?? []
  /** Orders to dial of which the store knows that no phone rang. */
  const inVain = ({ phone }: Person) => (attempts.get(phone) ?? []).filter(({ state }) => state === 'void').length
  const { people } = day
  const again = people.filter((person) => callsOf(person).length > 1)
  const unheard = again.filter((one) => callsOf(one).filter(rang).length <= 1)
  const strayed = [...facts.keys()].filter((id) => id !== 'null' && !people.some((one) => String(one.id) === id))
  return [
    none(
      'numbers without a fact at the panel',
      people.filter((one) => factsOf(one).length === 0),
    ),
    none(
      'numbers with two facts or more',
      people.filter((one) => factsOf(one).length > 1),
    ),
    {
      what: 'facts about nobody on the list',
      found: String(strayed.length),
      must: '0',
      wrong: strayed.map((id) => `number_id ${id}`),
    },
    told('numbers lost on their way from the panel at a kill, handed out again', day.handedAgain),
    told(
      'numbers the panel handed out twice of its own',
      people.filter(({ id }) => day.repeated.has(id)),
    ),
    told(
      'of them after their call: they wait for another day',
      people.filter(({ id, phone }) => day.repeated.has(id) && states.get(phone) === 'waiting'),
    ),
    told(
      'repeats of a fact, by its key',
      day.reports.filter(({ repeat }) => repeat),
    ),
    none(
      'contacts that are not done',
      people.filter((one) => !settled(one, states.get(one.phone), day.repeated.has(one.id))),
    ),
    none(
      'numbers without a call in the store',
      people.filter((one) => !one.kind.again && (stored.get(one.phone) ?? []).length === 0),
    ),
    none(
      'numbers with two calls or more in the store',
      people.filter((one) => (stored.get(one.phone) ?? []).length > 1),
    ),
    none(
      'numbers that rang twice at the carrier',
      people.filter((one) => callsOf(one).filter(rang).length > 1),
    ),
    none(
      'numbers dialled again without a reason',
      again.filter((one) => !one.kind.again && callsOf(one).length > 1 + inVain(one)),
    ),
    {
      what: 'numbers dialled again, their phone had not rung',
      found: String(unheard.length),
      wrong: [],
      phones: unheard.filter(({ kind }) => !kind.again).map(({ phone }) => phone),
    },
    told(
      'numbers with a fact and no INVITE',
      people.filter((one) => factsOf(one).length > 0 && callsOf(one).length === 0),
    ),
    ...statuses(day, factsOf),
  ]
}

function statuses(day: Day, factsOf: (person: Person) => readonly PanelReport[]): readonly Finding[] {
  const kills = interruptedAt(day)
  const other = day.people.filter((person) => {
    const [fact] = factsOf(person)
    if (fact === undefined || kills.was(person)) return false
    return !(person.kind.statuses as readonly unknown[]).includes(fact.body['status'])
  })
  const wrong = other.map((person) => {
    const [fact] = factsOf(person)
    return `${person.phone} (${person.kind.name}): ${fact?.body['status']}, ${fact?.body['reason']}`
  })
  const cut = day.people.filter((person) => kills.was(person))
  return [
    {
      what: 'facts that are not what came of the call',
      found: String(other.length),
      must: '0',
      wrong,
      phones: other.map(({ phone }) => phone),
    },
    told('numbers in whose call a kill fell', cut),
  ]
}

/** One the panel hands out again after its call waits for another day; one nobody heard of is given up without a call. */
function settled({ kind }: Person, state: string | undefined, repeated: boolean): boolean {
  return state === 'done' || (kind.again && state === 'set_aside') || (repeated && state === 'waiting')
}

function none(what: string, people: readonly Person[]): Finding {
  const wrong = people.map(({ phone, kind }) => `${phone} (${kind.name})`)
  return { what, found: String(people.length), must: '0', wrong, phones: people.map(({ phone }) => phone) }
}

function told(what: string, all: readonly unknown[]): Finding {
  return { what, found: String(all.length), wrong: [] }
}
