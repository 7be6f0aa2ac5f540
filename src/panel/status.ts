import type { Disposition, Reason } from '../domain/disposition.ts'

/** The panel's words for how a call ended. */
export const panelStatuses = [
  'CONNECTED',
  'NOT_INTERESTED',
  'DISCONNECTED',
  'HANGUP',
  'MISSED',
  'BUSY',
  'POWER_OFF',
  'BANNED',
  'UNKNOWN',
  'FAILED',
  'INBOUND_CALL',
  'COMPLAINED',
] as const
export type PanelStatus = (typeof panelStatuses)[number]

const byDisposition: Readonly<Record<Disposition, PanelStatus>> = {
  connected: 'CONNECTED',
  not_interested: 'NOT_INTERESTED',
  disconnected: 'DISCONNECTED',
  hangup: 'HANGUP',
  no_answer: 'MISSED',
  busy: 'BUSY',
  power_off: 'POWER_OFF',
  banned: 'BANNED',
  unknown: 'UNKNOWN',
  failed: 'FAILED',
  inbound_call: 'INBOUND_CALL',
  complained: 'COMPLAINED',
}

/** A fault of ours after answer. A recogniser that failed counts as no reply given: the panel files it with the refusals. */
const byFailure: Readonly<Record<Reason, PanelStatus>> = {
  operator_failed: 'FAILED',
  recording: 'FAILED',
  stt_failure: 'NOT_INTERESTED',
  stt_auth: 'FAILED',
  vira_quota: 'FAILED',
  llm_quota: 'FAILED',
  prompt_failed: 'FAILED',
  asterisk_lost: 'FAILED',
  engine_fault: 'FAILED',
  shutting_down: 'FAILED',
  too_long: 'FAILED',
  too_many_steps: 'FAILED',
  do_not_call: 'COMPLAINED',
  attempt_cap: 'FAILED',
  not_placed: 'FAILED',
}

/** What the panel is told; only a `failed` call looks at its reason. */
export function panelStatus(disposition: Disposition, reason?: Reason): PanelStatus {
  if (disposition === 'failed' && reason !== undefined) return byFailure[reason]
  return byDisposition[disposition]
}
