import type { Database } from 'bun:sqlite'
import type { Barred, BarSource } from './do-not-call.ts'
import type { ListedEntry, OutboxState } from './outbox.ts'

/** Newest first; `before` is the last id seen. */
export interface PageQuery {
  readonly before?: number
  readonly limit: number
}

/** Something that stopped dialing. Times are epoch milliseconds. */
export interface PastIncident {
  readonly id: number
  readonly kind: string
  readonly because: string
  readonly openedAt: number
  readonly closedAt?: number
}

/** What stopped dialing and needed a person, newest first. */
export function incidentsPage(db: Database, { before, limit }: PageQuery): readonly PastIncident[] {
  const sql = `SELECT id, kind, because, opened_at AS openedAt, closed_at AS closedAt FROM incidents
    WHERE id < ? ORDER BY id DESC LIMIT ?`
  type Row = Omit<PastIncident, 'closedAt'> & { readonly closedAt: number | null }
  const rows = db.query<Row, [number, number]>(sql).all(before ?? Number.MAX_SAFE_INTEGER, limit)
  return rows.map(({ closedAt, ...row }) => ({ ...row, ...(closedAt === null ? {} : { closedAt }) }))
}

/** What has not been put right yet, oldest first. */
export function openIncidents(db: Database): readonly PastIncident[] {
  const sql = `SELECT id, kind, because, opened_at AS openedAt FROM incidents WHERE closed_at IS NULL ORDER BY id`
  return db.query<PastIncident, []>(sql).all()
}

/** Reports in a state, newest first. */
export function outboxPage(
  db: Database,
  { state, before, limit }: PageQuery & { readonly state: OutboxState },
): readonly ListedEntry[] {
  // The state stands in the text, so that the index of the few that are in it is taken.
  const sql = `SELECT id, kind, key, body, attempts, state, why, created_at AS createdAt, changed_at AS changedAt, due_at AS dueAt
    FROM outbox WHERE state = '${state}' AND id < ? ORDER BY id DESC LIMIT ?`
  type Row = Omit<ListedEntry, 'why'> & { readonly why: string | null }
  const rows = db.query<Row, [number, number]>(sql).all(before ?? Number.MAX_SAFE_INTEGER, limit)
  return rows.map(({ why, ...row }) => ({ ...row, ...(why === null ? {} : { why }) }))
}

/** Reports of a call. */
export function reportsOf(db: Database, key: string): readonly ListedEntry[] {
  const sql = `SELECT id, kind, key, body, attempts, state, why, created_at AS createdAt, changed_at AS changedAt, due_at AS dueAt
    FROM outbox WHERE key = ? ORDER BY id LIMIT 20`
  type Row = Omit<ListedEntry, 'why'> & { readonly why: string | null }
  const rows = db.query<Row, [string]>(sql).all(key)
  return rows.map(({ why, ...row }) => ({ ...row, ...(why === null ? {} : { why }) }))
}

/** Who must not be rung, the latest entry first, behind `after`. */
export function barredPage(
  db: Database,
  limit: number,
  after?: Pick<Barred, 'since' | 'phone' | 'source'>,
): readonly Barred[] {
  const behind = after === undefined ? '' : 'WHERE since <= ?1 AND (since, phone, source) < (?1, ?2, ?3)'
  const sql = `SELECT phone, source, since, call_id, note FROM do_not_call ${behind}
    ORDER BY since DESC, phone DESC, source DESC LIMIT ${Math.trunc(limit)}`
  interface Row {
    readonly phone: Barred['phone']
    readonly source: BarSource
    readonly since: number
    readonly call_id: string | null
    readonly note: string | null
  }
  const query = db.query<Row, (string | number)[]>(sql)
  const rows = after === undefined ? query.all() : query.all(after.since, after.phone, after.source)
  return rows.map(({ call_id: callId, note, ...row }) => ({
    ...row,
    ...(callId === null ? {} : { callId }),
    ...(note === null ? {} : { note }),
  }))
}

/** How many entries the do-not-call list has. */
export function barredCount(db: Database): number {
  return db.query<{ n: number }, []>('SELECT count(*) AS n FROM do_not_call').get()?.n ?? 0
}
