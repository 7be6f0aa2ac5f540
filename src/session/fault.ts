import type { Fields, Log } from '../kernel/log.ts'

/** Tells of a bug that ended one call; the others go on. */
export function tellFault(log: Log, error: unknown, fields: Fields = {}): void {
  log.error('call.fault', 'a fault of the engine ended this call; please report it', {
    ...fields,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
}
