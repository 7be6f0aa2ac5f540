import type { CallRecord } from '../../pbx/call-record.ts'
import type { Check } from '../check.ts'

/** Whoever was on the phone with us so long was surely heard to answer. */
const surelyMs = 5_000
const atOnceMs = 1_000

/** What is recorded of a call agrees with what the far end saw of it. */
export function recordsCheck(): Check {
  return {
    name: 'records',
    end({ world }) {
      const far = new Map(world.pbx.calls.map((call) => [call.channelId, call]))
      const rows = world.database
        .query<{ id: string; disposition: string }, []>(
          "SELECT id, disposition FROM calls WHERE direction = 'outbound'",
        )
        .all()
      return rows.flatMap(({ id, disposition }) => {
        const call = far.get(id)
        if (call === undefined) return [`a call of ${id} is recorded and the far end saw none`]
        const wrong: string[] = []
        if (unanswered.includes(disposition) && call.endedBy === 'us' && talkedMs(call) >= surelyMs) {
          wrong.push(`${call.number} answered, was hung up on, and is recorded as ${disposition}`)
        }
        if (call.spokeWith.some((other) => areCut(call, far.get(other)))) {
          wrong.push(`${call.number} and an operator were talking, and both were hung up on`)
        }
        return wrong
      })
    },
  }
}

const unanswered = ['no_answer', 'busy', 'power_off', 'banned']

function talkedMs({ answeredMs, endedMs }: CallRecord): number {
  return answeredMs === undefined ? 0 : (endedMs ?? answeredMs) - answeredMs
}

/** Both by an order of ours, and at once; an exchange that is stopped ends its calls without a cause. */
function areCut(...both: readonly (CallRecord | undefined)[]): boolean {
  const [one = 0, other = 0] = both.map((call) => call?.endedMs)
  return both.every((call) => call?.endedBy === 'us' && call.cause === 16) && Math.abs(one - other) < atOnceMs
}
