import type { Outbox, OutboxRow } from './ports.ts'

interface Kept extends OutboxRow {
  readonly dueMs: number
  readonly end: 'delivered' | 'set aside' | undefined
}

/** An outbox on paper, for tests: outlives the workers that use it, and can crash right before it acknowledges. */
export class MemoryOutbox implements Outbox {
  readonly #rows = new Map<OutboxRow['id'], Kept>()
  /** Ids whose next acknowledgement never happens, as if the process had died before it. */
  readonly crashBefore = new Set<OutboxRow['id']>()

  constructor(...rows: readonly Partial<OutboxRow>[]) {
    for (const row of rows) this.add(row)
  }

  /** Adds a row due at once; what is not given follows from its place. */
  add(row: Partial<OutboxRow> = {}): void {
    const id = this.#rows.size + 1
    const whole = { id, kind: 'panel.report', key: `key-${id}`, body: `{"n":${id}}`, attempts: 0, ...row }
    this.#rows.set(whole.id, { ...whole, dueMs: 0, end: undefined })
  }

  due(nowMs: number, limit: number): readonly OutboxRow[] {
    return [...this.#rows.values()].filter((row) => row.end === undefined && row.dueMs <= nowMs).slice(0, limit)
  }

  next(kind: string, nowMs: number, after: OutboxRow['id'] = 0): OutboxRow | undefined {
    return this.due(nowMs, Number.MAX_SAFE_INTEGER).find((row) => row.kind === kind && Number(row.id) > Number(after))
  }

  delivered(id: OutboxRow['id']): void {
    if (this.crashBefore.delete(id)) throw new Crash()
    this.#change(id, { end: 'delivered' })
  }

  postpone(id: OutboxRow['id'], untilMs: number, _why: string): void {
    this.#change(id, { dueMs: untilMs, attempts: (this.#rows.get(id)?.attempts ?? 0) + 1 })
  }

  setAside(id: OutboxRow['id'], _why: string): void {
    this.#change(id, { end: 'set aside' })
  }

  /** Ids that ended so. */
  ended(how: 'delivered' | 'set aside'): readonly OutboxRow['id'][] {
    return [...this.#rows.values()].filter((row) => row.end === how).map((row) => row.id)
  }

  #change(id: OutboxRow['id'], change: Partial<Kept>): void {
    const row = this.#rows.get(id)
    if (row !== undefined) this.#rows.set(id, { ...row, ...change })
  }
}

/** The process died here. */
export class Crash extends Error {
  override readonly name = 'Crash'
}
