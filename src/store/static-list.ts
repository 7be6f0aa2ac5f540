import { parsePhoneNumber } from '../domain/phone-number.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import type { ContactLists } from './contact-lists.ts'

export interface StaticListOptions {
  readonly lists: ContactLists
  /** STATIC_CONTACTS as written, in order. */
  readonly values: readonly string[]
  readonly country: string
  readonly ids: Ids
  readonly log: Log
}

/**
 * Puts the numbers of the settings on their list. Each rings once, over restarts too; the store remembers who had their
 * call. What is no phone number is left out and told by its position.
 */
export function listStaticContacts({ lists, values, country, ids, log }: StaticListOptions): void {
  const phones = values.map((value) => parsePhoneNumber(value, country))
  const wrong = phones.flatMap((phone, index) => (phone === undefined ? [index + 1] : []))
  if (wrong.length > 0) {
    const positions = wrong.join(', ')
    log.warn('static_contacts.wrong', 'Some of STATIC_CONTACTS are no phone numbers and are left out.', { positions })
  }
  lists.listStatic(
    phones.filter((phone) => phone !== undefined),
    ids,
  )
}
