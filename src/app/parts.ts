import type { Config } from '../config/config.ts'
import type { Log } from '../kernel/log.ts'
import type { OpeningHours, Plan } from '../scenario/plan.ts'
import type { Policy } from '../scenario/policy.ts'
import type { Platform } from './platform.ts'
import type { Watched } from './watched.ts'

/** Settings with everything a run cannot do without. */
export type RunConfig = Config & Required<Pick<Config, 'company' | 'ari' | 'outbound'>>

/** What a run is made of: settings that have been checked, scenarios compiled, prompts installed. */
export interface AppParts {
  readonly config: RunConfig
  readonly plans: readonly Plan[]
  readonly policy: Policy
  readonly log: Log
  /** Whether this is the engine, which settles what a crash left open; a test call beside it must not touch that. */
  readonly isEngine: boolean
  readonly platform: Platform
  /** What is noted of this run for its page; absent where nobody looks. */
  readonly watched?: Watched
}

/** The zone of the company's days: the setting, else the company's own. */
export function zoneOf({ config, policy }: Pick<AppParts, 'config' | 'policy'>): string {
  return config.dialer.timezone ?? policy.zone
}

/** When calls may be placed: CALLING_HOURS and TIMEZONE over the company's; its holidays hold either way. */
export function callingHours(parts: Pick<AppParts, 'config' | 'policy'>): OpeningHours {
  const { calling } = parts.policy
  return { ...calling, timezone: zoneOf(parts), week: parts.config.dialer.callingHours ?? calling.week }
}
