import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { storeFault } from './database.ts'

/** Holds a data folder for one engine until disposed; undefined when another engine that runs holds it. Rejects with `StoreUnusable`. */
export function holdDataFolder(dir: string): Disposable | undefined {
  return hold(join(dir, 'engine.lock'))
}

/** Holds the writing of imported lists until disposed; undefined while somebody writes one. Rejects with `StoreUnusable`. */
export function holdImports(dir: string): Disposable | undefined {
  return hold(join(dir, 'imports.lock'))
}

/** The kernel lets go of it when its holder dies, however that happens. */
function hold(path: string): Disposable | undefined {
  let db: Database | undefined
  try {
    // SQLite's own lock on an empty file: it needs no native call and works wherever the database itself does.
    db = new Database(path, { readwrite: true, create: true })
    db.run('PRAGMA busy_timeout = 0')
    db.run('BEGIN EXCLUSIVE')
    return db
  } catch (error) {
    db?.close()
    if ((error as { readonly code?: unknown }).code === 'SQLITE_BUSY') return undefined
    throw storeFault(path, error)
  }
}
