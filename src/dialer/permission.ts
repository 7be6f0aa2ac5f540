import type { Contact } from '../domain/contact.ts'
import { isOpen, nextOpening } from '../scenario/hours.ts'
import type { OpeningHours } from '../scenario/plan.ts'
import type { AttemptCaps } from '../scenario/policy.ts'
import type { GivenUp, RingRecord } from './ports.ts'

/** The company's rules for ringing one person. */
export interface RingRules {
  readonly caps: AttemptCaps
  /** The company's calling hours; looked at in the contact's own zone where that is known. */
  readonly hours: OpeningHours
  /** Start of the company's day that holds this instant; both epoch milliseconds. */
  readonly dayStart: (now: number) => number
}

/** Whether a person may be rung. `at` is in epoch milliseconds. */
export type Permission =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: number; readonly because: string }
  | { readonly kind: 'never'; readonly why: GivenUp; readonly because: string }

/** A day and a bit: the start of the day that holds it is tomorrow's, also on the day the clocks go back. */
const intoTomorrowMs = 26 * 3_600_000
/** A number with a call under way is looked at again after this. */
const ringingMs = 60_000
/** Where hours never open the contact is looked at again tomorrow: the rules may have been mended by then. */
const closedMs = 86_400_000

/** Whether this person may be rung at this instant, by the do-not-call list, the caps, and the hours where they live. */
export function permission(
  contact: Pick<Contact, 'phone'>,
  zone: string | undefined,
  rules: RingRules,
  record: RingRecord,
  now: number,
): Permission {
  const { phone } = contact
  if (record.isBarred(phone)) return { kind: 'never', why: 'do_not_call', because: 'on the do-not-call list' }
  // First: what that attempt comes to decides whether it counts.
  if (record.isRinging(phone)) return { kind: 'later', at: now + ringingMs, because: 'is on the phone with us' }
  const { perDay, total } = rules.caps
  if (record.timesRung(phone, 0) >= total) {
    return {
      kind: 'never',
      why: 'attempt_cap',
      because: `was called ${total} times, as often as the company's rules allow`,
    }
  }
  const today = rules.dayStart(now)
  if (record.timesRung(phone, today) >= perDay) {
    const at = rules.dayStart(today + intoTomorrowMs)
    return { kind: 'later', at, because: `was called ${perDay === 1 ? 'once' : `${perDay} times`} today already` }
  }
  if (zone === undefined) return { kind: 'now' }
  const there = { ...rules.hours, timezone: zone }
  if (isOpen(there, now)) return { kind: 'now' }
  return {
    kind: 'later',
    at: nextOpening(there, now) ?? now + closedMs,
    because: `it is outside the calling hours in ${zone}`,
  }
}
