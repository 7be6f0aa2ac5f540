import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../kernel/test-clock.ts'
import { openDatabase, StoreUnusable } from './database.ts'
import { migrations } from './migrations.ts'
import { sampleRecord } from './sample-record.ts'
import { openStore } from './store.ts'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-database-'))
  path = join(dir, 'data', 'salehi.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

function whyNot(file: string): StoreUnusable {
  try {
    openDatabase(file).close()
  } catch (error) {
    if (error instanceof StoreUnusable) return error
    throw error
  }
  throw new Error('it opened')
}

function answer(db: Database, sql: string): unknown {
  return Object.values(db.query<Record<string, unknown>, []>(sql).get() ?? {})[0]
}

test('an empty folder gets a database for owner and group alone, durable to the last commit', () => {
  const db = openDatabase(path)
  expect(answer(db, 'PRAGMA user_version')).toBe(migrations.length)
  expect(answer(db, 'PRAGMA journal_mode')).toBe('wal')
  expect(answer(db, 'PRAGMA synchronous')).toBe(2)
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(
    answer(
      db,
      "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    ),
  ).toBe(0)
  db.close()
})

test('a database of an earlier release is brought up to date with what is in it', () => {
  openDatabase(path).close()
  const steps = [...migrations, 'CREATE TABLE later (x INTEGER) STRICT; INSERT INTO later VALUES (1)']
  const db = openDatabase(path, steps)
  expect(answer(db, 'SELECT x FROM later')).toBe(1)
  expect(answer(db, 'PRAGMA user_version')).toBe(steps.length)
  db.close()
})

test('a step that fails leaves nothing of itself', () => {
  openDatabase(path).close()
  expect(() => openDatabase(path, [...migrations, 'CREATE TABLE later (x INTEGER) STRICT; SELECT nonsense'])).toThrow()
  const db = openDatabase(path)
  expect(answer(db, 'PRAGMA user_version')).toBe(migrations.length)
  expect(answer(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'later'")).toBe(0)
  db.close()
})

test('a database of a newer release is left alone', () => {
  const db = openDatabase(path)
  db.run('PRAGMA user_version = 99')
  db.close()
  const fault = whyNot(path)
  expect(fault.because).toBe('newer')
  expect(fault.message).toContain('version 99')
})

test("another program's database is left alone", () => {
  openDatabase(path).close()
  rmSync(path)
  const other = new Database(path)
  other.run('CREATE TABLE theirs (x)')
  other.close()
  expect(whyNot(path).because).toBe('foreign')
})

test('a damaged file is told as damaged, with what to do', () => {
  const text = join(dir, 'text.db')
  writeFileSync(text, 'this was never a database, but it is long enough to look at')
  expect(whyNot(text).because).toBe('damaged')

  const store = openStore(path, new TestClock())
  for (let call = 0; call < 200; call++) store.recordCall(sampleRecord({ id: `a${call}` }), [])
  store[Symbol.dispose]()
  const bytes = readFileSync(path)
  bytes.fill(0xff, 4_096 * 4, 4_096 * 30)
  writeFileSync(path, bytes)
  const fault = whyNot(path)
  expect(fault.because).toBe('damaged')
  expect(fault.message).toContain('put a backup in its place')
})

test('a place that cannot be written is told as such', () => {
  writeFileSync(join(dir, 'occupied'), '')
  chmodSync(join(dir, 'occupied'), 0o600)
  const fault = whyNot(join(dir, 'occupied', 'salehi.db'))
  expect(fault.because).toBe('unreachable')
  expect(fault.message).toContain('give this user the right')
})

test('killed in the middle of a transaction, it holds every call that was said to be kept, and nothing of the other', async () => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'crashing-writer.ts'), path], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  let told = ''
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    told += chunk
    if (told.includes('inside')) child.kill('SIGKILL')
  }
  await child.exited
  expect(told).toBe('a1\na2\na3\na4\na5\ninside\n')

  const db = openDatabase(path)
  expect(answer(db, 'PRAGMA integrity_check')).toBe('ok')
  expect(answer(db, 'SELECT group_concat(id) FROM calls')).toBe('a1,a2,a3,a4,a5')
  expect(answer(db, 'SELECT group_concat(key) FROM outbox')).toBe('a1,a2,a3,a4,a5')
  expect(answer(db, 'SELECT count(*) FROM turns')).toBe(15)
  db.close()
})
