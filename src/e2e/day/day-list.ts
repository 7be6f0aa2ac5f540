import type { Random } from '../../kernel/random.ts'
import { type CustomerKind, customerKinds } from './customer-kinds.ts'
import type { DayPlan } from './day-plan.ts'

/** One contact of the day. */
export interface Person {
  /** The panel's. */
  readonly id: number
  readonly phone: string
  readonly kind: CustomerKind
}

const firstId = 10_001
/** How much earlier on the list calls that last come. */
const ahead = 0.4

/** The list of the day: each kind in its share, mixed; those whose calls last rather in the first half. */
export function dayList(
  { contacts, patient }: Pick<DayPlan, 'contacts' | 'patient'>,
  random: Random,
): readonly Person[] {
  const offered = customerKinds.filter(({ again }) => patient || !again)
  const kinds = offered.flatMap((kind) =>
    Array.from({ length: Math.max(1, Math.floor((kind.share * contacts) / 1_000)) }, () => kind),
  )
  for (let at = 0; kinds.length < contacts; at++) kinds.push(offered[at % 6]!)
  const placed = kinds.map((kind) => ({ kind, place: (kind.again ? ahead : 1) * random() + (kind.lasts ? 0 : ahead) }))
  const counts = new Map<CustomerKind, number>()
  return placed
    .toSorted((one, other) => one.place - other.place)
    .map(({ kind }, at) => {
      const nth = counts.get(kind) ?? 0
      counts.set(kind, nth + 1)
      return { id: firstId + at, phone: kind.number(nth), kind }
    })
}
