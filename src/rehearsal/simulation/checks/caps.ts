import { dayStartIn } from '../../../domain/day.ts'
import type { CallRecord } from '../../pbx/call-record.ts'
import type { Check } from '../check.ts'
import type { Day } from '../day.ts'
import { localForm, newlyDialled } from './dialled.ts'

const secondMs = 1_000
const minuteMs = 60_000
/** After a restart the orders before it are known to the millisecond alone. */
const roundingMs = 1.001

/** No limit is exceeded in any window, as the far end counts. */
export function capsCheck(): Check {
  const dialled = newlyDialled()
  const all: number[] = []
  const byLine = new Map<string, number[]>()
  const byDay = new Map<string, number>()
  let up: CallRecord[] = []
  const isBlind = blindRestart()
  return {
    name: 'caps',
    step(day) {
      const wrong: string[] = []
      if (isBlind(day)) for (const starts of [all, ...byLine.values()]) starts.length = 0
      const { limits, latencyMs } = day.world.plan
      // An order given in time may take longer on its way than the one after it.
      const slackMs = latencyMs + roundingMs
      for (const call of dialled(day)) {
        const at = call.dialedMs as number
        const line = localForm(call.presented)
        const starts = byLine.getOrInsertComputed(line, () => [])
        const dayOfCall = `${line} ${dayStart(day)}`
        byDay.set(dayOfCall, (byDay.get(dayOfCall) ?? 0) + 1)
        all.push(at)
        starts.push(at)
        up = up.filter(({ endedMs }) => endedMs === undefined)
        up.push(call)
        const over = (what: string, found: number, limit: number): void => {
          if (limit > 0 && found > limit) wrong.push(`${found} ${what}, where ${limit} may be`)
        }
        over('calls begun in a second, all lines', within(all, at, secondMs - slackMs), limits.perSecond)
        over(`calls begun in a second on ${line}`, within(starts, at, secondMs - slackMs), 1)
        over(`calls begun in a minute on ${line}`, within(starts, at, minuteMs - slackMs), limits.perMinute)
        over(`calls in a day on ${line}`, byDay.get(dayOfCall) ?? 0, limits.perDay)
        over('outbound calls at once', up.length, limits.outbound)
        over(`calls at once on ${line}`, onLine(day, up, line), limits.perLine)
      }
      return wrong
    },
  }
}

/**
 * Tells of a run that begins after the wall clock was put forward: what was dialled before it is known by that clock alone,
 * and looks older than it is. The one gap there is in the windows.
 */
function blindRestart(): (day: Day) => boolean {
  let lives = 0
  let offsetMs = 0
  return (day) => {
    if (day.lives === lives) return false
    lives = day.lives
    const before = offsetMs
    offsetMs = day.world.clock.now() - day.world.clock.elapsed()
    return offsetMs - before > 1
  }
}

const dayStartOf = dayStartIn('Asia/Tehran')

function dayStart({ world }: Day): number {
  return dayStartOf(world.clock.now())
}

/** How many of the instants lie in the window that ends with the last; older ones are let go. */
function within(starts: number[], at: number, windowMs: number): number {
  while (starts.length > 0 && at - (starts[0] as number) >= minuteMs) starts.shift()
  return starts.filter((start) => at - start < windowMs).length
}

/** Those dialled on a line and those who called it and were let in. */
function onLine({ world }: Day, up: readonly CallRecord[], line: string): number {
  const outbound = up.filter(({ presented }) => localForm(presented) === line).length
  // Whom the exchange itself answers while no engine is there is none of ours.
  const ours = world.database.query('SELECT 1 FROM live_calls WHERE id = ?')
  const inbound = world.pbx.open.filter(
    ({ direction, number, answeredMs, channelId }) =>
      direction === 'inbound' && answeredMs !== undefined && localForm(number) === line && ours.get(channelId) !== null,
  ).length
  return outbound + inbound
}
