import type { Turn } from '../../domain/record.ts'
import type { Filed } from './outcomes.ts'

/** A customer called, and everything that must come of it. */
export interface ExpectedCall {
  /** What the customer does: the name of the test. */
  readonly who: string
  readonly number: string
  readonly filed: Filed
  readonly endedBy: 'us' | 'them' | 'network'
  /** Q.850 cause of the end, where the network told one that matters. */
  readonly cause?: number
  /** What the customer heard, in the words of {@link heardInWords}; absent = nobody answered. */
  readonly hears?: readonly string[]
  /** The replies as they were written down and understood, in order; absent = none. */
  readonly replies?: readonly ExpectedReply[]
  /** The report asks the panel to send no numbers for now. */
  readonly asksToPause?: true
  /** Who may have taken the call; absent = nobody did. */
  readonly operator?: ExpectedOperator
}

/** A reply: what was written down (a pattern where the audio may be cut anywhere), and what it was taken for. */
export interface ExpectedReply {
  readonly text: string | RegExp
  readonly intent: string
  /** Who decided; absent = either. */
  readonly by?: Turn['by']
}

export interface ExpectedOperator {
  /** The panel's ids of those who may have answered; empty where the operator is none of the panel's. */
  readonly ids: readonly number[]
  /** What the operator heard of the customer, in the words of {@link heardInWords}. */
  readonly hears: readonly string[]
}
