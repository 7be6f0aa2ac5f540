import type { Fed, Feed } from '../dialer/ports.ts'
import type { Contact } from '../domain/contact.ts'
import type { Contacts } from './contacts.ts'

/**
 * A panel's feed with a memory: its numbers are kept before they are handed on, those whose attempt or report is still
 * open are left out, and those an earlier run was given and never dialled come first.
 */
export class RememberedFeed implements Feed {
  readonly finite = false
  readonly #feed: Feed
  readonly #contacts: Contacts
  #left = true

  constructor(feed: Feed, contacts: Contacts) {
    this.#feed = feed
    this.#contacts = contacts
  }

  async next(size: number, signal: AbortSignal): Promise<Fed> {
    const fed = await this.#feed.next(size, signal)
    // Also what earlier runs were given rings only while the panel says that calls are allowed.
    if (fed.kind !== 'batch' || fed.batch.closed !== undefined) return fed
    const left = this.#left ? this.#takeLeft() : []
    return { kind: 'batch', batch: { ...fed.batch, contacts: [...left, ...this.#contacts.admit(fed.batch.contacts)] } }
  }

  /** Once, and all of them: later `waiting` ones were released and are in the dialer's hands. */
  #takeLeft(): readonly Contact[] {
    this.#left = false
    return this.#contacts.take('panel', 0, Number.MAX_SAFE_INTEGER).contacts
  }
}
