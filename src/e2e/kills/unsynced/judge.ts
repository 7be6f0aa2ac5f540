import { join } from 'node:path'
import { TestClock } from '../../../kernel/test-clock.ts'
import { openDatabase } from '../../../store/database.ts'
import { sampleRecord } from '../../../store/sample-record.ts'
import { Store } from '../../../store/store.ts'
import type { World } from './world.ts'
import { sources } from './writer.ts'

interface Row {
  readonly id: string
  readonly state: string
}

/** Opens what a crash left, recovers as the engine does, and compares with what the world had seen; empty = nothing lost, nothing doubled. */
export function judge(folder: string, world: World): readonly string[] {
  try {
    using db = openDatabase(join(folder, 'salehi.db'))
    const check = db.query<{ quick_check: string }, []>('PRAGMA quick_check').get()?.quick_check
    const rows = (sql: string): readonly Row[] => db.query<Row, []>(sql).all()
    const attempts = new Set(rows('SELECT id, state FROM attempts').map(({ id }) => id))
    const calls = new Set(rows("SELECT id, '' AS state FROM calls").map(({ id }) => id))
    const live = new Set(rows("SELECT id, '' AS state FROM live_calls").map(({ id }) => id))
    const outbox = new Map(rows('SELECT key AS id, state FROM outbox').map(({ id, state }) => [id, state]))
    const inFlight = new Set(world.inFlight.values())
    const owedAgain = [...world.taken].filter((id) => outbox.get(id) === 'waiting')
    return [
      ...(check === 'ok' ? [] : [`damaged: ${check}`]),
      ...[...world.dialled.keys()].filter((id) => !attempts.has(id)).map((id) => `${id} was dialled and is forgotten`),
      ...[...world.recorded].filter((id) => !calls.has(id)).map((id) => `the record of ${id} is lost`),
      ...[...world.recorded].filter((id) => !outbox.has(id)).map((id) => `the report of ${id} is lost`),
      ...[...calls].filter((id) => !outbox.has(id)).map((id) => `${id} is recorded and nothing is owed for it`),
      ...owedAgain.filter((id) => !inFlight.has(id)).map((id) => `the report of ${id} was taken and is owed again`),
      ...[...outbox]
        .filter(([id, state]) => state === 'delivered' && !world.taken.has(id))
        .map(([id]) => `the report of ${id} counts as delivered and nobody took it`),
      ...[...world.noted]
        .filter((id) => !live.has(id) && !calls.has(id))
        .map((id) => `nothing is known of ${id}, which was up`),
      ...[...world.alarms].filter((key) => !outbox.has(key)).map((key) => `the message ${key} is lost`),
      ...listFaults(rows, world),
      // Nobody looks at this disk again: one transaction for all of it is quicker.
      ...db.transaction(() => rungAgain(new Store(db, new TestClock()), world))(),
    ]
  } catch (error) {
    return [`the database cannot be used: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** A list is there as a whole or not at all, and one that was taken back hands out nobody. */
function listFaults(rows: (sql: string) => readonly Row[], world: World): readonly string[] {
  const lists = (which: string): ReadonlySet<string> =>
    new Set(rows(`SELECT id, '' AS state FROM imports WHERE ${which}`).map(({ id }) => String(id)))
  const [open, undone] = [lists('ready_at IS NOT NULL'), lists('undone_at IS NOT NULL')]
  const broken = lists('ready_at IS NOT NULL AND taken <> (SELECT count(*) FROM contacts WHERE import_id = imports.id)')
  return [
    ...[...broken].map((id) => `the list ${id} is not whole`),
    ...[...world.listed.keys()].filter((id) => !open.has(id) && !undone.has(id)).map((id) => `the list ${id} is lost`),
    ...[...world.unlisted].filter((id) => open.has(id)).map((id) => `the list ${id} was taken back and is there again`),
  ]
}

/** Settles what was interrupted, then takes everyone who waits: nobody of them may be one whose phone may have rung. */
function rungAgain(store: Store, world: World): readonly string[] {
  store.takeBack()
  for (const { id, contact, line } of store.attempts.open()) {
    const outcome = { disposition: 'failed', reason: 'engine_fault' } as const
    const report = { kind: 'panel.report', key: id, body: '{}' } as const
    if (!store.recordCall(sampleRecord({ id, contact, line, outcome }), [report])) return [`${id} is open and recorded`]
  }
  if (store.attempts.open().length > 0) return ['attempts stay open after the recovery']
  const dialled = new Set(world.dialled.values())
  const faults: string[] = []
  for (let due = takeNext(store); due !== undefined; due = takeNext(store)) {
    if (dialled.has(due) && !world.mayRingAgain.has(due)) faults.push(`${due} would be rung twice`)
  }
  return faults
}

function takeNext(store: Store): string | undefined {
  return store.contacts.next(Number.MAX_SAFE_INTEGER, sources)?.contact.id
}
