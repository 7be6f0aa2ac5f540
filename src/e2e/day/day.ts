import type { PanelReport } from '../../testing/services/panel-state.ts'
import type { CarrierCall } from '../rig/journal.ts'
import type { DayCaller } from './callers.ts'
import type { Consumed } from './consumed.ts'
import type { Person } from './day-list.ts'
import type { DayPlan } from './day-plan.ts'
import type { DayStore } from './day-store.ts'
import type { Shift } from './shifts.ts'

/** A day that is over, with all that is known of it. Times are epoch milliseconds. */
export interface Day {
  readonly plan: DayPlan
  readonly people: readonly Person[]
  /** Every call the carrier received from the exchange, to customers and to operators. */
  readonly calls: readonly CarrierCall[]
  readonly callers: readonly DayCaller[]
  readonly shifts: readonly Shift[]
  /** How many calls were up at each kill. */
  readonly upAtKills: readonly number[]
  /** Numbers the panel handed out a second time: the executable was killed while the answer was on its way to it. */
  readonly handedAgain: readonly number[]
  /** Ids that stand on the panel's list twice. */
  readonly repeated: ReadonlySet<number>
  readonly reports: readonly PanelReport[]
  /** What the panel refused as against its contract. */
  readonly panelRefused: readonly string[]
  readonly store: DayStore
  /** Channels, bridges and processes that are left. */
  readonly left: readonly string[]
  /** From when to when the panel failed. */
  readonly panelFailed?: { readonly fromMs: number; readonly toMs: number }
  readonly startedMs: number
  readonly lastFactMs: number
  readonly machine: DayMachine
}

/** What the day cost. */
export interface DayMachine {
  readonly processors: number
  /** Of all processors together, 0 to 1; whatever else ran is in it. */
  readonly busy: number
  readonly load: { readonly mean: number; readonly most: number }
  readonly pbx?: Consumed
  readonly carrier?: Consumed
}

/** The call was to a customer: operators are dialled without a line's prefix. */
export function isCustomer(call: CarrierCall): boolean {
  return call.prefix !== ''
}

/** Whether the phone itself made itself heard. */
export function rang(call: CarrierCall): boolean {
  return call.rangAtMs !== undefined || call.answeredAtMs !== undefined
}
