import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from './database.ts'
import { beginning, Forget, type Forgettable, forgettable, type Place } from './forget.ts'
import { migrations } from './migrations.ts'

const before = 1_000

function emptyStore(): Database {
  const db = new Database(':memory:', { strict: true })
  for (const step of migrations) db.run(step)
  db.run('PRAGMA foreign_keys = ON')
  return db
}

/** A call that ended at an instant, with all that belongs to it. */
function call(
  db: Database,
  id: string,
  at: number,
  more: { readonly report?: string; readonly source?: string } = {},
): void {
  const { report = 'delivered', source = 'panel' } = more
  const phone = `0912${id}`
  db.run(
    `INSERT INTO contacts (id, source, phone, fields_json, state, changed_at, report_key) VALUES ('c${id}', '${source}', '${phone}', '{}', 'done', ${at}, '${id}')`,
  )
  db.run(
    `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state) VALUES ('${id}', 'c${id}', '${phone}', '1', '{}', ${at}, 'recorded')`,
  )
  db.run(
    `INSERT INTO calls VALUES ('${id}', 'outbound', 'c${id}', '${phone}', '1', 'sina', 'busy', ${at}, ${at}, '{}')`,
  )
  db.run(`INSERT INTO turns VALUES ('${id}', 0, ${at}, 'what they said', 'yes', 'rule', 1, 1, 1, 1)`)
  db.run(`INSERT INTO trace VALUES ('${id}', 0, 'outbound', 1, ${at}, 'said')`)
  db.run(
    `INSERT INTO outbox (kind, key, body, state, attempts, due_at, created_at, changed_at) VALUES ('panel.report', '${id}', '{}', '${report}', 0, 0, ${at}, ${at})`,
  )
}

function forgetAll(forget: Forget, most: number, skip: readonly Forgettable[] = []): void {
  for (const what of forgettable) {
    if (skip.includes(what)) continue
    for (let place: Place | undefined = beginning; place !== undefined; )
      place = forget.step(what, before, place, most).next
  }
}

const rows = (db: Database, sql: string): readonly string[] =>
  db
    .query<{ v: string }, []>(sql)
    .all()
    .map(({ v }) => v)

test('what is older goes with all that belongs to it, what is younger stays, however small the pieces', () => {
  for (const most of [1, 2, 500]) {
    const db = emptyStore()
    for (let n = 0; n < 7; n++) call(db, `old${n}`, before - 1 - (n % 3))
    call(db, 'young', before)
    forgetAll(new Forget(db), most)
    for (const table of ['calls', 'attempts', 'contacts', 'outbox', 'turns', 'trace']) {
      expect([table, db.query(`SELECT count(*) AS n FROM ${table}`).get()]).toEqual([table, { n: 1 }])
    }
    expect(rows(db, 'SELECT id AS v FROM calls')).toEqual(['young'])
  }
})

test('what is still owed stays, with the call and the contact it is about', () => {
  const db = emptyStore()
  call(db, 'waits', 1, { report: 'waiting' })
  call(db, 'aside', 2, { report: 'set_aside' })
  call(db, 'gone', 3)
  forgetAll(new Forget(db), 1)
  expect(rows(db, 'SELECT id AS v FROM calls ORDER BY id')).toEqual(['aside', 'waits'])
  expect(rows(db, 'SELECT id AS v FROM contacts ORDER BY id')).toEqual(['caside', 'cwaits'])
  expect(rows(db, 'SELECT transcript AS v FROM turns')).toHaveLength(2)
})

test('who asked not to be called stays for ever, and so do a number of the settings, who waits, and a call without a record', () => {
  const db = emptyStore()
  call(db, 'static', 1, { source: 'static' })
  db.run("INSERT INTO do_not_call (phone, source, since) VALUES ('0912', 'spoken', 1)")
  db.run(
    "INSERT INTO contacts (id, source, phone, fields_json, state, changed_at) VALUES ('w', 'import', '0913', '{}', 'waiting', 1)",
  )
  db.run(
    "INSERT INTO contacts (id, source, phone, fields_json, state, changed_at) VALUES ('o', 'panel', '0914', '{}', 'done', 1)",
  )
  db.run(
    "INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state) VALUES ('open', 'o', '0914', '1', '{}', 1, 'open')",
  )
  db.run("INSERT INTO live_calls VALUES ('open', 1, '{}')")
  db.run("INSERT INTO incidents (kind, because, opened_at) VALUES ('disk', 'full', 1)")
  forgetAll(new Forget(db), 1)
  expect(rows(db, 'SELECT phone AS v FROM do_not_call')).toEqual(['0912'])
  expect(rows(db, 'SELECT id AS v FROM contacts ORDER BY id')).toEqual(['cstatic', 'o', 'w'])
  expect(rows(db, 'SELECT id AS v FROM attempts')).toEqual(['open'])
  for (const table of ['live_calls', 'incidents']) expect(rows(db, `SELECT 1 AS v FROM ${table}`)).toHaveLength(1)
})

test('what was deleted is overwritten in the file, and a new file gives its room back', () => {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-forget-'))
  try {
    const path = join(dir, 'salehi.db')
    const made = new Database(path)
    made.run('PRAGMA auto_vacuum = INCREMENTAL')
    made.run('CREATE TABLE first (id INTEGER)')
    made.run('DROP TABLE first')
    made.close()
    const db = openDatabase(path)
    db.transaction(() => {
      for (let n = 0; n < 400; n++) call(db, `old${n}`, 1)
    })()
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    const sizeBefore = readFileSync(path).length
    expect(timesIn(path, 'what they said')).toBeGreaterThanOrEqual(400)
    const forget = new Forget(db)
    forgetAll(forget, 50)
    while (forget.shrink(10, 0) > 0);
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    // SQLite moves rows between pages and leaves a few behind until the page is used again.
    expect(timesIn(path, 'what they said')).toBeLessThan(20)
    expect(readFileSync(path).length).toBeLessThan(sizeBefore / 2)
    db.close()
  } finally {
    rmSync(dir, { recursive: true })
  }
})

function timesIn(path: string, words: string): number {
  return readFileSync(path).toString('latin1').split(words).length - 1
}
