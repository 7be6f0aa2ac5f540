import type { Database } from 'bun:sqlite'
import type { Direction } from '../domain/direction.ts'
import type { Disposition } from '../domain/disposition.ts'
import type { CallRecord } from '../domain/record.ts'

/** Which calls are meant. Times are epoch milliseconds, of their ends. */
export interface CallFilter {
  readonly from?: number
  /** Calls that ended before it. */
  readonly until?: number
  readonly disposition?: Disposition
  readonly direction?: Direction
  readonly scenario?: string
  readonly line?: string
}

/** A place in the list: everything before it has been seen. */
export interface CallPlace {
  readonly endedAt: number
  readonly id: string
}

/** A call without its turns and steps. */
export type CallHead = Omit<CallRecord, 'turns' | 'trace'>

/** Some of the calls; `next` is there when there may be more. */
export interface CallsPage {
  readonly calls: readonly CallHead[]
  readonly next?: CallPlace
}

/** So many calls are looked at for one page, so that none takes long, however rare what is looked for. */
const mostLookedAt = 20_000

type Value = string | number

/** Calls that fit, newest first, behind `after`. A page may hold fewer than `limit` and still go on. */
export function searchCalls(db: Database, filter: CallFilter, limit: number, after?: CallPlace): CallsPage {
  const { where, values } = rangeOf(filter, after)
  const index = filter.disposition === undefined ? 'calls_by_end' : 'calls_by_disposition'
  const looked = `SELECT id, ended_at, direction, line, scenario FROM calls INDEXED BY ${index}
    WHERE ${where} ORDER BY ended_at DESC, id DESC LIMIT ${mostLookedAt}`
  const wanted = (['direction', 'line', 'scenario'] as const).flatMap((column) => {
    const value = filter[column]
    return value === undefined ? [] : [{ column, value }]
  })
  const fits = wanted.length === 0 ? '1' : wanted.map(({ column }) => `looked.${column} = ?`).join(' AND ')
  const sql = `SELECT looked.id, looked.ended_at, record_json FROM (${looked}) AS looked JOIN calls USING (id)
    WHERE ${fits} ORDER BY looked.ended_at DESC, looked.id DESC LIMIT ?`
  const all: Value[] = [...values, ...wanted.map(({ value }) => value), limit]
  const rows = db.query<{ id: string; ended_at: number; record_json: string }, Value[]>(sql).all(...all)
  const calls = rows.map(({ record_json: json }) => JSON.parse(json) as CallHead)
  const last = rows.at(-1)
  if (last !== undefined && rows.length === limit) return { calls, next: { endedAt: last.ended_at, id: last.id } }
  const end = db
    .query<{ id: string; ended_at: number }, Value[]>(
      `SELECT id, ended_at FROM (${looked}) LIMIT 1 OFFSET ${mostLookedAt - 1}`,
    )
    .get(...values)
  return { calls, ...(end === null ? {} : { next: { endedAt: end.ended_at, id: end.id } }) }
}

function rangeOf(
  { from, until, disposition }: CallFilter,
  after: CallPlace | undefined,
): { readonly where: string; readonly values: readonly Value[] } {
  const parts: { readonly sql: string; readonly values: readonly Value[] }[] = []
  if (disposition !== undefined) parts.push({ sql: 'disposition = ?', values: [disposition] })
  parts.push({ sql: 'ended_at >= ?', values: [from ?? 0] })
  if (until !== undefined) parts.push({ sql: 'ended_at < ?', values: [until] })
  if (after !== undefined) {
    parts.push({ sql: 'ended_at <= ?', values: [after.endedAt] })
    parts.push({ sql: '(ended_at, id) < (?, ?)', values: [after.endedAt, after.id] })
  }
  return { where: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) }
}
