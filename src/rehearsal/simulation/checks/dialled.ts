import type { CallRecord } from '../../pbx/call-record.ts'
import type { Day } from '../day.ts'

/** Hands out the calls to customers that were dialled since it was asked last, in order, as the far end saw them. */
export function newlyDialled(): (day: Day) => readonly CallRecord[] {
  let looked = 0
  /** Made, and not dialled when looked at. */
  let made: CallRecord[] = []
  return (day) => {
    const { calls } = day.world.pbx
    if (looked === calls.length && made.length === 0) return none
    for (; looked < calls.length; looked++) {
      const call = calls[looked] as CallRecord
      if (isToCustomer(day, call)) made.push(call)
    }
    const dialled = made.filter(({ dialedMs }) => dialedMs !== undefined)
    made = made.filter(({ dialedMs, endedMs }) => dialedMs === undefined && endedMs === undefined)
    return dialled
  }
}

const none: readonly CallRecord[] = []

/** Not to an operator, and not from somebody who called us. */
export function isToCustomer({ world }: Day, { direction, number }: CallRecord): boolean {
  return direction === 'outbound' && !world.plan.operators.includes(localForm(number))
}

/** `0913…`, whatever prefix it was dialled with. */
export function localForm(number: string): string {
  return `0${number.replace(/\D/g, '').slice(-10)}`
}

/** Whether anything was heard of the phone: then it counts as rung. */
export function hasRung({ rangMs, answeredMs }: CallRecord): boolean {
  return rangMs !== undefined || answeredMs !== undefined
}
