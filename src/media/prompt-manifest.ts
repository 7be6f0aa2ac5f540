import { join } from 'node:path'
import { soundEndings } from './sound-files.ts'

/** What was installed into a scenario's sound folder: enough to know whether it must be done again. */
export type Manifest = ReadonlyMap<string, InstalledEntry>

/** One installed prompt. */
export interface InstalledEntry {
  /** SHA-256 of the source, hex. */
  readonly source: string
  readonly durationMs: number
  /** Bytes of each installed file, in the order of {@link soundEndings}. */
  readonly sizes: readonly number[]
}

/** Name of the manifest inside a scenario's sound folder; Asterisk does not look at hidden files. */
export const manifestName = '.salehi-prompts.json'

/** Raised when the conversion changes, so that everything is converted again. */
const recipe = 1

/** The manifest of a folder; empty when there is none or it cannot be understood: then all is installed anew. */
export async function readManifest(folder: string): Promise<Map<string, InstalledEntry>> {
  const entries = new Map<string, InstalledEntry>()
  try {
    const read: unknown = JSON.parse(await Bun.file(join(folder, manifestName)).text())
    if (!isRecord(read) || read['recipe'] !== recipe || !isRecord(read['prompts'])) return entries
    for (const [name, entry] of Object.entries(read['prompts'])) {
      const decoded = decode(entry)
      if (decoded !== undefined) entries.set(name, decoded)
    }
  } catch {
    return new Map() // absent or broken: the same as nothing installed
  }
  return entries
}

/** The text of a manifest. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ recipe, prompts: Object.fromEntries(manifest) }, undefined, 2)}\n`
}

/** Sizes of a prompt's installed files, in the order of {@link soundEndings}; 0 for one that is not there. */
export async function installedSizes(folder: string, name: string): Promise<readonly number[]> {
  const sizes: number[] = []
  for (const ending of soundEndings) {
    const file = Bun.file(join(folder, `${name}.${ending}`))
    sizes.push((await file.exists()) ? file.size : 0)
  }
  return sizes
}

function decode(entry: unknown): InstalledEntry | undefined {
  if (!isRecord(entry)) return undefined
  const { source, durationMs, sizes } = entry
  if (typeof source !== 'string' || typeof durationMs !== 'number' || !Array.isArray(sizes)) return undefined
  return { source, durationMs, sizes: sizes.filter((size) => typeof size === 'number') }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
