import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'

/** So many files and folders are looked at; a tree that is larger is no folder of scenarios. */
const mostEntries = 5_000
const deepest = 4

/** How long and where is watched for somebody's correction. */
export interface CorrectionWatch {
  /** Files and folders (with all in them) whose change is worth another try; missing ones may appear. */
  readonly paths: readonly string[]
  readonly lookEveryMs: number
  /** After this long another try is made in any case: a program that was missing, a right that was given. */
  readonly againAfterMs: number
}

/** Waits until one of the files has changed and been left alone since the look before, or the time is over. */
export async function untilCorrected(watch: CorrectionWatch, clock: Clock, signal: AbortSignal): Promise<void> {
  const until = clock.elapsed() + watch.againAfterMs
  const before = fingerprint(watch.paths)
  let last = before
  while (clock.elapsed() < until) {
    await clock.sleep(watch.lookEveryMs, signal)
    const now = fingerprint(watch.paths)
    if (now !== before && now === last) return // not in the middle of somebody's copying
    last = now
  }
}

/** What is there, how large and of when; two looks with the same print saw the same files. */
function fingerprint(paths: readonly string[]): string {
  const seen: string[] = []
  for (const path of paths) look(path, 0, seen)
  return new Bun.CryptoHasher('sha256').update(seen.join('\n')).digest('hex')
}

function look(path: string, depth: number, seen: string[]): void {
  if (seen.length >= mostEntries) return
  const found = entry(path)
  if (found === undefined) return
  const { ino, size, mtimeMs, ctimeMs } = found
  // A right that was given changes the ctime alone.
  seen.push(`${path} ${ino} ${size} ${mtimeMs} ${ctimeMs}`)
  if (!found.isDirectory() || depth >= deepest) return
  for (const name of names(path)) look(join(path, name), depth + 1, seen)
}

function entry(path: string) {
  try {
    return statSync(path)
  } catch (error) {
    if (isOfTheSystem(error)) return undefined // not there, or not for us: that is how it looks today
    throw error
  }
}

function names(path: string): readonly string[] {
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (isOfTheSystem(error)) return []
    throw error
  }
}

function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
