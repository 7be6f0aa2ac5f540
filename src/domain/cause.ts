import type { Disposition } from './disposition.ts'

/** How a leg ended, as the network told it. */
export interface HangupCause {
  /** Q.850; 0 where Asterisk gave none. */
  readonly cause: number
  /** SIP status of a refused INVITE; absent before Asterisk 20.17/22.7. */
  readonly techCause?: number
}

/** Owner's corrections for a trunk whose carrier lies: cause → disposition. */
export type CauseTable = Readonly<Record<number, Disposition>>

/** The most that was heard of a leg before it ended: nothing, early media (an announcement, SIP 183), or ringing (SIP 180). */
export type SignOfLife = 'none' | 'early_media' | 'ringing'

/** All that is known of a leg nobody answered. */
export interface UnansweredLeg {
  readonly hangup: HangupCause
  readonly sign: SignOfLife
  /** From dialing to its end. */
  readonly lastedMs: number
  /** Our own limit ended it. */
  readonly timedOut: boolean
}

/** What an unanswered leg means. `technical` is our fault or the trunk's: no disposition, the number goes back to the list. */
export type Unanswered =
  | { readonly kind: 'disposition'; readonly disposition: Disposition }
  | { readonly kind: 'technical'; readonly because: 'no_sip_answer' }

/** SIP's Timer B: 64 × 500 ms without any response to an INVITE; Asterisk then says cause 18, status 408, by itself. */
const timerBMs = 31_000

/**
 * What came of a leg nobody answered. From Asterisk 20.19/22.9 on the cause is derived from the SIP status and the
 * Reason header is ignored, before that the header wins: both arrive here as Q.850 and mean the same. A dial that timed
 * out says 0, 16 or 19 depending on the version, so then our own limit decides, not the number.
 */
export function classifyUnanswered(leg: UnansweredLeg, table: CauseTable = {}): Unanswered {
  if (leg.sign === 'none' && (leg.timedOut || unansweredBySip(leg)))
    return { kind: 'technical', because: 'no_sip_answer' }
  if (leg.timedOut) return { kind: 'disposition', disposition: 'no_answer' }
  return { kind: 'disposition', disposition: table[leg.hangup.cause] ?? byCause(leg.hangup.cause, leg.sign) }
}

function unansweredBySip({ hangup, lastedMs }: UnansweredLeg): boolean {
  return hangup.cause === 18 && (hangup.techCause ?? 408) === 408 && lastedMs >= timerBMs
}

function byCause(cause: number, sign: SignOfLife): Disposition {
  switch (cause) {
    case 17:
      return 'busy'
    case 18:
    case 19:
    case 20:
      return sign === 'ringing' ? 'no_answer' : 'power_off'
    case 21:
    case 34:
    case 41:
    case 42:
      return 'banned'
    default:
      return 'no_answer'
  }
}
