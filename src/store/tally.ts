import type { Database } from 'bun:sqlite'
import type { ContactSource } from '../domain/contact.ts'
import { closedLists } from './closed-lists.ts'

/** How many contacts are in which state. */
export interface Tallied {
  readonly waiting: number
  /** In the dialer's hands or on the phone. */
  readonly onPhone: number
  readonly setAside: number
  readonly done: number
}

/** Contacts of one origin. */
export interface SourceTally extends Tallied {
  readonly source: ContactSource
  /** The file they were imported from. */
  readonly import?: { readonly id: number; readonly file: string }
}

/** The whole queue. Times are epoch milliseconds. */
export interface QueueTally extends Tallied {
  readonly dueNow: number
  readonly nextDueAt?: number
  readonly sources: readonly SourceTally[]
}

/** Reports owed. */
export interface OutboxTally {
  readonly waiting: number
  readonly setAside: number
  /** When the oldest waiting one was written. */
  readonly oldestAt?: number
}

/** An incident that is not over. */
export interface OpenIncident {
  readonly kind: string
  readonly because: string
  readonly openedAt: number
}

interface CountRow {
  readonly source: ContactSource
  readonly import_id: number | null
  readonly file: string | null
  readonly state: 'waiting' | 'reserved' | 'done' | 'set_aside'
  readonly n: number
}

/** Every source; named in a query, its index is used instead of looking at each contact. */
const contactSources: readonly ContactSource[] = ['panel', 'static', 'import', 'manual']
const named = contactSources.map((source) => `'${source}'`).join(', ')

/** Lists older than the newest so many are told of in the sums alone. */
const mostImports = 20

/** What stands in the store in numbers; reads alone. */
export class Tally {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  queue(now: number): QueueTally {
    const sources = [...this.#plain(), ...this.#imported()]
    const nextDueAt = this.#nextDueAt(now)
    return {
      ...sum(sources),
      dueNow: this.#dueNow(now),
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
      sources: sources.filter((each) => each.import === undefined).concat(newest(sources)),
    }
  }

  outbox(): OutboxTally {
    const sql = `SELECT state, count(*) AS n, min(created_at) AS oldest FROM outbox
      WHERE state IN ('waiting', 'set_aside') GROUP BY state`
    const rows = this.#db.query<{ state: string; n: number; oldest: number }, []>(sql).all()
    const waiting = rows.find(({ state }) => state === 'waiting')
    return {
      waiting: waiting?.n ?? 0,
      setAside: rows.find(({ state }) => state === 'set_aside')?.n ?? 0,
      ...(waiting === undefined ? {} : { oldestAt: waiting.oldest }),
    }
  }

  /** Oldest first. */
  incidents(): readonly OpenIncident[] {
    const sql = `SELECT kind, because, opened_at AS openedAt FROM incidents WHERE closed_at IS NULL ORDER BY opened_at, id`
    return this.#db.query<OpenIncident, []>(sql).all()
  }

  #dueNow(now: number): number {
    const due = `SELECT count(*) AS n FROM contacts WHERE source IN (${named}) AND state = 'waiting' AND due_at <= ?`
    const closed = `SELECT count(*) AS n FROM contacts WHERE import_id IN ${closedLists} AND state = 'waiting' AND due_at <= ?`
    const count = (sql: string): number => this.#db.query<{ n: number }, [number]>(sql).get(now)?.n ?? 0
    return count(due) - count(closed)
  }

  #nextDueAt(now: number): number | undefined {
    const sql = `SELECT due_at AS at FROM contacts WHERE source = ? AND state = 'waiting' AND due_at > ?
      AND (import_id IS NULL OR import_id NOT IN ${closedLists}) ORDER BY due_at LIMIT 1`
    const query = this.#db.query<{ at: number }, [string, number]>(sql)
    const next = contactSources.flatMap((source) => query.get(source, now)?.at ?? [])
    return next.length === 0 ? undefined : Math.min(...next)
  }

  #plain(): readonly SourceTally[] {
    const sql = `SELECT source, NULL AS import_id, NULL AS file, state, count(*) AS n FROM contacts
      WHERE source IN ('panel', 'static', 'manual') GROUP BY source, state`
    return gather(this.#db.query<CountRow, []>(sql).all())
  }

  #imported(): readonly SourceTally[] {
    const counts =
      'SELECT import_id, state, count(*) AS n FROM contacts WHERE import_id IS NOT NULL GROUP BY import_id, state'
    const sql = `SELECT 'import' AS source, import_id, imports.file, counts.state, n
      FROM (${counts}) AS counts JOIN imports ON imports.id = import_id
      WHERE ready_at IS NOT NULL OR counts.state <> 'waiting' ORDER BY import_id`
    return gather(this.#db.query<CountRow, []>(sql).all())
  }
}

function gather(rows: readonly CountRow[]): readonly SourceTally[] {
  const groups = Map.groupBy(rows, (row) => `${row.source} ${row.import_id ?? ''}`)
  return [...groups.values()].map((group) => {
    const count = (state: CountRow['state']): number => group.find((row) => row.state === state)?.n ?? 0
    const [{ source, import_id: id, file }] = group as [CountRow]
    return {
      source,
      ...(id === null ? {} : { import: { id, file: file ?? '' } }),
      waiting: count('waiting'),
      onPhone: count('reserved'),
      setAside: count('set_aside'),
      done: count('done'),
    }
  })
}

function newest(sources: readonly SourceTally[]): readonly SourceTally[] {
  return sources
    .filter((each) => each.import !== undefined)
    .toSorted((one, other) => (other.import?.id ?? 0) - (one.import?.id ?? 0))
    .slice(0, mostImports)
}

function sum(parts: readonly Tallied[]): Tallied {
  const total = { waiting: 0, onPhone: 0, setAside: 0, done: 0 }
  for (const part of parts) {
    total.waiting += part.waiting
    total.onPhone += part.onPhone
    total.setAside += part.setAside
    total.done += part.done
  }
  return total
}
