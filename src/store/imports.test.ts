import type { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { countingIds } from '../kernel/ids.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { ContactExport } from './contact-export.ts'
import { openDatabase } from './database.ts'
import { holdImports } from './folder-lock.ts'
import { ImportStaging, type RefusedRow, type StagedCounts } from './import-staging.ts'
import { Imports } from './imports.ts'
import { ListReset } from './list-reset.ts'
import { sampleRecord } from './sample-record.ts'
import { Store } from './store.ts'

let dir: string
let db: Database
let store: Store
let imports: Imports
const clock = new TestClock()
const ids = countingIds()
const line = { number: '02155550001' }
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-imports-'))
  open()
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

function open(): void {
  db = openDatabase(join(dir, 'salehi.db'))
  store = new Store(db, clock)
  imports = new Imports(db, clock)
}

function phone(n: number): PhoneNumber {
  return `0912${String(n).padStart(7, '0')}` as PhoneNumber
}

/** Stages people whose numbers end so, from row 2 on. */
function stage(ends: readonly number[]): { readonly staging: ImportStaging; readonly counts: StagedCounts } {
  const staging = new ImportStaging(db, ids)
  for (const [index, end] of ends.entries()) {
    staging.add({
      row: index + 2,
      value: String(end),
      person: { phone: phone(end), zone: 'Asia/Tehran', fields: { n: String(end) } },
    })
  }
  return { staging, counts: staging.judge() }
}

/** Writes what is staged, at most so many steps of it; opened only when all is written. Returns the list's id. */
function write(steps = Number.POSITIVE_INFINITY): number {
  const id = imports.begin('people.csv', 0)
  let [after, taken] = [0, 0]
  for (let step = 0; step < steps; step++) {
    const added = imports.add(id, after)
    if (added === undefined) {
      imports.open(id, taken)
      return id
    }
    after = added.last
    taken += added.taken
  }
  return id
}

function take(ends: readonly number[]): number {
  stage(ends)
  return write()
}

function sweep(): void {
  while (imports.sweep() > 0);
}

/** Numbers that may be dialled, as the dialer sees them: those of lists that are ready. */
function ready(): readonly string[] {
  const sql = `SELECT phone FROM contacts WHERE source = 'import' AND state = 'waiting'
    AND NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = contacts.import_id AND imports.ready_at IS NULL) ORDER BY seq`
  return db
    .query<{ phone: string }, []>(sql)
    .all()
    .map((row) => row.phone)
}

function idOf(end: number): string {
  return (
    db
      .query<{ id: string }, [string]>("SELECT id FROM contacts WHERE phone = ? ORDER BY state = 'done', seq")
      .get(phone(end))?.id ?? ''
  )
}

/** The phone rings; returns the attempt's id. */
function dialled(end: number): string {
  const id = ids.next()
  const contact = idOf(end)
  db.query("UPDATE contacts SET state = 'reserved' WHERE id = ?").run(contact)
  const sql = `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state)
    VALUES (?, ?, ?, '1', '{}', ?, 'open')`
  db.query(sql).run(id, contact, phone(end), clock.now())
  return id
}

function ended(attempt: string, contactId: string, end: number): void {
  const contact = { id: contactId, phone: phone(end), source: 'import', fields: {} } as const
  store.recordCall(sampleRecord({ id: attempt, contact, line, attemptedAt: clock.now() }), [], () => 0)
}

function called(end: number): void {
  const contactId = idOf(end)
  ended(dialled(end), contactId, end)
  db.query("UPDATE contacts SET state = 'done' WHERE id = ?").run(contactId)
}

test('a list that is taken waits as a whole, in its order, with zone and fields', () => {
  const id = take([3, 1, 2])
  expect(ready()).toEqual([phone(3), phone(1), phone(2)])
  expect(imports.lists()).toEqual([
    { id, file: 'people.csv', at: clock.now(), rows: 0, taken: 3, waiting: 3, reserved: 0, done: 0, setAside: 0 },
  ])
  const [first] = [...new ContactExport(db).contacts()]
  expect(first).toEqual({
    phone: phone(3),
    zone: 'Asia/Tehran',
    fields: { n: '3' },
    source: 'import',
    importId: id,
    state: 'waiting',
    attempts: 0,
  })
})

test('who is there twice, waits already or asked not to be called is left out, with the reason', () => {
  const other = take([1])
  store.lists.listStatic([phone(5)], ids)
  store.doNotCall.add(phone(2), clock.now())
  const { staging, counts } = stage([1, 2, 3, 4, 3, 5])
  staging.add({ row: 1, value: 'x', because: 'the number is no number' })
  expect(counts).toEqual({ taken: 2, wrong: 0, twice: 1, waiting: 2, barred: 1 })
  const expected: RefusedRow[] = [
    { row: 1, value: 'x', refusal: { kind: 'wrong', because: 'the number is no number' } },
    { row: 2, value: '1', refusal: { kind: 'waiting', importId: other } },
    { row: 3, value: '2', refusal: { kind: 'barred' } },
    { row: 6, value: '3', refusal: { kind: 'twice', firstRow: 4 } },
    { row: 7, value: '5', refusal: { kind: 'waiting' } },
  ]
  expect([...staging.refused()]).toEqual(expected)
  write()
  expect(ready()).toEqual([phone(1), phone(3), phone(4)])
})

test('someone who had their call may be on the next list', () => {
  take([1])
  called(1)
  take([1])
  expect(ready()).toEqual([phone(1)])
})

test('after a crash at any step none of the list is handed out; the next import clears it away and takes it whole', () => {
  const ends = Array.from({ length: 1_300 }, (_, n) => n)
  for (const steps of [0, 1, 2, 3]) {
    stage(ends)
    write(steps)
    store[Symbol.dispose]()
    open()
    expect(ready()).toEqual([])
    expect(imports.lists()).toEqual([])
    expect([...new ContactExport(db).contacts()]).toEqual([])
    sweep()
    expect(db.query('SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM imports) AS n').get()).toEqual({
      n: 0,
    })
  }
  take(ends)
  expect(ready()).toHaveLength(1_300)
})

test('undo: at once nobody is rung for the list; who was called keeps their result, whatever was still to come', () => {
  const id = take([1, 2, 3, 4])
  const kept = take([9])
  called(1)
  called(2)
  db.query("UPDATE contacts SET state = 'waiting' WHERE phone = ?").run(phone(2)) // for another try
  const [third, attempt] = [idOf(3), dialled(3)]
  expect(imports.undo(id)).toEqual({ removed: 1, called: 3 })
  expect(ready()).toEqual([phone(9)])
  sweep()
  const states = [...new ContactExport(db).contacts()].map((each) => [each.phone, each.state, each.lastDisposition])
  expect(states).toEqual([
    [phone(1), 'done', 'not_interested'],
    [phone(2), 'done', 'not_interested'],
    [phone(3), 'reserved', undefined],
    [phone(9), 'waiting', undefined],
  ])
  expect(imports.undo(id)).toBeUndefined()
  expect(imports.lists().map((list) => [list.id, list.undoneAt !== undefined])).toEqual([
    [kept, false],
    [id, true],
  ])
  ended(attempt, third, 3)
  sweep()
  expect(ready()).toEqual([phone(9)])
  expect(store.contacts.state(idOf(3))).toBe('done')
})

test('someone in the dialer’s hands whose phone has not rung is taken from it by an undo', () => {
  const id = take([1])
  db.query("UPDATE contacts SET state = 'reserved'").run()
  imports.undo(id)
  sweep()
  expect(store.contacts.state(idOf(1))).toBeUndefined()
})

function reset(scope: Parameters<ListReset['step']>[0]): { waiting: number; elsewhere: number } {
  const work = new ListReset(db, clock)
  const sum = { waiting: 0, elsewhere: 0 }
  for (let step = work.step(scope, 0); step !== undefined; step = work.step(scope, step.last)) {
    sum.waiting += step.waiting
    sum.elsewhere += step.elsewhere
  }
  return sum
}

test('a reset lets those wait again who had their call, of the lists meant, once each', () => {
  const first = take([1, 2, 3])
  for (const end of [1, 2, 3]) called(end)
  store.lists.listStatic([phone(7)], ids)
  called(7)
  const second = take([3])
  store.doNotCall.add(phone(2), clock.now())
  expect(new ListReset(db, clock).barred({ kind: 'import', id: first })).toBe(1)
  expect(reset({ kind: 'import', id: first })).toEqual({ waiting: 1, elsewhere: 1 })
  expect(ready()).toEqual([phone(1), phone(3)])
  expect(reset({ kind: 'static' })).toEqual({ waiting: 1, elsewhere: 0 })
  called(1)
  imports.undo(second)
  sweep()
  expect(reset({ kind: 'import', id: second })).toEqual({ waiting: 0, elsewhere: 0 })
  expect(reset({ kind: 'all' })).toEqual({ waiting: 2, elsewhere: 0 })
  expect(ready()).toEqual([phone(1), phone(3)])
})

test('an export tells attempts that rang, the last result and when', async () => {
  take([1])
  await clock.advance(5_000)
  called(1)
  db.query("INSERT INTO attempts VALUES ('v', ?, ?, '1', '{}', 0, 'void', NULL)").run(idOf(1), phone(1))
  const [contact] = [...new ContactExport(db).contacts()]
  expect(contact).toMatchObject({
    state: 'done',
    attempts: 1,
    lastDisposition: 'not_interested',
    lastCallAt: clock.now(),
  })
  expect(new ContactExport(db).fieldNames()).toEqual(['n'])
})

test('one process writes lists at a time', () => {
  {
    using held = holdImports(dir)
    expect(held).toBeDefined()
    expect(holdImports(dir)).toBeUndefined()
  }
  using again = holdImports(dir)
  expect(again).toBeDefined()
})

test('nobody is handed out before the whole list stands, nor dialled once it is taken back, in our hands or not', () => {
  stage([1, 2])
  const id = imports.begin('people.csv', 2)
  const added = imports.add(id, 0)
  expect(store.contacts.next(clock.now(), ['import'])).toBeUndefined()
  expect([store.lists.settled(['import']), store.lists.due('import', clock.now(), 10)]).toEqual([true, 0])
  imports.open(id, added?.taken ?? 0)
  const due = store.contacts.next(clock.now(), ['import'])
  expect(due?.contact.phone).toBe(phone(1))
  expect(store.lists.settled(['import'])).toBe(false)
  imports.undo(id)
  const contact = due!.contact
  const start = { id: 'a1', contact, line: { number: '1' }, scenario: undefined, at: clock.now() }
  expect(store.contacts.dialing(start, () => true)).toBe(false)
  expect(store.contacts.next(clock.now(), ['import'])).toBeUndefined()
})
