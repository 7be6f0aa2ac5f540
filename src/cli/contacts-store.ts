import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import type { Clock } from '../kernel/clock.ts'
import { openDatabase, StoreUnusable } from '../store/database.ts'
import { holdImports } from '../store/folder-lock.ts'
import { migrations } from '../store/migrations.ts'

/** The database of a data folder, made where it is missing. Throws {@link StartFault}. */
export function openContacts(dir: string): Database {
  return startable(() => openDatabase(join(dir, 'salehi.db')))
}

/** The same to look into alone: where there is no database, an empty one in memory. */
export function lookIntoContacts(dir: string): Database {
  if (existsSync(join(dir, 'salehi.db'))) return openContacts(dir)
  const db = new Database(':memory:', { strict: true })
  for (const step of migrations) db.run(step)
  return db
}

/** The right to write lists. Throws {@link StartFault} while another process has it. */
export function holdLists(dir: string): Disposable {
  const held = startable(() => holdImports(dir))
  if (held !== undefined) return held
  throw new StartFault('another "salehi contacts" is writing lists: try again when it is done', exitCodes.failed)
}

/** So long an engine that waits for its turn to write finds the database free. */
const mostRestMs = 5

/**
 * Repeats a short piece of writing until it says that nothing is left. Between two pieces it rests, as long as one took or
 * a little less: an engine that runs has its turn.
 */
export async function inSteps(step: () => boolean, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let more = true; more; ) {
    const begun = clock.elapsed()
    more = step()
    if (more) await clock.sleep(Math.min(Math.max(1, clock.elapsed() - begun), mostRestMs), signal)
  }
}

function startable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof StoreUnusable ? new StartFault(error.message, exitCodes.config) : error
  }
}
