import type { CauseTable } from '../domain/cause.ts'
import type { Disposition } from '../domain/disposition.ts'
import type { OpeningHours } from './plan.ts'

/** A company's rules for calling, checked and compiled from its company.yaml: immutable. */
export interface Policy {
  /** The name of its folder. */
  readonly company: string
  readonly title?: string
  /** Zone of days, hours and caps. */
  readonly zone: string
  /** When calling is allowed; its `closed` are the holidays. */
  readonly calling: OpeningHours
  readonly attempts: AttemptCaps
  /** Only for contacts of imported lists; a disposition without a rule is not tried again. */
  readonly retries: ReadonlyMap<Disposition, RetryRule>
  readonly doNotCall: readonly DoNotCallSource[]
  /** Why these people may be called, in the company's words. */
  readonly consent?: string
  /** By trunk: what its carrier means by a cause. */
  readonly causes: ReadonlyMap<string, CauseTable>
  /** Declared queues by name; `operators` is built in and not among them. */
  readonly queues: ReadonlyMap<string, Queue>
  /** Days personal data is kept; absent = the setting for all. */
  readonly retentionDays?: number
}

/** How often one number may be called at most. */
export interface AttemptCaps {
  readonly perDay: number
  readonly total: number
}

/** When a number is tried again after a disposition, and how often. */
export interface RetryRule {
  readonly afterMs: number
  readonly times: number
}

/** Where numbers come from that must never be rung. */
export type DoNotCallSource =
  /** Those who asked for it on a call. */
  | { readonly kind: 'spoken' }
  /** Those entered or imported by hand. */
  | { readonly kind: 'manual' }
  /** A list kept in a file, one number a line; relative to the company's folder. */
  | { readonly kind: 'file'; readonly file: string }

/** A named group of operators. */
export interface Queue {
  readonly name: string
  readonly title?: string
  readonly members: readonly QueueMember[]
}

/** `number` leaves by the operator trunk, `extension` is one of the exchange's own, `endpoint` is dialled as it stands. */
export interface QueueMember {
  readonly kind: 'number' | 'extension' | 'endpoint'
  readonly value: string
}

/** The queue every company has: its roster. */
export const operatorsQueue = 'operators'

const everyDay = { fromMinute: 9 * 60, toMinute: 21 * 60 }

/** What holds for a company that says nothing else. */
export function defaultPolicy(company: string): Policy {
  return {
    company,
    zone: 'Asia/Tehran',
    calling: {
      name: 'calling_hours',
      timezone: 'Asia/Tehran',
      week: Array.from({ length: 7 }, () => [everyDay]),
      closed: [],
    },
    attempts: { perDay: 1, total: 3 },
    retries: new Map(),
    doNotCall: [{ kind: 'spoken' }, { kind: 'manual' }],
    causes: new Map(),
    queues: new Map(),
  }
}

/** Every queue a scenario of the company may transfer to. */
export function queueNames(policy: Policy): ReadonlySet<string> {
  return new Set([operatorsQueue, ...policy.queues.keys()])
}
