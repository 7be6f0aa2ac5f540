import type { Contact } from '../../domain/contact.ts'
import type { Direction } from '../../domain/direction.ts'
import type { Line } from '../../domain/line.ts'
import type { Operator } from '../../domain/operator.ts'
import type { CallRecord } from '../../domain/record.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { MediaOf } from '../caller.ts'
import type { Leg, LiveCalls, Progress, Survivors } from '../ports.ts'
import type { Registry } from '../registry.ts'

/** An order to dial whose end nobody saw. */
export interface LeftAttempt {
  /** The attempt's id: the channel's, and to be the record's. */
  readonly id: string
  readonly contact: Contact
  readonly line: Line
  readonly scenario?: CallRecord['scenario']
  /** Epoch milliseconds. */
  readonly dialledAt: number
}

/** What adoption needs of the engine around it. */
export interface AdoptionPorts {
  readonly company: string
  readonly calls: Survivors
  readonly live: LiveCalls
  readonly registry: Registry
  readonly clock: Clock
  /** A seat on the line for a call that is up already, however many there are. */
  readonly occupy: (line: Line, direction: Direction) => Disposable
  /** Reserves this very operator, who is talking already. */
  readonly hold: (operator: Operator) => Disposable
  /** The scenario of that name as it is now. */
  readonly planNamed: (name: string) => Plan | undefined
  readonly mediaOf: (plan: Plan) => MediaOf
  /** The phone surely did not ring: the number goes back to the list. */
  readonly release: (attempt: LeftAttempt) => void
  /** Serves a caller who was waiting when the earlier engine ended, through to their record. */
  readonly serve: (leg: Leg, progress: Progress, log: Log, signal: AbortSignal) => Promise<void>
  readonly keep: (record: CallRecord) => void
}
