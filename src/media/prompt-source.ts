import { readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'

/** One prompt as it was recorded, before conversion. */
export interface PromptSource {
  /** The scenario it belongs to: its folder below `custom/`. */
  readonly scenario: string
  /** File name as scenarios write it (`hello.mp3`). */
  readonly file: string
  /** Where it comes from, for messages: a path, or `built in: sina/hello.mp3`. */
  readonly origin: string
  bytes(): Promise<Uint8Array>
}

/** Endings of recordings that are taken from the override folder. */
export const recordingEndings = ['.mp3', '.wav', '.m4a', '.ogg', '.opus', '.flac', '.aac'] as const

/** The prompts of `<folder>/<scenario>/<file>`; none when the folder is not there. */
export async function folderPrompts(folder: string): Promise<readonly PromptSource[]> {
  const found: PromptSource[] = []
  for (const scenario of await entries(folder, 'folder')) {
    for (const file of await entries(join(folder, scenario), 'file')) {
      if (!(recordingEndings as readonly string[]).includes(parse(file).ext.toLowerCase())) continue
      const origin = join(folder, scenario, file)
      found.push({ scenario, file, origin, bytes: () => Bun.file(origin).bytes() })
    }
  }
  return found
}

/**
 * The prompts to install: a recording of the owner's takes the place of the built-in one of the same scenario and name,
 * whatever its ending (`hello.wav` replaces `hello.mp3`), and may add new ones. Of two recordings of one name the
 * first in alphabetical order counts.
 */
export function overridden(builtIn: readonly PromptSource[], own: readonly PromptSource[]): readonly PromptSource[] {
  const chosen = new Map<string, PromptSource>()
  for (const source of builtIn) chosen.set(key(source), source)
  for (const source of own.toReversed()) chosen.set(key(source), source)
  return [...chosen.values()]
}

function key(source: PromptSource): string {
  return `${source.scenario}/${parse(source.file).name}`
}

/** Names in a folder in alphabetical order, hidden ones left out; none when it cannot be read. */
async function entries(folder: string, kind: 'folder' | 'file'): Promise<readonly string[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true })
    const wanted = all.filter((entry) => entry.isDirectory() === (kind === 'folder') && !entry.name.startsWith('.'))
    return wanted.map((entry) => entry.name).sort()
  } catch {
    return [] // no folder, no overrides
  }
}
