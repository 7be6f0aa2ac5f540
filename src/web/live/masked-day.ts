import type { Day } from '../api/contract.ts'
import { lastFour } from '../api/mask.ts'

/** The day for somebody who need not know who is called. */
export function maskedDay(day: Day): Day {
  return {
    ...day,
    calls: day.calls.map((call) => ({ ...call, number: lastFour(call.number) })),
    operators: day.operators.map(({ phone, ...operator }) => ({
      ...operator,
      ...(phone === undefined ? {} : { phone: lastFour(phone) }),
    })),
  }
}
