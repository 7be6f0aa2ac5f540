import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { migrations } from '../../store/migrations.ts'
import { copyDatabase, databaseVersion, inspectDatabase, settleDatabase } from '../database-copy.ts'
import { syncFile, syncFolder } from '../durable-file.ts'
import { carryOver } from '../restore/carry-over.ts'
import { putDatabase } from '../restore/put-database.ts'
import { UpkeepFault } from '../upkeep-fault.ts'
import { upkeepFolder } from '../upkeep-folder.ts'
import type { Shelf } from './ports.ts'
import { noteUnfinished } from './unfinished.ts'

/** Where things lie. */
export interface ShelfPlaces {
  readonly dataDir: string
  /** The executable in use; the old one is kept beside it as `NAME.old`, a refused one as `NAME.rejected`. */
  readonly target: string
  /** The new one, beside it. */
  readonly staged: string
  /** Part of the names of what is put aside. */
  readonly stamp: string
  /** The systemd service the engine runs as. */
  readonly service?: string
}

/** The executable and the database on the disk of this machine. */
export function diskShelf({ dataDir, target, staged, stamp, service }: ShelfPlaces): Shelf {
  const database = join(dataDir, 'salehi.db')
  const kept = join(upkeepFolder(dataDir), 'before-upgrade.db')
  return {
    databaseVersion: () => (existsSync(database) ? databaseVersion(database) : undefined),
    async snapshot() {
      rmSync(kept, { force: true })
      if (existsSync(database)) await copyDatabase(database, kept)
    },
    async swapIn() {
      alsoNamed(target, `${target}.old`)
      // From here on the old one can take it back, should this be killed.
      await noteUnfinished(dataDir, { target, ...(service === undefined ? {} : { service }) })
      renameSync(staged, target)
      await syncFolder(dirname(target))
    },
    async swapOut() {
      alsoNamed(target, `${target}.rejected`)
      alsoNamed(`${target}.old`, `${target}.new`)
      renameSync(`${target}.new`, target)
      await syncFolder(dirname(target))
    },
    isUsableByOld() {
      if (!existsSync(database)) return true
      try {
        const { version, foreign, faults } = inspectDatabase(database)
        return version <= migrations.length && !foreign && faults.length === 0
      } catch {
        return false // not to be opened at all
      }
    },
    async putBack() {
      if (!existsSync(kept)) throw new UpkeepFault(`${kept} is gone: the database stays as the new executable left it`)
      const made = `${kept}.made`
      rmSync(made, { force: true })
      await copyDatabase(kept, made)
      carryOver(database, made)
      if (!settleDatabase(made)) throw new UpkeepFault(`${kept} cannot be used`)
      await syncFile(made)
      await putDatabase(made, database, join(upkeepFolder(dataDir), `rejected-${stamp}`))
    },
  }
}

/** Gives a file a second name, in the place of whatever had it. */
function alsoNamed(path: string, name: string): void {
  const part = `${name}.part`
  rmSync(part, { force: true })
  linkSync(path, part)
  renameSync(part, name)
}
