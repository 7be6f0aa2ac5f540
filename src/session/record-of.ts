import type { HangupCause } from '../domain/cause.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { type CallStart, recordedOutcome } from './call-start.ts'
import type { Conducted } from './conduct.ts'
import { HungUp, type Leg } from './ports.ts'

/** The record of a call whose script has ended, whoever rang whom. */
export function recordOf(
  call: CallStart & { readonly answeredAt: number },
  conducted: Extract<Conducted, { kind: 'ended' }>,
  leg: Leg,
  clock: Clock,
): CallRecord {
  const endedAt = clock.now()
  const { story, operator } = conducted
  const hangup = hangupOf(leg)
  return {
    ...call,
    outcome: recordedOutcome(call, conducted.outcome),
    endedAt,
    endedBy: conducted.endedBy,
    ...(hangup === undefined ? {} : { hangup }),
    ...(operator === undefined ? {} : { operator }),
    turns: story.turns,
    trace: story.trace,
    ...(story.yesAt === undefined ? {} : { yesToHangupMs: endedAt - story.yesAt }),
  }
}

/** Why the far end of a leg is gone; undefined while it is not. */
export function hangupOf(leg: Leg): HangupCause | undefined {
  const reason: unknown = leg.gone.reason
  return leg.gone.aborted && reason instanceof HungUp ? reason.hangup : undefined
}
