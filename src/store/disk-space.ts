import { statfs as systemStatfs } from 'node:fs/promises'
import type { Health, HealthCheck } from '../dialer/ports.ts'

/** A folder we, or Asterisk for us, must be able to write into. */
export interface WrittenFolder {
  /** The setting it comes from. */
  readonly setting: 'DATA_DIR' | 'AST_RECORDING_DIR'
  readonly path: string
}

/** What is asked of a file system: blocks of `bsize` bytes, in all and free for us. */
export type Statfs = (
  path: string,
) => Promise<{ readonly bsize: number; readonly blocks: number; readonly bavail: number }>

const leastBytes = 500_000_000
const leastShare = 0.02

/** Looks whether there is room for calls and their recordings: below 500 MB or 2 % there is not. */
export function diskSpaceCheck(folders: readonly WrittenFolder[], statfs: Statfs = systemStatfs): HealthCheck {
  return async () => {
    let found: Health = { kind: 'well' }
    for (const { setting, path } of folders) {
      const health = await look(setting, path, statfs)
      if (health.kind === 'ill') return health
      if (health.kind === 'unsure') found = health
    }
    return found
  }
}

async function look(setting: string, path: string, statfs: Statfs): Promise<Health> {
  try {
    const { bsize, blocks, bavail } = await statfs(path)
    if (bavail * bsize >= leastBytes && bavail >= blocks * leastShare) return { kind: 'well' }
    return { kind: 'ill', because: `the disk of ${setting} (${path}) is full but for 500 MB or 2 %: make room on it` }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { kind: 'unsure', because: `${setting} (${path}) cannot be looked at (${code})` }
  }
}
