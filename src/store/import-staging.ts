import type { Database } from 'bun:sqlite'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { Ids } from '../kernel/ids.ts'

/** A row of a list on its way into the store: somebody, or why it is nobody. */
export interface StagedRow {
  /** As the file's program numbers it. */
  readonly row: number
  /** What the file says there. */
  readonly value: string
  readonly person?: {
    readonly phone: PhoneNumber
    readonly zone?: string
    readonly fields: Readonly<Record<string, string>>
  }
  readonly because?: string
}

/** Why a row is left out. */
export type Refusal =
  | { readonly kind: 'wrong'; readonly because: string }
  /** The number stands in an earlier row. */
  | { readonly kind: 'twice'; readonly firstRow: number }
  /** Waits on a list already: of this import, or none of them. */
  | { readonly kind: 'waiting'; readonly importId?: number }
  | { readonly kind: 'barred' }

export interface RefusedRow {
  readonly row: number
  readonly value: string
  readonly refusal: Refusal
}

/** How many rows will be taken, and how many are left out for which reason. */
export type StagedCounts = Readonly<Record<Refusal['kind'] | 'taken', number>>

interface Judged {
  readonly row: number
  readonly value: string
  readonly verdict: Refusal['kind']
  readonly because: string | null
  readonly twin: number | null
}

/** A list before it is written: in a table of this connection alone, on the disk, gone when it closes. Nobody is held up. */
export class ImportStaging {
  readonly #db: Database
  readonly #ids: Ids

  constructor(db: Database, ids: Ids) {
    this.#db = db
    this.#ids = ids
    db.run('PRAGMA temp.journal_mode = OFF')
    db.run('DROP TABLE IF EXISTS temp.staged')
    db.run(`CREATE TABLE temp.staged (row INTEGER PRIMARY KEY, id TEXT NOT NULL, value TEXT NOT NULL, phone TEXT, zone TEXT,
      fields_json TEXT, verdict TEXT, because TEXT, twin INTEGER)`)
  }

  add({ row, value, person, because }: StagedRow): void {
    const sql = `INSERT INTO temp.staged (row, id, value, phone, zone, fields_json, verdict, because)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
    const verdict = person === undefined ? 'wrong' : null
    const fields = person === undefined ? null : JSON.stringify(person.fields)
    const values = [this.#ids.next(), value, person?.phone ?? null, person?.zone ?? null, fields, verdict]
    this.#db.query(sql).run(row, ...values, because ?? null)
  }

  /** Leaves out who asked not to be called, who waits on a list already, and who is there twice. Once, after the last row. */
  judge(): StagedCounts {
    this.#db.run('CREATE INDEX temp.staged_by_phone ON staged (phone, row) WHERE verdict IS NULL')
    this.#db.run(`UPDATE temp.staged SET verdict = 'barred'
      WHERE verdict IS NULL AND phone IN (SELECT phone FROM main.do_not_call)`)
    this.#db.run(`UPDATE temp.staged SET verdict = 'waiting', twin = found.import_id
      FROM main.contacts AS found INDEXED BY contacts_by_phone
      WHERE verdict IS NULL AND found.phone = staged.phone AND found.state IN ('waiting', 'reserved')`)
    this.#db.run(`UPDATE temp.staged SET verdict = 'twice', twin = first.row
      FROM (SELECT phone, min(row) AS row FROM temp.staged WHERE verdict IS NULL GROUP BY phone) AS first
      WHERE verdict IS NULL AND staged.phone = first.phone AND staged.row > first.row`)
    const rows = this.#db
      .query<{ verdict: Refusal['kind'] | null; n: number }, []>(
        'SELECT verdict, count(*) AS n FROM temp.staged GROUP BY verdict',
      )
      .all()
    const count = (verdict: Refusal['kind'] | null): number => rows.find((row) => row.verdict === verdict)?.n ?? 0
    return {
      taken: count(null),
      wrong: count('wrong'),
      twice: count('twice'),
      waiting: count('waiting'),
      barred: count('barred'),
    }
  }

  /** Rows left out, in the order of the file. */
  *refused(): Generator<RefusedRow> {
    const sql = 'SELECT row, value, verdict, because, twin FROM temp.staged WHERE verdict IS NOT NULL ORDER BY row'
    for (const judged of this.#db.query<Judged, []>(sql).iterate()) {
      yield { row: judged.row, value: judged.value, refusal: refusalOf(judged) }
    }
  }
}

function refusalOf({ verdict, because, twin }: Judged): Refusal {
  switch (verdict) {
    case 'wrong':
      return { kind: 'wrong', because: because ?? '' }
    case 'twice':
      return { kind: 'twice', firstRow: twin ?? 0 }
    case 'waiting':
      return { kind: 'waiting', ...(twin === null ? {} : { importId: twin }) }
    case 'barred':
      return { kind: 'barred' }
    default:
      return verdict satisfies never
  }
}
