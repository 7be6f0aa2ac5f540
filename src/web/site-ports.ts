import type { z } from 'zod'
import type { Day, LogLine, Me, Outcomes } from './api/contract.ts'
import type {
  auditPage,
  barOrder,
  barredPage,
  beforeQuery,
  CallsSearch,
  CallView,
  callsFound,
  NumberFound,
  outboxPage,
  outboxQuery,
} from './api/contract-calls.ts'
import type { Controls, Held } from './control.ts'
import type { Figures } from './machines/figures.ts'
import type { Readiness } from './machines/readiness.ts'
import type { Kept } from './status.ts'

/** What the page and its interface are a function of. Everything comes whole: what some may not see is hidden here. */
export interface SitePorts {
  readonly about: Readonly<Required<Pick<Me, 'company' | 'title' | 'zone' | 'version' | 'scenarios'>>>
  readonly day: DayPort
  readonly calls: CallsPort
  readonly numbers: NumbersPort
  readonly outbox: OutboxPort
  readonly alerts: (page: Page) => AlertsPage
  readonly audit: AuditBook
  readonly logs: LogPort
  readonly controls: Controls
  /** What holds dialing now. */
  held(): Held
  readiness(): Readiness
  figures(day: Day): Figures
  /** Told of a fault of ours: the error's name alone, for its message may hold a number. */
  onFault(route: string, error: string): void
}

export type Page = z.infer<typeof beforeQuery>
export type AlertsPage = z.infer<typeof import('./api/contract-calls.ts').alertsPage>

/** The day at a glance: what the store says is to be asked for sparingly, all else costs next to nothing. */
export interface DayPort {
  /** Takes its time, and keeps nobody waiting meanwhile. */
  kept(signal: AbortSignal): Promise<KeptDay>
  /** As it is now, with what the store said. */
  now(kept: KeptDay): Omit<Day, 'at' | 'outcomes'>
  /** Today without `day`, an ISO date; undefined where that is no day of the calendar. */
  outcomes(day?: string): Outcomes | undefined
}

/** What the store says of the day. */
export interface KeptDay extends Pick<Day, 'alerts'> {
  readonly kept: Kept
}

/** Calls that were, and are. */
export interface CallsPort {
  search(search: CallsSearch): z.infer<typeof callsFound>
  find(id: string): CallView | undefined
  /** A file with one recording; undefined when there is none. */
  recording(id: string, n: number, enhanced: boolean): Promise<string | undefined>
}

/** What is known by a phone number. */
export interface NumbersPort {
  search(about: string): NumberFound
  barred(limit: number, after?: string): z.infer<typeof barredPage>
  /** Bars all of them, or none: `wrong` are the places of those that are no phone numbers. */
  bar(
    order: z.infer<typeof barOrder>,
  ): { readonly added: number; readonly already: number } | { readonly wrong: readonly number[] }
  /** Undefined: that is no phone number. */
  unbar(number: string): { readonly removed: number; readonly left: readonly Bar[] } | undefined
}
export type Bar = z.infer<typeof barredPage>['entries'][number]

/** Reports owed. */
export interface OutboxPort {
  page(query: z.infer<typeof outboxQuery>): z.infer<typeof outboxPage>
  /** False: there is none such to be sent again. */
  resend(id: number): boolean
  /** False: there is none such that is owed. */
  drop(id: number, because: string): boolean
}

/** Who did what. */
export interface AuditBook {
  write(entry: AuditEntry): void
  page(page: Page): z.infer<typeof auditPage>
}
export type AuditEntry = Omit<z.infer<typeof auditPage>['entries'][number], 'id' | 'at'>

/** The latest lines of the log. */
export interface LogPort {
  /** Up to `limit` of the latest behind line `after`, oldest first. */
  since(after: number, limit: number, level?: LogLine['level']): readonly LogLine[]
}
