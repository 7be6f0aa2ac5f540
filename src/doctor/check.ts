import type { Finding } from './finding.ts'
import type { World } from './world.ts'

/** One thing that is looked at. */
export interface Check {
  /** Short and stable, for programs: `ari-user`. */
  readonly name: string
  /** As its line begins, for people. */
  readonly title: string
  /** Checks without whose success there is nothing to look at here. */
  readonly needs?: readonly string[]
  /** How long it may take; {@link usualLimitMs} unless given. */
  readonly limitMs?: number
  look(world: World, signal: AbortSignal): Promise<Finding>
}

/** How long one check may take. */
export const usualLimitMs = 15_000
