import type { Dirent } from 'node:fs'
import { lstat, opendir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'

/** Below Asterisk's recording folder: what callers said, and the copies that were cleaned. Nothing else there is ours. */
const folders = ['salehi', 'enhanced/salehi'] as const
const ours = /\.(wav|part)$/

/** A rest after so many files looked at. */
const atOnce = 50
const restMs = 5

/** What was deleted, and what this user may not delete. */
export interface OldFiles {
  readonly deleted: number
  readonly refused: number
}

/** Deletes our recordings that were last written before an instant (epoch milliseconds). */
export async function deleteOldRecordings(
  recordingDir: string,
  beforeMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<OldFiles> {
  const sum = { deleted: 0, refused: 0 }
  for (const folder of folders) {
    const found = await deleteIn(join(recordingDir, folder), beforeMs, clock, signal)
    sum.deleted += found.deleted
    sum.refused += found.refused
  }
  return sum
}

async function deleteIn(dir: string, beforeMs: number, clock: Clock, signal: AbortSignal): Promise<OldFiles> {
  const sum = { deleted: 0, refused: 0 }
  let seen = 0
  for await (const entry of entriesOf(dir)) {
    signal.throwIfAborted()
    if (++seen % atOnce === 0) await clock.sleep(restMs, signal)
    if (!entry.isFile() || !ours.test(entry.name)) continue
    const became = await deleteOld(join(dir, entry.name), beforeMs)
    if (became !== 'kept') sum[became]++
  }
  return sum
}

async function* entriesOf(dir: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Deletes a file that is old enough; one that is gone already was deleted by somebody else. */
export async function deleteOld(path: string, beforeMs: number): Promise<'deleted' | 'refused' | 'kept'> {
  try {
    const { mtimeMs } = await lstat(path)
    if (mtimeMs >= beforeMs) return 'kept'
    await unlink(path)
    return 'deleted'
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return 'kept'
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'refused'
    throw error
  }
}
