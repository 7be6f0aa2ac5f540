import { Database } from 'bun:sqlite'
import { existsSync, statSync } from 'node:fs'

/** What may be told of a database: its build and its counts, never what stands in a row. */
export interface StoreFacts {
  readonly version: number
  readonly check: string
  readonly pages: { readonly size: number; readonly all: number; readonly free: number; readonly autoVacuum: number }
  /** Bytes of the file and of its log of changes. */
  readonly bytes: { readonly file: number; readonly changes: number }
  readonly schema: readonly string[]
  readonly rows: Readonly<Record<string, number>>
  /** Of the last 30 days on which there were calls: how many ended how. */
  readonly calls: readonly Counted[]
  readonly outbox: readonly Counted[]
  readonly contacts: readonly Counted[]
  readonly attempts: readonly Counted[]
  readonly incidents: readonly Counted[]
}
type Counted = Readonly<Record<string, string | number | null>>

const dayMs = 86_400_000

/** Reads the facts beside whoever writes; undefined where there is no database. */
export function storeFacts(path: string, now: number): StoreFacts | undefined {
  if (!existsSync(path)) return undefined
  using db = new Database(path, { readonly: true, strict: true })
  db.run('PRAGMA busy_timeout = 5000')
  const number = (name: string): number =>
    Object.values(db.query<Counted, []>(`PRAGMA ${name}`).get() ?? {})[0] as number
  const rows = (sql: string): readonly Counted[] => db.query<Counted, []>(sql).all()
  const schema = rows("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => String(name))
  const has = (table: string, sql: string): readonly Counted[] => (tables.includes(table) ? rows(sql) : [])
  const since = Math.trunc(now - 30 * dayMs)
  return {
    version: number('user_version'),
    check: String(Object.values(rows('PRAGMA quick_check(1)')[0] ?? {})[0]),
    pages: {
      size: number('page_size'),
      all: number('page_count'),
      free: number('freelist_count'),
      autoVacuum: number('auto_vacuum'),
    },
    bytes: { file: statSync(path).size, changes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0 },
    schema: schema.map(({ sql }) => String(sql ?? '')).filter((sql) => sql !== ''),
    rows: Object.fromEntries(
      tables.map((name) => [name, Number(rows(`SELECT count(*) AS n FROM "${name}"`)[0]?.['n'] ?? 0)]),
    ),
    calls: has(
      'calls',
      `SELECT date(ended_at / 1000, 'unixepoch') AS day, direction, disposition, record_json ->> '$.outcome.reason' AS reason,
        count(*) AS n FROM calls WHERE ended_at >= ${since} GROUP BY day, direction, disposition, reason ORDER BY day`,
    ),
    outbox: has(
      'outbox',
      'SELECT kind, state, count(*) AS n, max(attempts) AS attempts FROM outbox GROUP BY kind, state',
    ),
    contacts: has('contacts', 'SELECT source, state, count(*) AS n FROM contacts GROUP BY source, state'),
    attempts: has('attempts', 'SELECT state, count(*) AS n FROM attempts GROUP BY state'),
    incidents: has(
      'incidents',
      `SELECT kind, count(*) AS n, sum(closed_at IS NULL) AS open, max(opened_at) AS latest FROM incidents GROUP BY kind`,
    ),
  }
}
