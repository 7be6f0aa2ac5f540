import { constants, type Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import type { Health, HealthCheck } from '../dialer/ports.ts'
import { type Owner, ownerNamed } from './owner.ts'
import { hasSound, soundEndings } from './sound-files.ts'
import { soundName } from './sound-name.ts'

/** Which prompts must be where. */
export interface PresentPrompts {
  /** AST_SOUND_DIR: Asterisk's `sounds/custom`. */
  readonly soundFolder: string
  /** What the scenarios play; the ending of `file` does not matter. */
  readonly expected: readonly { readonly scenario: string; readonly file: string }[]
  /** Tells who Asterisk is: `/etc/passwd`. */
  readonly passwdFile: string
}

/**
 * Looks whether Asterisk can still play every prompt: one that is gone, empty or unreadable to it would leave a caller in
 * silence.
 */
export function promptsCheck({ soundFolder, expected, passwdFile }: PresentPrompts): HealthCheck {
  const twin = join(dirname(soundFolder), 'en', parse(soundFolder).base)
  return async (signal) => {
    const asterisk = await ownerNamed('asterisk', passwdFile)
    for (const [scenario, prompts] of Map.groupBy(expected, (prompt) => prompt.scenario)) {
      signal.throwIfAborted()
      const names = new Set(prompts.map(({ file }) => parse(file).name))
      // Asterisk looks into the language's folder first, and plays what is there even where that is broken.
      for (const folder of [join(twin, scenario), join(soundFolder, scenario)]) {
        const broken = await firstBroken(folder, names, asterisk, folder.startsWith(twin))
        if (broken !== undefined) return ill(scenario, broken, folder)
      }
    }
    return { kind: 'well' }
  }
}

interface Broken {
  readonly name: string
  readonly how: 'missing' | 'empty' | 'unreadable to Asterisk'
}

async function firstBroken(
  folder: string,
  names: ReadonlySet<string>,
  asterisk: Owner | undefined,
  isTwin: boolean,
): Promise<Broken | undefined> {
  const files = await filesIn(folder)
  const [first] = names
  if (first !== undefined && files.length > 0 && !isReadable(await stat(folder), asterisk, 'folder')) {
    return { name: first, how: 'unreadable to Asterisk' }
  }
  for (const name of names) {
    const ours = soundEndings.map((ending) => `${name}.${ending}`).filter((file) => files.includes(file))
    if (ours.length === 0 && !isTwin && !(await hasSound(folder, name))) return { name, how: 'missing' }
    for (const file of ours) {
      const found = await stat(join(folder, file))
      if (found.size === 0) return { name, how: 'empty' }
      if (!isReadable(found, asterisk, 'file')) return { name, how: 'unreadable to Asterisk' }
    }
  }
  return undefined
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

/** False only where it surely is not: which groups Asterisk is in is not known, and without a user of its own nothing is. */
function isReadable({ mode, uid }: Stats, asterisk: Owner | undefined, what: 'file' | 'folder'): boolean {
  if (asterisk === undefined) return true
  const { S_IRUSR, S_IRGRP, S_IROTH, S_IXUSR, S_IXGRP, S_IXOTH } = constants
  const [own, group, others] = what === 'file' ? [S_IRUSR, S_IRGRP, S_IROTH] : [S_IXUSR, S_IXGRP, S_IXOTH]
  return (mode & (group | others)) !== 0 || (uid === asterisk.uid && (mode & own) !== 0)
}

function ill(scenario: string, { name, how }: Broken, folder: string): Health {
  return {
    kind: 'ill',
    because: `the prompt ${soundName(scenario, name)} is ${how} in ${folder}: run \`salehi prompts\``,
  }
}
