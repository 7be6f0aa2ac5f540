import type { HangupCause } from '../domain/cause.ts'
import { type Disposition, isDisposition, type Outcome, type Reason } from '../domain/disposition.ts'

/** What kind of network answer a hang-up cause is, as far as a sentence tells it apart. */
export type CauseClass = 'rejected' | 'congested' | 'other'

/** The class of a Q.850 cause. */
export function causeClass(hangup: HangupCause | undefined): CauseClass {
  switch (hangup?.cause) {
    case 21:
      return 'rejected'
    case 34:
    case 41:
    case 42:
      return 'congested'
    default:
      return 'other'
  }
}

const byDisposition: Readonly<Record<Exclude<Disposition, 'banned'>, string>> = {
  connected: 'The customer agreed and was served.',
  not_interested: 'The customer said no.',
  disconnected: 'The customer agreed but left before being served.',
  hangup: 'The customer left or stayed silent before any usable reply.',
  no_answer: 'The phone rang and nobody answered.',
  busy: 'The line was busy.',
  power_off: 'The phone was off or out of reach.',
  unknown: 'The reply was not understood.',
  failed: 'A technical fault ended the call.',
  inbound_call: 'The customer called in.',
  complained: 'The customer asked not to be called again.',
}

const banned: Readonly<Record<CauseClass, string>> = {
  rejected: 'The network rejected the call.',
  congested: 'The network had no room for the call.',
  other: 'The network blocked the call.',
}

const byReason: Readonly<Record<Reason, string>> = {
  operator_failed: 'No operator could be reached.',
  recording: 'The reply could not be recorded.',
  stt_failure: 'Speech recognition failed.',
  stt_auth: 'The speech recognition service refused our key.',
  vira_quota: 'The speech recognition quota is used up.',
  llm_quota: 'The language model quota is used up.',
  prompt_failed: 'A message could not be played.',
  asterisk_lost: 'The connection to the telephone exchange was lost.',
  engine_fault: 'An internal fault ended the call.',
  shutting_down: 'The call ended because the service was stopping.',
  too_long: 'The call reached its greatest length.',
  too_many_steps: 'The call reached its greatest number of steps.',
  do_not_call: 'The number is on the do-not-call list and was not rung.',
  attempt_cap: 'The number was rung as often as the rules of the company allow.',
  not_placed: 'The call could not be placed, time and again.',
}

/** Every sentence there is, for the page that explains them. */
export const reasonSentences: readonly string[] = [
  ...Object.values(byDisposition),
  ...Object.values(banned),
  ...Object.values(byReason),
]

/**
 * Why a call ended as it did, in one English sentence of a closed list. A reason tells more than the disposition; of an
 * inbound call it is what came of it (`detail`) that tells.
 */
export function reasonSentence(outcome: Outcome, hangup?: HangupCause): string {
  if (outcome.reason !== undefined) return byReason[outcome.reason]
  const { disposition, detail } = outcome
  const told = disposition === 'inbound_call' && detail !== undefined && isDisposition(detail) ? detail : disposition
  return told === 'banned' ? banned[causeClass(hangup)] : byDisposition[told]
}
