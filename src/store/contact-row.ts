import type { Contact, ContactSource } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'

/** The columns of a contact as `contactColumns` selects them. */
export interface ContactRow {
  readonly id: string
  readonly source: ContactSource
  readonly phone: string
  readonly panel_id_json: string | null
  readonly fields_json: string
}

/** What to select for {@link toContact}, from a table called `contacts`. */
export const contactColumns =
  'contacts.id, contacts.source, contacts.phone, contacts.panel_id_json, contacts.fields_json'

/** A row as the contact it was written from. */
export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    phone: row.phone as PhoneNumber,
    source: row.source,
    ...(row.panel_id_json === null ? {} : { panelId: JSON.parse(row.panel_id_json) as number | string }),
    fields: JSON.parse(row.fields_json) as Contact['fields'],
  }
}

/** The panel's id as its column holds it: JSON, so that 7 and "7" stay two ids. */
export function panelIdJson(contact: Contact): string | null {
  return contact.panelId === undefined ? null : JSON.stringify(contact.panelId)
}
