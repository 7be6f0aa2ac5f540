import type { Outcome } from '../domain/disposition.ts'
import type { CallRecord } from '../domain/record.ts'

/** What is known of a call from its first instant: who, where, and with which scenario. */
export type CallStart = Pick<
  CallRecord,
  'id' | 'direction' | 'company' | 'contact' | 'line' | 'scenario' | 'attemptedAt'
>

/** How an outcome is recorded: an inbound call as such whatever came of it, and what came of it as the detail. */
export function recordedOutcome({ direction }: Pick<CallStart, 'direction'>, outcome: Outcome): Outcome {
  if (direction === 'outbound') return outcome
  const { disposition, reason, detail } = outcome
  return {
    disposition: 'inbound_call',
    detail: detail ?? disposition,
    ...(reason === undefined ? {} : { reason }),
  }
}
