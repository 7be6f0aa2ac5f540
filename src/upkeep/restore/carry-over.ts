import { Database } from 'bun:sqlite'

/** What was taken over from a database that is put aside. */
export interface CarriedOver {
  /** Entries of the do-not-call list that the other did not have. */
  readonly barred: number
  /** Orders to dial it did not have. */
  readonly attempts: number
}

/** Tables whose facts must outlive going back in time, or people would be rung who must not be. */
const kept = [
  { table: 'do_not_call', value: (column: string) => column },
  // Whatever became of such a call is not known here, but it is over, and counts against the caps.
  {
    table: 'attempts',
    value: (column: string) => (column === 'state' ? "CASE state WHEN 'open' THEN 'recorded' ELSE state END" : column),
  },
] as const

/**
 * Takes over from a newer database into an older copy of it who asked not to be called and who was rung since; undefined
 * where the newer one cannot be read. Nobody may use the copy meanwhile.
 */
export function carryOver(newer: string, copy: string): CarriedOver | undefined {
  using db = new Database(copy, { readwrite: true, create: false, strict: true })
  try {
    db.query('ATTACH ? AS newer').run(newer)
    return db.transaction(() => {
      const [barred = 0, attempts = 0] = kept.map(({ table, value }) => {
        const names = commonColumns(db, table)
        if (names.length === 0) return 0
        const columns = names.join(', ')
        const sql = `INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${names.map(value).join(', ')} FROM newer.${table}`
        return db.query(sql).run().changes
      })
      return { barred, attempts }
    })()
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code)
    if (/^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR|ERROR|READONLY)/.test(code)) return undefined
    throw error
  }
}

function commonColumns(db: Database, table: string): readonly string[] {
  const columns = (schema: 'main' | 'newer'): readonly string[] =>
    db
      .query<{ name: string }, [string]>(`SELECT name FROM ${schema}.pragma_table_info(?)`)
      .all(table)
      .map(({ name }) => name)
  const there = new Set(columns('newer'))
  return columns('main').filter((name) => there.has(name))
}
