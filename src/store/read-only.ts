import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { StoreUnusable, storeFault } from './database.ts'
import { migrations } from './migrations.ts'

/**
 * Opens the database file to look into, beside whoever writes it; undefined when there is none yet. Throws
 * {@link StoreUnusable} with what is wrong and what to do.
 */
export function openReadOnly(path: string): Database | undefined {
  if (!existsSync(path)) return undefined
  let db: Database | undefined
  try {
    db = new Database(path, { readonly: true, strict: true })
    db.run('PRAGMA busy_timeout = 5000')
    checkVersion(path, db.query<{ user_version: number }, []>('PRAGMA user_version').get()?.user_version ?? 0)
    return db
  } catch (error) {
    db?.close()
    throw error instanceof StoreUnusable ? error : storeFault(path, error)
  }
}

function checkVersion(path: string, version: number): void {
  const known = migrations.length
  if (version === known) return
  const versions = `it has version ${version}, this executable knows ${known}`
  throw version > known
    ? new StoreUnusable('newer', `${path} was written by a newer salehi (${versions}): use that one, or a newer one`)
    : new StoreUnusable(
        'foreign',
        `${path} was written by an older salehi (${versions}): run this one once (salehi run), it brings it up to date`,
      )
}
