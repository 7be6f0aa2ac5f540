import type { Contact } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'

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
  /** A finite list: everyone on it has been handed out. */
  | { readonly kind: 'finished' }
  /** The source does not answer; `because` is for people, without secrets. */
  | { readonly kind: 'unavailable'; readonly because: string; readonly retryAfterMs: number }

/** Where the contacts come from: the panel, or a list in the store. */
export interface Feed {
  /** A finite list says `finished` as soon as it is asked once more; a panel may have more numbers later. */
  readonly finite: boolean
  /** Up to `size` contacts not handed out before. */
  next(size: number, signal: AbortSignal): Promise<Fed>
}

/** The durable side of a contact's way through the dialer. */
export interface ContactBook {
  /** The phone may ring from this instant on: written before the order to dial is given. */
  dialing(attemptId: string, contact: Contact, line: Line, at: number): void
  /** Nobody's phone rang: the contact waits again. */
  release(contactId: string): void
  /** It failed technically too often: out of the list, visible to the owner. */
  setAside(contactId: string, because: string): void
}
