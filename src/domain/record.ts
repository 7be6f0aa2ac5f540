import type { HangupCause } from './cause.ts'
import type { Contact } from './contact.ts'
import type { Direction } from './direction.ts'
import type { Outcome } from './disposition.ts'
import type { Line } from './line.ts'
import type { Operator } from './operator.ts'

/** Everything a call leaves behind: one row of the store, one report. Times are epoch milliseconds. */
export interface CallRecord {
  /** The attempt's id; also the customer channel's, and the report's idempotency key. */
  readonly id: string
  readonly direction: Direction
  readonly company: string
  /** Inbound: a contact made of the caller's number, with source `manual`. */
  readonly contact: Contact
  readonly line: Line
  readonly scenario?: { readonly name: string; readonly hash: string; readonly panelId?: number | string }
  readonly outcome: Outcome
  /** The instant of dialing, or of the inbound call's arrival. */
  readonly attemptedAt: number
  readonly answeredAt?: number
  readonly endedAt: number
  readonly endedBy: 'us' | 'them' | 'network'
  readonly hangup?: HangupCause
  readonly operator?: Operator
  readonly turns: readonly Turn[]
  readonly trace: readonly TraceStep[]
  /** Milliseconds from the first yes to the hang-up, where there was a yes. */
  readonly yesToHangupMs?: number
}

/** One reply of the caller. */
export interface Turn {
  readonly at: number
  readonly transcript: string
  readonly intent: string
  /** Who decided: our rules, the language model, a key, or nobody (silence). */
  readonly by: 'rule' | 'llm' | 'key' | 'none'
  readonly listenMs: number
  readonly enhanceMs: number
  readonly recogniseMs: number
  readonly thinkMs: number
}

/** One executed step: where it stands in the scenario, when, and what came of it. */
export interface TraceStep {
  readonly path: string
  readonly line: number
  readonly at: number
  readonly result: string
}
