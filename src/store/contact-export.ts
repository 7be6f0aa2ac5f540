import type { Database } from 'bun:sqlite'
import type { ContactSource } from '../domain/contact.ts'

/** A contact with what became of them. Times are epoch milliseconds. */
export interface ExportedContact {
  readonly phone: string
  readonly zone?: string
  readonly fields: Readonly<Record<string, string>>
  readonly source: ContactSource
  readonly importId?: number
  readonly state: 'waiting' | 'reserved' | 'done' | 'set_aside'
  readonly because?: string
  /** How often their phone was rung. */
  readonly attempts: number
  readonly lastDisposition?: string
  readonly lastCallAt?: number
}

interface ExportRow {
  readonly phone: string
  readonly zone: string | null
  readonly fields_json: string
  readonly source: ContactSource
  readonly import_id: number | null
  readonly state: ExportedContact['state']
  readonly because: string | null
  readonly attempts: number | null
  readonly disposition: string | null
  readonly attempted_at: number | null
}

/** Test calls by hand are nobody's list; a list that is being written is none yet. */
const listed = `contacts.source <> 'manual' AND NOT EXISTS (SELECT 1 FROM imports
  WHERE imports.id = contacts.import_id AND imports.ready_at IS NULL AND imports.undone_at IS NULL)`

/** Everyone on a list, for a file; reads alone. */
export class ContactExport {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** The names of all fields anyone has, in the order of the alphabet. */
  fieldNames(): readonly string[] {
    const sql = `SELECT DISTINCT field.key AS name FROM contacts, json_each(contacts.fields_json) AS field
      WHERE ${listed} ORDER BY name`
    return this.#db
      .query<{ name: string }, []>(sql)
      .all()
      .map(({ name }) => name)
  }

  /** Everyone, in the order in which they came; as things stood when the first was asked for. */
  *contacts(): Generator<ExportedContact> {
    const sql = `SELECT contacts.phone, zone, fields_json, source, import_id, contacts.state, because, rung.attempts,
        calls.disposition, calls.attempted_at
      FROM contacts
      LEFT JOIN (SELECT contact_id, count(*) AS attempts FROM attempts WHERE state <> 'void' GROUP BY contact_id) AS rung
        ON rung.contact_id = contacts.id
      LEFT JOIN calls ON calls.id =
        (SELECT id FROM calls WHERE contact_id = contacts.id ORDER BY attempted_at DESC LIMIT 1)
      WHERE ${listed} ORDER BY contacts.seq`
    for (const row of this.#db.query<ExportRow, []>(sql).iterate()) yield exported(row)
  }
}

function exported(row: ExportRow): ExportedContact {
  return {
    phone: row.phone,
    fields: JSON.parse(row.fields_json) as ExportedContact['fields'],
    source: row.source,
    state: row.state,
    attempts: row.attempts ?? 0,
    ...(row.zone === null ? {} : { zone: row.zone }),
    ...(row.import_id === null ? {} : { importId: row.import_id }),
    ...(row.because === null ? {} : { because: row.because }),
    ...(row.disposition === null ? {} : { lastDisposition: row.disposition }),
    ...(row.attempted_at === null ? {} : { lastCallAt: row.attempted_at }),
  }
}
