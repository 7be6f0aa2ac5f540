import type { LogRing } from '../logs/ring.ts'
import type { ServiceWatch } from './service-watch.ts'

/** What is noted of a run from its first line on, for the page. */
export interface Watched {
  readonly services: ServiceWatch
  readonly lines: LogRing
}
