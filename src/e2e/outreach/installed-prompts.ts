import { mkdirSync, readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { run } from '../rig/command.ts'
import type { PromptFile } from '../rig/heard-prompts.ts'

/** The recordings the repository brings for a scenario. */
export const promptFolder = (scenario: string): string => join(import.meta.dir, '../../../assets/audio', scenario)

/** A scenario's prompts as a telephone carries them, 8 kHz WAV below `folder`, to look for in what was heard. */
export async function installedPrompts(
  scenario: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly PromptFile[]> {
  mkdirSync(folder, { recursive: true })
  const sources = readdirSync(promptFolder(scenario)).filter((file) => file.endsWith('.mp3'))
  return await Promise.all(
    sources.sort().map(async (source) => {
      const { name } = parse(source)
      const file = join(folder, `${name}.wav`)
      const plain = ['-map_metadata', '-1', '-bitexact', '-ac', '1', '-ar', '8000', '-c:a', 'pcm_s16le']
      const argv = ['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin', '-y']
      await run([...argv, '-i', join(promptFolder(scenario), source), ...plain, file], {}, signal)
      return { name, file }
    }),
  )
}
