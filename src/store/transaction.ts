import type { Database } from 'bun:sqlite'
import { crashPoint } from '../kernel/crash-point.ts'

/**
 * Writes all or nothing: what `work` throws undoes it. On the disk when it returns. `name` says what for, where a crash
 * is tried out. One inside another is part of the outer one.
 */
export function transact<T>(db: Database, name: string, work: () => T): T {
  if (db.inTransaction) return work()
  crashPoint(`store.${name}.before`)
  const done = db
    .transaction(() => {
      const result = work()
      crashPoint(`store.${name}.commit`)
      return result
    })
    .immediate()
  crashPoint(`store.${name}.after`)
  return done
}
