import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { storeFault } from './database.ts'

/**
 * Holds a data folder for one engine until disposed; undefined when another engine that runs holds it. The kernel lets go
 * of it when its holder dies, however that happens. Rejects with `StoreUnusable`.
 */
export function holdDataFolder(dir: string): Disposable | undefined {
  const path = join(dir, 'engine.lock')
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
