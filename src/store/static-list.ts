import type { Fed, Feed } from '../dialer/ports.ts'
import { parsePhoneNumber } from '../domain/phone-number.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { Contacts } from './contacts.ts'

export interface StaticListOptions {
  readonly contacts: Contacts
  /** STATIC_CONTACTS as written, in order. */
  readonly values: readonly string[]
  readonly country: string
  readonly ids: Ids
  readonly log: Log
}

/** A finite list from the settings. Each number rings once, over restarts too; the store remembers who had their call. */
export class StaticList implements Feed {
  readonly finite = true
  /** Positions (1-based) of values that are no phone numbers. */
  readonly wrongPositions: readonly number[]
  readonly #contacts: Contacts
  /** Behind whom the next one stands. Someone released stands before it: the dialer already has them. */
  #cursor = 0

  constructor({ contacts, values, country, ids, log }: StaticListOptions) {
    this.#contacts = contacts
    const phones = values.map((value) => parsePhoneNumber(value, country))
    this.wrongPositions = phones.flatMap((phone, index) => (phone === undefined ? [index + 1] : []))
    if (this.wrongPositions.length > 0) {
      const positions = this.wrongPositions.join(', ')
      log.warn('static_contacts.wrong', 'Some of STATIC_CONTACTS are no phone numbers and are left out.', { positions })
    }
    const numbers = phones.filter((phone) => phone !== undefined)
    contacts.listStatic(numbers, ids)
  }

  async next(size: number, signal: AbortSignal): Promise<Fed> {
    signal.throwIfAborted()
    const { contacts, last } = this.#contacts.take('static', this.#cursor, size)
    this.#cursor = last
    return contacts.length === 0 ? { kind: 'finished' } : { kind: 'batch', batch: { contacts } }
  }

  /** Everyone on it has had their call or was set aside. */
  get settled(): boolean {
    return this.#contacts.settled('static')
  }
}
