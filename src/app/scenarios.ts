import { resolve } from 'node:path'
import { overlay, type SourceFile } from '../scenario/library.ts'
import { readScenarioTree } from '../scenario/source-tree.ts'
import { embeddedFiles } from './embedded.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** Every scenario file in force, talks included: those inside the executable, overlaid file by file by SCENARIOS_DIR. */
export async function scenarioSources(override: string | undefined): Promise<readonly SourceFile[]> {
  const builtIn = await embeddedScenarios()
  if (override === undefined) return builtIn
  const folder = resolve(override)
  try {
    const own = readScenarioTree(folder)
    return overlay(withoutTalksOf(own, builtIn), own)
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `SCENARIOS_DIR ${folder} cannot be read (${because}): give it a folder this user may read`,
      exitCodes.config,
    )
  }
}

/** A scenario laid over a built-in one goes its own way: the built-in talks (`sina.talk.yaml`) are not about it. */
function withoutTalksOf(own: readonly SourceFile[], builtIn: readonly SourceFile[]): readonly SourceFile[] {
  const replaced = new Set(own.map(({ path }) => path.replace(/\.yaml$/, '.talk.yaml')))
  return builtIn.filter(({ path }) => !replaced.has(path))
}

/** The scenario files the executable brings along. */
export async function embeddedScenarios(): Promise<readonly SourceFile[]> {
  const decoder = new TextDecoder()
  const prefix = 'scenarios/'
  const sources: SourceFile[] = []
  for (const file of await embeddedFiles()) {
    if (!file.path.startsWith(prefix)) continue
    const text = decoder.decode(await file.bytes())
    sources.push({ path: file.path.slice(prefix.length), file: file.path, text })
  }
  return sources
}
