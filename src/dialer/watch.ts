import type { Clock } from '../kernel/clock.ts'
import { isOpen, nextOpening } from '../scenario/hours.ts'
import type { OpeningHours } from '../scenario/plan.ts'
import type { CallControl } from '../session/ports.ts'
import type { Gates } from './gates.ts'

/** What the gates that follow the world look at. */
export interface Watched {
  readonly calls: Pick<CallControl, 'connected'>
  readonly window: OpeningHours
  readonly clock: Clock
}

/** Shuts or opens the gates that follow the world: the connection to Asterisk and the calling hours. */
export function watchGates(gates: Gates, { calls, window, clock }: Watched): void {
  if (calls.connected) gates.open('asterisk')
  else gates.shut('asterisk', 'there is no connection to Asterisk')
  const now = clock.now()
  if (isOpen(window, now)) gates.open('window')
  else gates.shut('window', `it is outside the calling hours (${window.timezone})`, nextOpening(window, now))
}
