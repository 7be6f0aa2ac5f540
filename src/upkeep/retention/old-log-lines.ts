import { closeSync, fchownSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { callLogNames } from '../../logs/call-logs.ts'
import { deleteOld } from './old-recordings.ts'

const pieceBytes = 64 * 1024
const restMs = 2

/**
 * Drops the lines of before an instant (epoch milliseconds) from the call logs and their backups, while the engine goes
 * on writing them, and deletes older logs as a whole. Returns how many lines and files went.
 */
export async function dropOldLogLines(
  dir: string,
  beforeMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly lines: number; readonly files: number }> {
  const found = await readdir(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  let [lines, files] = [0, 0]
  for (const name of found.toSorted()) {
    const path = join(dir, name)
    if (isCallLog(name)) lines += await dropOldLines(path, beforeMs, clock, signal)
    else if (/\.log\.\d+$/.test(name) && (await deleteOld(path, beforeMs)) === 'deleted') files++
  }
  return { lines, files }
}

function isCallLog(name: string): boolean {
  return callLogNames.some((each) => name === `${each}.log` || new RegExp(`^${each}\\.log\\.\\d+$`).test(name))
}

/** Drops the old lines of one file. A file that turned over meanwhile is left for the next time. */
async function dropOldLines(path: string, beforeMs: number, clock: Clock, signal: AbortSignal): Promise<number> {
  const part = `${path}.new`
  try {
    const copied = await copyYoung(path, part, beforeMs, clock, signal)
    if (copied.dropped === 0) return 0
    return finish(path, part, copied) ? copied.dropped : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  } finally {
    rmSync(part, { force: true })
  }
}

interface Copied {
  readonly dropped: number
  readonly kept: number
  /** How far it was read, always behind a whole line. */
  readonly readTo: number
  readonly inode: number
}

async function copyYoung(
  path: string,
  part: string,
  beforeMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Copied> {
  await using from = await open(path, 'r')
  await using to = await open(part, 'w', 0o640)
  const { ino: inode, size } = await from.stat()
  const piece = new Uint8Array(pieceBytes)
  let [dropped, kept, readTo] = [0, 0, 0]
  while (readTo < size) {
    const { bytesRead } = await from.read(piece, 0, pieceBytes, readTo)
    const end = piece.subarray(0, bytesRead).lastIndexOf(0x0a) + 1
    if (end === 0) break // no whole line in it
    const lines = Buffer.from(piece.subarray(0, end)).toString('utf8').split('\n').slice(0, -1)
    const young = lines.filter((line) => !isOld(line, beforeMs))
    dropped += lines.length - young.length
    kept += young.length
    if (young.length > 0) await to.write(`${young.join('\n')}\n`)
    readTo += end
    await clock.sleep(restMs, signal)
  }
  return { dropped, kept, readTo, inode }
}

function isOld(line: string, beforeMs: number): boolean {
  return Date.parse(line.split(' | ', 1)[0] ?? '') < beforeMs
}

/** The rest in one go, so that no line the engine adds meanwhile is lost: at most what came while the file was copied. */
function finish(path: string, part: string, { readTo, kept, inode }: Copied): boolean {
  const from = openSync(path, 'r')
  try {
    const { ino, size, uid, gid } = fstatSync(from)
    const moved = ino !== inode || statSync(path).ino !== inode
    if (moved || size - readTo > pieceBytes) return false
    const rest = new Uint8Array(size - readTo)
    const read = readSync(from, rest, 0, rest.length, readTo)
    if (kept === 0 && read === 0) {
      rmSync(path)
      return true
    }
    append(part, rest.subarray(0, read), { uid, gid })
    renameSync(part, path)
    return true
  } finally {
    closeSync(from)
  }
}

function append(path: string, bytes: Uint8Array, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  const file = openSync(path, 'a')
  try {
    writeSync(file, bytes)
    if (process.getuid?.() === 0) fchownSync(file, uid, gid)
  } finally {
    closeSync(file)
  }
}
