import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holdDataFolder } from '../store/folder-lock.ts'

/** Where upkeep keeps its own things: a lock, copies of before an upgrade, what a restore put aside. */
export function upkeepFolder(dataDir: string): string {
  return join(dataDir, 'upkeep')
}

/** Work of a backup or a restore that was killed, of so long ago that nobody is at it any more. */
const leftAfterMs = 86_400_000

/** Removes what a backup or a restore that was killed left behind; a copy of the database is personal data. */
export function sweepLeft(dataDir: string, now: number): void {
  const parent = upkeepFolder(dataDir)
  if (!existsSync(parent)) return
  for (const name of readdirSync(parent)) {
    if (!/^(backup|verify|restored)-/.test(name)) continue
    const path = join(parent, name)
    if (now - statSync(path).mtimeMs > leftAfterMs) rmSync(path, { recursive: true, force: true })
  }
}

/** There while a hold is, and after one whose holder was killed: without it the lock need not be looked at. */
function markOf(dataDir: string): string {
  return join(upkeepFolder(dataDir), 'held')
}

/**
 * Holds a data folder for upkeep until disposed; undefined while another has it. An engine that runs on it, or starts,
 * rings nobody and answers nobody meanwhile. The kernel lets go of it when its holder dies, however that happens.
 */
export function holdUpkeep(dataDir: string): Disposable | undefined {
  const dir = upkeepFolder(dataDir)
  const mark = markOf(dataDir)
  mkdirSync(dir, { recursive: true, mode: 0o750 })
  const held = holdDataFolder(dir)
  if (held === undefined) return undefined
  writeFileSync(mark, '', { mode: 0o640 })
  for (const path of [dir, mark, join(dir, 'engine.lock')]) giveTo(path, dataDir)
  return {
    [Symbol.dispose]() {
      rmSync(mark, { force: true })
      held[Symbol.dispose]()
    },
  }
}

/** Whether somebody holds the data folder for upkeep now. */
export function isUpkeepHeld(dataDir: string): boolean {
  if (!existsSync(markOf(dataDir))) return false
  using mine = holdDataFolder(upkeepFolder(dataDir))
  return mine === undefined
}

/** The engine's user must be able to look at the lock, also where root made it. */
function giveTo(path: string, dataDir: string): void {
  if (!existsSync(path) || process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dataDir)
  chownSync(path, uid, gid)
  chmodSync(path, path.endsWith('upkeep') ? 0o750 : 0o640)
}
