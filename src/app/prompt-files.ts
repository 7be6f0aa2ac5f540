import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import type { PromptReport } from '../media/prompt-report.ts'
import { folderPrompts, overridden, type PromptSource } from '../media/prompt-source.ts'
import { installPrompts } from '../media/prompts.ts'
import type { Plan } from '../scenario/plan.ts'
import { embeddedFiles } from './embedded.ts'

/** Where prompts come from and where they go. */
export interface PromptPlaces {
  /** AST_SOUND_DIR. */
  readonly soundDir: string
  /** The folder the executable stands in: recordings in `assets/audio/<scenario>/` there replace the built-in ones. */
  readonly home: string
}

/** Brings every prompt the scenarios play to where Asterisk plays it. */
export async function bringPrompts(
  plans: readonly Plan[],
  places: PromptPlaces,
  clock: Clock,
  signal: AbortSignal,
): Promise<PromptReport> {
  const own = await folderPrompts(join(places.home, 'assets', 'audio'))
  const scenarios = new Set(plans.map(({ name }) => name))
  const sources = overridden(await builtInPrompts(), own).filter(({ scenario }) => scenarios.has(scenario))
  const installation = {
    soundFolder: places.soundDir,
    sources,
    expected: plans.flatMap(recordingsOf),
    ffmpeg: 'ffmpeg',
    passwdFile: '/etc/passwd',
  }
  return await installPrompts(installation, clock, signal)
}

/** The recordings a scenario plays. */
export function recordingsOf(plan: Plan): readonly { readonly scenario: string; readonly file: string }[] {
  return [...plan.prompts.values()]
    .flatMap((prompt) => [...prompt.spoken.values()])
    .flatMap((spoken) => (spoken.kind === 'audio' ? [{ scenario: plan.name, file: spoken.file }] : []))
}

/** `assets/audio/<scenario>/<file>` inside the executable. */
async function builtInPrompts(): Promise<readonly PromptSource[]> {
  return (await embeddedFiles()).flatMap(({ path, bytes }) => {
    const [, , scenario, file] = path.startsWith('assets/audio/') ? path.split('/') : []
    if (scenario === undefined || file === undefined) return []
    return [{ scenario, file, origin: `built in: ${scenario}/${file}`, bytes }]
  })
}
