import type { Contact, ContactSource } from '../domain/contact.ts'
import type { UnrungReason } from '../domain/disposition.ts'
import type { Line } from '../domain/line.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import type { GateName } from './gates.ts'

/** Someone a panel says is on duty. */
export interface Agent {
  readonly panelId: number | string
  readonly name?: string
  readonly phone: string
}

/** What the source of contacts says now. */
export interface Batch {
  readonly contacts: readonly Contact[]
  /** Set when dialing is not allowed now; the lists then mean nothing. */
  readonly closed?: { readonly because: string; readonly retryAfterMs: number }
  /** Scenarios enabled, by name; absent = all of the company's. */
  readonly scenarios?: readonly { readonly name: string; readonly panelId: number | string }[]
  /** Absent or empty = as before. */
  readonly lines?: readonly Line[]
  /** Absent = as before. */
  readonly agents?: { readonly inbound: readonly Agent[]; readonly outbound: readonly Agent[] }
}

export type Fed =
  | { readonly kind: 'batch'; readonly batch: Batch }
  /** The source does not answer; `because` is for people, without secrets. */
  | { readonly kind: 'unavailable'; readonly because: string; readonly retryAfterMs: number }

/** Where more contacts come from while we dial: the panel. */
export interface Feed {
  /** Up to `size` contacts. A source may send one again; {@link ContactBook.admit} knows which are open. */
  next(size: number, signal: AbortSignal): Promise<Fed>
}

/** A contact whose turn it is, in the dialer's hands. */
export interface DueContact {
  readonly contact: Contact
  /** IANA zone they live in, where it is known. */
  readonly zone?: string
  /** Attempts in a row by which nobody's phone rang. */
  readonly technical: number
}

/** An order to dial about to be given. */
export interface AttemptStart {
  /** Ours; the channel's id, the record's and the report's key. */
  readonly id: string
  readonly contact: Contact
  readonly line: Line
  readonly scenario: CallRecord['scenario']
  /** Epoch milliseconds. */
  readonly at: number
}

/** Why a contact will not be rung any more. */
export type GivenUp = UnrungReason

/** People to call and their way through the dialer; every method is durable when it returns. */
export interface ContactBook {
  /** The one that fell due first at the first of these sources where somebody is, from now on in our hands; undefined when nobody is due. */
  next(now: number, sources: readonly ContactSource[]): DueContact | undefined
  /** When the next one falls due, epoch milliseconds; undefined when nobody waits. */
  nextDueAt(sources: readonly ContactSource[]): number | undefined
  /**
   * The phone may ring from this instant on. All of it is one fact, written before the order to dial is given; false,
   * and nothing written, when the contact is not in our hands or `permitted` says no.
   */
  dialing(start: AttemptStart, permitted: () => boolean): boolean
  /** Nobody's phone rang through a fault of ours or the trunk's: the contact waits again. */
  release(contactId: string, dueAt: number): void
  /** Not now: the contact waits until then. */
  postpone(contactId: string, dueAt: number, because: string): void
}

/** What is known of a number whoever rang it. */
export interface RingRecord {
  /** On the do-not-call list. */
  isBarred(phone: PhoneNumber): boolean
  /** An attempt of ours is under way. */
  isRinging(phone: PhoneNumber): boolean
  /** How often it was rung at or after `since` (epoch milliseconds). */
  timesRung(phone: PhoneNumber, since: number): number
}

/** What stopped dialing and needs a person. */
export interface Incident {
  readonly id: number
  /** The gate it holds shut. */
  readonly kind: GateName
  /** For people: no personal data, no secret. */
  readonly because: string
  /** Epoch milliseconds. */
  readonly openedAt: number
}

/** The durable side of incidents: each change with what is owed for it, all or nothing. Throws when it cannot be written. */
export interface IncidentBook {
  /** Writes a new one; `owed` is asked with it as it was written. One of the kind that is open already is returned as it is, and nothing is owed. */
  open(incident: Omit<Incident, 'id'>, owed: (written: Incident) => readonly Outgoing[]): Incident
  /** It is over since `at`, epoch milliseconds; one that is closed already is left as it is. */
  close(id: number, at: number, owed: readonly Outgoing[]): void
  /** Those not closed, oldest first. */
  openIncidents(): readonly Incident[]
}

/** What a look at something the calls depend on found. `because` is for people and stays the same while the fault does. */
export type Health =
  | { readonly kind: 'well' }
  | { readonly kind: 'ill'; readonly because: string }
  /** The look itself failed: nothing is known. */
  | { readonly kind: 'unsure'; readonly because: string }

/** Looks at one thing the calls depend on. A rejection counts as `unsure`. */
export type HealthCheck = (signal: AbortSignal) => Promise<Health>
