import { Database } from 'bun:sqlite'
import { closeSync, openSync, rmSync } from 'node:fs'
import { syncFile } from './durable-file.ts'

/** What a database file is. */
export interface Inspected {
  /** How many migrations it has behind it. */
  readonly version: number
  /** Whether another program made it. */
  readonly foreign: boolean
  /** What SQLite finds wrong in it; empty = sound. */
  readonly faults: readonly string[]
}

const ours = 0x53616c65

/**
 * Copies a database as it is at one instant into a file of its own (mode 0600), without holding up whoever writes it. The
 * copy has no free pages, gives room back in small pieces from then on, and is on the disk when this resolves.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  rmSync(to, { force: true })
  closeSync(openSync(to, 'wx', 0o600)) // SQLite takes an empty file, and leaves its rights alone
  {
    using db = new Database(from, { readwrite: true, create: false, strict: true })
    db.run('PRAGMA busy_timeout = 10000')
    db.run('PRAGMA auto_vacuum = INCREMENTAL') // of the copy
    db.query('VACUUM INTO ?').run(to)
  }
  await syncFile(to)
}

/** Looks a closed database file through. Throws what SQLite says of a file that is none. */
export function inspectDatabase(path: string): Inspected {
  using db = new Database(path, { readonly: true, strict: true })
  const version = numberOf(db, 'user_version')
  const rows = db.query<{ integrity_check: string }, []>('PRAGMA integrity_check(20)').all()
  const links = db.query('PRAGMA foreign_key_check').all()
  const found = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok')
  if (links.length > 0) found.push(`${links.length} rows belong to nothing`)
  return { version, foreign: numberOf(db, 'application_id') !== ours, faults: found }
}

/** The version of a database, beside whoever writes it. */
export function databaseVersion(path: string): number {
  using db = new Database(path, { readonly: true, strict: true })
  db.run('PRAGMA busy_timeout = 5000')
  return numberOf(db, 'user_version')
}

/**
 * Brings everything of a database that nobody uses into its one file: then renaming that file is all it takes to put
 * another in its place. False where it cannot be: it is damaged. Throws where somebody uses it.
 */
export function settleDatabase(path: string): boolean {
  try {
    using db = new Database(path, { readwrite: true, create: false, strict: true })
    db.run('PRAGMA busy_timeout = 5000')
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    const mode = db.query<{ journal_mode: string }, []>('PRAGMA journal_mode = DELETE').get()?.journal_mode
    return mode === 'delete'
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code)
    if (/^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR|ERROR)/.test(code)) return false
    throw error
  }
}

function numberOf(db: Database, pragma: 'user_version' | 'application_id'): number {
  return db.query<Record<string, number>, []>(`PRAGMA ${pragma}`).get()?.[pragma] ?? 0
}
