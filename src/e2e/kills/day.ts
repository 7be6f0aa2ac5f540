import type { PanelAgent, PanelNumber } from '../../testing/services/panel-state.ts'
import { manner, talker } from '../rig/numbers.ts'

/** A short day's work with one customer of each kind. */
export interface Day {
  /** What the panel hands out. */
  readonly numbers: readonly PanelNumber[]
  readonly agents: readonly PanelAgent[]
  /** One of the numbers asked never to be called: it is reported, and not rung. */
  readonly barred: string
  /** Who rings us meanwhile: the number shown, and the manner after the answer. */
  readonly caller: { readonly phone: string; readonly as: string }
}

/** The `nth` day: of the same kinds, with other numbers. */
export function dayOf(nth: number): Day {
  const at = nth % 100
  const phones = [
    manner('busy', '', at + 1),
    talker({ says: ['yes'], ending: 'hangs-up-3s-later', nth: at, rings: 0 }),
    talker({ says: ['no'], nth: at, rings: 0 }),
    manner('ringsForEver', '', at + 1),
    manner('answersAndIsGone', '', at + 1),
  ]
  const barred = manner('busy', '', at + 101)
  return {
    barred,
    numbers: [...phones, barred].map((phone_number, index) => ({ id: nth * 10 + index + 1, phone_number })),
    agents: [
      { id: 71, full_name: 'Operator 1', phone_number: manner('operatorBusy', '', 1) },
      { id: 72, full_name: 'Operator 2', phone_number: manner('operatorStays', '', 2) },
    ],
    caller: { phone: `0935${String(nth + 1).padStart(7, '0')}`, as: talker({ says: ['no'], nth: at }) },
  }
}
