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

const contactSources: readonly ContactSource[] = ['panel', 'static', 'import', 'manual']
const states: readonly CountRow['state'][] = ['waiting', 'reserved', 'set_aside', 'done']

/** So many rows are counted without a pause: a few milliseconds. */
const slice = 20_000

/** Lists older than the newest so many are told of in the sums alone. */
const mostImports = 20

/** What stands in the store in numbers; reads alone. */
export class Tally {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** All at once. */
  queue(now: number): QueueTally {
    const slices = this.queueSlices(now)
    for (;;) {
      const { done, value } = slices.next()
      if (done === true) return value
    }
  }

  /** The same with a pause after each few milliseconds of counting, for who must not be kept waiting by it. */
  *queueSlices(now: number): Generator<undefined, QueueTally> {
    const sources = [...(yield* this.#plain()), ...(yield* this.#imported())]
    const dueNow = yield* this.#dueNow(now)
    const nextDueAt = this.#nextDueAt(now)
    return {
      ...sum(sources),
      dueNow,
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
      sources: sources.filter((each) => each.import === undefined).concat(newest(sources)),
    }
  }

  outbox(): OutboxTally {
    // Each state for itself: only then its own index is taken, and a million delivered ones are not looked at.
    const sql = `SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting') AS waiting,
      (SELECT count(*) FROM outbox WHERE state = 'set_aside') AS aside,
      (SELECT min(created_at) FROM outbox WHERE state = 'waiting') AS oldest`
    const row = this.#db.query<{ waiting: number; aside: number; oldest: number | null }, []>(sql).get()
    const oldest = row?.oldest ?? undefined
    return {
      waiting: row?.waiting ?? 0,
      setAside: row?.aside ?? 0,
      ...(oldest === undefined ? {} : { oldestAt: oldest }),
    }
  }

  /** Oldest first. */
  incidents(): readonly OpenIncident[] {
    const sql = `SELECT kind, because, opened_at AS openedAt FROM incidents WHERE closed_at IS NULL ORDER BY opened_at, id`
    return this.#db.query<OpenIncident, []>(sql).all()
  }

  *#dueNow(now: number): Generator<undefined, number> {
    const closed = `SELECT count(*) AS n FROM contacts WHERE import_id IN ${closedLists} AND state = 'waiting' AND due_at <= ?`
    let n = -(this.#db.query<{ n: number }, [number]>(closed).get(now)?.n ?? 0)
    for (const source of contactSources) n += yield* this.#dueOf(source, now)
    return n
  }

  *#dueOf(source: ContactSource, now: number): Generator<undefined, number> {
    const rest = `FROM contacts WHERE source = ? AND state = 'waiting' AND due_at <= ? AND (due_at, seq) > (?, ?)`
    type Place = { readonly due_at: number; readonly seq: number }
    type Values = [string, number, number, number]
    const end = this.#db.query<Place, Values>(
      `SELECT due_at, seq ${rest} ORDER BY due_at, seq LIMIT 1 OFFSET ${slice - 1}`,
    )
    const left = this.#db.query<{ n: number }, Values>(`SELECT count(*) AS n ${rest}`)
    for (let n = 0, place: Place = { due_at: Number.MIN_SAFE_INTEGER, seq: 0 }; ; n += slice) {
      const next = end.get(source, now, place.due_at, place.seq)
      if (next === null) return n + (left.get(source, now, place.due_at, place.seq)?.n ?? 0)
      place = next
      yield
    }
  }

  #nextDueAt(now: number): number | undefined {
    const sql = `SELECT due_at AS at FROM contacts WHERE source = ? AND state = 'waiting' AND due_at > ?
      AND (import_id IS NULL OR import_id NOT IN ${closedLists}) ORDER BY due_at LIMIT 1`
    const query = this.#db.query<{ at: number }, [string, number]>(sql)
    const next = contactSources.flatMap((source) => query.get(source, now)?.at ?? [])
    return next.length === 0 ? undefined : Math.min(...next)
  }

  *#plain(): Generator<undefined, readonly SourceTally[]> {
    const rows: CountRow[] = []
    for (const source of contactSources.filter((each) => each !== 'import')) {
      for (const state of states) {
        const n = yield* this.#count('source = ? AND state = ?', [source, state])
        if (n > 0) rows.push({ source, import_id: null, file: null, state, n })
      }
    }
    return gather(rows)
  }

  *#imported(): Generator<undefined, readonly SourceTally[]> {
    const sql = 'SELECT id, file, ready_at IS NOT NULL AS open FROM imports ORDER BY id'
    const rows: CountRow[] = []
    for (const list of this.#db.query<{ id: number; file: string; open: number }, []>(sql).all()) {
      for (const state of states) {
        if (list.open === 0 && state === 'waiting') continue
        const n = yield* this.#count('import_id = ? AND state = ?', [list.id, state])
        if (n > 0) rows.push({ source: 'import', import_id: list.id, file: list.file, state, n })
      }
    }
    return gather(rows)
  }

  *#count(which: string, values: readonly (string | number)[]): Generator<undefined, number> {
    const some = `SELECT seq FROM contacts WHERE ${which} AND seq > ? ORDER BY seq LIMIT ${slice}`
    const query = this.#db.query<{ n: number; last: number | null }, (string | number)[]>(
      `SELECT count(*) AS n, max(seq) AS last FROM (${some})`,
    )
    for (let n = 0, after = 0; ; ) {
      const found = query.get(...values, after)
      n += found?.n ?? 0
      if (found === null || found.n < slice || found.last === null) return n
      after = found.last
      yield
    }
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
