import { Database } from 'bun:sqlite'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrations } from './migrations.ts'

/** The database cannot be used; the message says why and what to do. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable'
  readonly because: 'newer' | 'foreign' | 'damaged' | 'unreachable'

  constructor(because: StoreUnusable['because'], message: string) {
    super(message)
    this.because = because
  }
}

/** Marks a file as ours («Sale»), so that no other program's database is ever migrated. */
const applicationId = 0x53616c65

/** The name of a database that is kept nowhere. */
export const inMemory = ':memory:'

/**
 * Opens the database file, makes it when missing (mode 0640), checks it and brings it up to date. A commit is on the disk
 * when it returns. Rejects with {@link StoreUnusable}.
 */
export function openDatabase(path: string, steps: readonly string[] = migrations): Database {
  let db: Database | undefined
  try {
    if (path !== inMemory) createFile(path)
    db = new Database(path, { readwrite: true, create: true, strict: true })
    db.run('PRAGMA busy_timeout = 5000')
    checkOurs(db, path, steps.length)
    // Of a new file; an older one gives no room back but uses it again.
    db.run('PRAGMA auto_vacuum = INCREMENTAL')
    db.run('PRAGMA journal_mode = WAL')
    db.run('PRAGMA synchronous = FULL')
    db.run('PRAGMA foreign_keys = ON')
    checkSound(db, path)
    migrate(db, steps)
    return db
  } catch (error) {
    db?.close()
    throw error instanceof StoreUnusable ? error : storeFault(path, error)
  }
}

function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o750 })
  closeSync(openSync(path, 'a', 0o640)) // SQLite gives its side files the same rights
}

function checkOurs(db: Database, path: string, known: number): void {
  const version = pragma(db, 'user_version')
  const empty = version === 0 && (db.query('SELECT 1 FROM sqlite_schema LIMIT 1').get() ?? undefined) === undefined
  if (!empty && pragma(db, 'application_id') !== applicationId) {
    throw new StoreUnusable('foreign', `${path} is not a database of salehi: move it away, or set DATA_DIR elsewhere`)
  }
  if (version > known) {
    const versions = `it has version ${version}, this executable knows ${known}`
    throw new StoreUnusable(
      'newer',
      `${path} was written by a newer salehi (${versions}): run that one, or a newer one`,
    )
  }
}

function checkSound(db: Database, path: string): void {
  const row = db.query<{ quick_check: string }, []>('PRAGMA quick_check(1)').get()
  if (row?.quick_check !== 'ok') throw damaged(path)
}

function migrate(db: Database, steps: readonly string[]): void {
  for (let version = pragma(db, 'user_version'); version < steps.length; version++) {
    const step = db.transaction(() => {
      db.run(steps[version] ?? '')
      db.run(`PRAGMA application_id = ${applicationId}`)
      db.run(`PRAGMA user_version = ${version + 1}`)
    })
    step.immediate()
  }
}

function pragma(db: Database, name: 'user_version' | 'application_id'): number {
  const row = db.query<Record<string, number>, []>(`PRAGMA ${name}`).get()
  return row?.[name] ?? 0
}

/** What to throw for an error of SQLite or the file system: a {@link StoreUnusable} that says what to do, else the error itself. */
export function storeFault(path: string, error: unknown): unknown {
  const code = (error as { readonly code?: unknown }).code
  if (typeof code !== 'string') return error
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(path)
  if (!/^(SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)|E[A-Z]+$)/.test(code)) return error
  const advice = 'give this user the right to the folder and its files, and check the space on the disk'
  return new StoreUnusable('unreachable', `${path} cannot be opened or written (${code}): ${advice}`)
}

function damaged(path: string): StoreUnusable {
  const advice = `stop salehi, keep a copy, and either put a backup in its place or try "sqlite3 ${path} .recover"`
  return new StoreUnusable('damaged', `${path} is damaged: ${advice}`)
}
