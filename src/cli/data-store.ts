import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import type { Config } from '../config/config.ts'
import { systemClock } from '../kernel/clock.ts'
import { StoreUnusable } from '../store/database.ts'
import { openStore, type Store } from '../store/store.ts'

/**
 * Opens the data of the engine for a command beside it; each write has to be a small one, for the engine waits meanwhile.
 * Where there is none yet it is made (`mayMake`), or that is a {@link StartFault}.
 */
export function openData({ data }: Pick<Config, 'data'>, mayMake: boolean): Store {
  const path = join(data.dir, 'salehi.db')
  if (!mayMake && !existsSync(path)) {
    const advice = 'salehi has not run with these settings yet, or DATA_DIR is another (see: salehi config)'
    throw new StartFault(`${path} is not there: ${advice}`, exitCodes.failed)
  }
  try {
    return openStore(path, systemClock)
  } catch (error) {
    throw error instanceof StoreUnusable ? new StartFault(error.message, exitCodes.config) : error
  }
}
