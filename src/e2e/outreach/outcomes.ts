import type { Disposition, Reason } from '../../domain/disposition.ts'
import type { panelStatuses } from '../../testing/services/panel-contract.ts'

/** How a call is filed: in our words, in the panel's, and in the one sentence that says why. */
export interface Filed {
  readonly disposition: Disposition
  readonly reason?: Reason
  readonly status: (typeof panelStatuses)[number]
  readonly sentence: string
}

/** Every end a call of these tests comes to, as the owner's table has it; written out, not taken from the product. */
export const filed = {
  connected: { disposition: 'connected', status: 'CONNECTED', sentence: 'The customer agreed and was served.' },
  notInterested: { disposition: 'not_interested', status: 'NOT_INTERESTED', sentence: 'The customer said no.' },
  disconnected: {
    disposition: 'disconnected',
    status: 'DISCONNECTED',
    sentence: 'The customer agreed but left before being served.',
  },
  hangup: {
    disposition: 'hangup',
    status: 'HANGUP',
    sentence: 'The customer left or stayed silent before any usable reply.',
  },
  noAnswer: { disposition: 'no_answer', status: 'MISSED', sentence: 'The phone rang and nobody answered.' },
  busy: { disposition: 'busy', status: 'BUSY', sentence: 'The line was busy.' },
  powerOff: { disposition: 'power_off', status: 'POWER_OFF', sentence: 'The phone was off or out of reach.' },
  rejected: { disposition: 'banned', status: 'BANNED', sentence: 'The network rejected the call.' },
  congested: { disposition: 'banned', status: 'BANNED', sentence: 'The network had no room for the call.' },
  unknown: { disposition: 'unknown', status: 'UNKNOWN', sentence: 'The reply was not understood.' },
  complained: {
    disposition: 'complained',
    status: 'COMPLAINED',
    sentence: 'The customer asked not to be called again.',
  },
  noOperator: {
    disposition: 'failed',
    reason: 'operator_failed',
    status: 'FAILED',
    sentence: 'No operator could be reached.',
  },
  recogniserFailed: {
    disposition: 'failed',
    reason: 'stt_failure',
    status: 'NOT_INTERESTED',
    sentence: 'Speech recognition failed.',
  },
  recogniserRefusedKey: {
    disposition: 'failed',
    reason: 'stt_auth',
    status: 'FAILED',
    sentence: 'The speech recognition service refused our key.',
  },
  recogniserSpent: {
    disposition: 'failed',
    reason: 'vira_quota',
    status: 'FAILED',
    sentence: 'The speech recognition quota is used up.',
  },
} as const satisfies Readonly<Record<string, Filed>>
