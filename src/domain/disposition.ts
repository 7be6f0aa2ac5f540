/** How a call ended, in the words of the contact-centre trade. The order is the order of the report. */
export const dispositions = [
  'connected',
  'not_interested',
  'disconnected',
  'hangup',
  'no_answer',
  'busy',
  'power_off',
  'banned',
  'unknown',
  'failed',
  'inbound_call',
  'complained',
] as const
export type Disposition = (typeof dispositions)[number]

/** Decided by the network before anyone answered; a scenario may never claim one of these. */
export const networkDispositions = [
  'no_answer',
  'busy',
  'power_off',
  'banned',
] as const satisfies readonly Disposition[]

/** Names of the older engine, still accepted in configuration and scenarios. */
export const oldNames: Readonly<Record<string, Disposition>> = {
  connected_to_operator: 'connected',
  missed: 'no_answer',
}

/** Why a call ended as it did, where the disposition alone does not say it. Closed: each has its sentence for the panel. */
export const reasons = [
  'operator_failed',
  'recording',
  'stt_failure',
  'stt_auth',
  'vira_quota',
  'llm_quota',
  'prompt_failed',
  'asterisk_lost',
  'engine_fault',
  'shutting_down',
  'too_long',
  'too_many_steps',
] as const

/** Why a number was not rung, or will not be any more; no call ends so, a panel is told of its numbers. */
export const unrungReasons = ['do_not_call', 'attempt_cap', 'not_placed'] as const
export type UnrungReason = (typeof unrungReasons)[number]

export type Reason = (typeof reasons)[number] | UnrungReason

/** The truthful answer to «how did this call end», or «how would it be reported if it ended now». */
export interface Outcome {
  readonly disposition: Disposition
  readonly reason?: Reason
  /** The scenario's own finer word (`dispositions:`), or, for an inbound call, what came of it. */
  readonly detail?: string
}

/** Whether `word` is a disposition. */
export function isDisposition(word: string): word is Disposition {
  return (dispositions as readonly string[]).includes(word)
}

/** Whether only the network can say this. */
export function isNetworkDisposition(disposition: Disposition): boolean {
  return (networkDispositions as readonly Disposition[]).includes(disposition)
}
