import type { ContactSource } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'
import type { CallRecord } from '../domain/record.ts'

/** A contact as it stands on the list. Times are epoch milliseconds. */
export interface ListedContact {
  readonly id: string
  readonly source: ContactSource
  readonly panelId?: number | string
  readonly state: 'waiting' | 'reserved' | 'done' | 'set_aside'
  /** Why it waits, or was set aside. */
  readonly because?: string
  readonly changedAt: number
  readonly dueAt: number
  readonly zone?: string
  /** Attempts in a row by which nobody's phone rang. */
  readonly technical: number
  /** Key of the latest report owed for it. */
  readonly reportKey?: string
  /** The list it was imported with; `open` while its people may be called. */
  readonly import?: {
    readonly id: number
    readonly file: string
    readonly at: number
    readonly open: boolean
    readonly undoneAt?: number
  }
}

/** An order to dial, or a call that came in. */
export interface PastAttempt {
  readonly id: string
  readonly phone: string
  readonly line: Line
  readonly at: number
  /** open: no record yet. recorded: see `call`. void: nobody's phone rang. */
  readonly state: 'open' | 'recorded' | 'void'
  /** The scenario it was placed with, where it was written down. */
  readonly scenario?: string
  readonly call?: CallRecord
  /** What was last written down of a call that is up. */
  readonly progress?: { readonly at: number; readonly known: Partial<CallRecord> }
}

/** A report owed, delivered or set aside. */
export interface OwedReport {
  readonly kind: string
  readonly key: string
  readonly state: 'waiting' | 'delivered' | 'set_aside' | 'dropped'
  readonly attempts: number
  readonly why?: string
  readonly createdAt: number
  readonly changedAt: number
  readonly dueAt: number
  /** The word the panel was told: `NOT_INTERESTED`. */
  readonly status?: string
}

/** Why and since when a number must not be rung. */
export interface Barred {
  readonly since: number
  readonly callId?: string
  readonly source: string
  readonly note?: string
}

/** Everything the store knows of one number. */
export interface NumberHistory {
  readonly phone: string
  readonly contacts: readonly ListedContact[]
  /** Oldest first. */
  readonly attempts: readonly PastAttempt[]
  readonly reports: readonly OwedReport[]
  /** One for each source that says so, oldest first; empty when it may be rung. */
  readonly bars: readonly Barred[]
}
