import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { Scope } from '../kernel/scope.ts'
import type { Channels } from './channels.ts'
import type { Rest } from './rest.ts'

/** What everything that works on channels shares. */
export interface Exchange {
  readonly rest: Rest
  readonly channels: Channels
  /** Bridges of ours that are in use. */
  readonly bridges: Set<string>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Name of our application in Asterisk. */
  readonly app: string
  /** How long Asterisk may take to do what it is asked. */
  readonly timeoutMs: number
  /** Owns what goes on in the background. */
  readonly tasks: Scope
}

/** Longest a clean-up may take. */
export const cleanUpMs = 3_000
