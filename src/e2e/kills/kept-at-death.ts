import { Database } from 'bun:sqlite'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The numbers on the list of an engine that died; its files are left as they are, for opening them would mend them. */
export function keptAtDeath(folder: string): readonly string[] {
  const copy = mkdtempSync(join(tmpdir(), 'salehi-death-'))
  try {
    for (const name of ['salehi.db', 'salehi.db-wal']) {
      const file = join(folder, 'data', name)
      if (existsSync(file)) copyFileSync(file, join(copy, name))
    }
    if (!existsSync(join(copy, 'salehi.db'))) return []
    using db = new Database(join(copy, 'salehi.db'))
    const made = db.query("SELECT 1 FROM sqlite_schema WHERE name = 'contacts'").get() !== null
    return made
      ? db
          .query<{ phone: string }, []>('SELECT phone FROM contacts')
          .all()
          .map(({ phone }) => phone)
      : []
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
