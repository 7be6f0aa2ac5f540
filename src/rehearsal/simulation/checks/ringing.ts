import { dayStartIn } from '../../../domain/day.ts'
import { parsePhoneNumber } from '../../../domain/phone-number.ts'
import type { CallRecord } from '../../pbx/call-record.ts'
import type { Check } from '../check.ts'
import type { Day } from '../day.ts'
import { hasRung, localForm, newlyDialled } from './dialled.ts'

const zone = 'Asia/Tehran'

/** Nobody is rung more often than the rules allow, at another hour, or after they asked not to be. */
export function ringingCheck(): Check {
  const dialled = newlyDialled()
  const dayStart = dayStartIn(zone)
  const clockSet = clockSets()
  const rung = new Map<string, { readonly call: CallRecord; readonly day: number }[]>()
  return {
    name: 'ringing',
    step(day) {
      const wrong: string[] = []
      const { plan, clock, database } = day.world
      const setAtMs = clockSet(day)
      for (const call of dialled(day)) {
        const number = localForm(call.number)
        const today = dayStart(clock.now())
        const before = rung.getOrInsertComputed(number, () => [])
        const counted = before.filter((each) => hasRung(each.call) || each.call.endedMs === undefined)
        const inDay = counted.filter((each) => each.day === today).length
        if (inDay >= plan.caps.perDay) wrong.push(`${number} is rung a ${inDay + 1}. time in a day`)
        if (counted.length >= plan.caps.total) wrong.push(`${number} is rung a ${counted.length + 1}. time`)
        if (counted.some((each) => each.call.endedMs === undefined)) wrong.push(`${number} is rung while on the phone`)
        const last = before.at(-1)?.call
        const restMs = last === undefined || !hasRung(last) ? plan.retryMs : clock.elapsed() - (last.endedMs ?? 0)
        if (restMs < plan.retryMs / 2 && setAtMs < (last?.endedMs ?? 0)) {
          wrong.push(`${number} is rung again after ${Math.round(restMs / 1_000)} s`)
        }
        before.push({ call, day: today })
        const barred = database
          .query('SELECT 1 FROM do_not_call WHERE phone = ?')
          .get(parsePhoneNumber(number, 'IR') ?? '')
        if (barred !== null) wrong.push(`${number} is rung and stands on the do-not-call list`)
        const hour = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone).hour
        if (hour < 9 || hour >= 21) wrong.push(`${number} is rung at ${hour} o'clock`)
      }
      return wrong
    },
  }
}

/** Tells when the wall clock was set last, monotonic milliseconds: then times on it say little of how long ago something was. */
function clockSets(): (day: Day) => number {
  let offsetMs: number | undefined
  let setAtMs = Number.NEGATIVE_INFINITY
  return ({ world }) => {
    const offset = world.clock.now() - Math.floor(world.clock.elapsed())
    if (Math.abs(offset - (offsetMs ?? offset)) > 1_000) setAtMs = world.clock.elapsed()
    offsetMs = offset
    return setAtMs
  }
}
