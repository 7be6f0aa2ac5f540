import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from './library.ts'

/** Longest file taken; a longer one is cut, and the reader then refuses it. */
const maxBytes = 1024 * 1024

/**
 * The YAML files of a scenario tree on disk: `*.yaml` at its top and one folder below. Throws with the system's error
 * where the folder cannot be read.
 */
export function readScenarioTree(dir: string): readonly SourceFile[] {
  const found: SourceFile[] = []
  for (const name of readdirSync(dir).sort()) {
    const at = join(dir, name)
    if (statSync(at).isDirectory()) {
      for (const inner of readdirSync(at).sort()) take(join(at, inner), `${name}/${inner}`, found)
    } else take(at, name, found)
  }
  return found
}

function take(file: string, path: string, found: SourceFile[]): void {
  if (!path.endsWith('.yaml') || !statSync(file).isFile()) return
  found.push({ path, file, text: readFileSync(file, 'utf8').slice(0, maxBytes) })
}
