import { type Day, isCustomer } from './day.ts'
import type { Person } from './day-list.ts'

/** From the order to dial to the carrier, and from the end at the carrier to the record. */
const beforeMs = 1_500
const afterMs = 1_500

/** Tells whose calls a kill of the executable fell into. */
export function interruptedAt(day: Day): { was(person: Person): boolean } {
  const kills = day.shifts.filter(({ killed }) => killed).map(({ endedMs = 0 }) => endedMs)
  const within = (fromMs: number, toMs: number): boolean => kills.some((at) => at >= fromMs && at <= toMs)
  const cut = new Set<string>()
  for (const { number, calledAtMs, endedAtMs } of day.calls.filter(isCustomer)) {
    if (within(calledAtMs - beforeMs, (endedAtMs ?? Number.POSITIVE_INFINITY) + afterMs)) cut.add(number)
  }
  // Ordered, and dead before the carrier heard of it.
  for (const { phone, dialledMs } of day.store.attempts) if (within(dialledMs, dialledMs + afterMs)) cut.add(phone)
  return { was: ({ phone }) => cut.has(phone) }
}
