import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { crashing } from '../crash-build.ts'
import { executable } from '../engine.ts'
import { promptFolder } from '../outreach/installed-prompts.ts'
import { run } from '../rig/command.ts'

/** The two executables in one folder, with a scenario whose prompts last under a second: a whole call takes a few. */
export interface Home {
  /** The product. */
  readonly program: string
  /** The one that dies where it is told. */
  readonly crashing: string
  readonly scenarios: string
}

/** The scenario's name, to be enabled by the panel. */
export const briefScenario = 'brief'

/** Lays the folder. */
export async function layHome(folder: string, signal: AbortSignal): Promise<Home> {
  const home = {
    program: join(folder, 'home/salehi'),
    crashing: join(folder, 'home/salehi-crashing'),
    scenarios: join(folder, 'scenarios'),
  }
  const audio = join(folder, 'home/assets/audio', briefScenario)
  mkdirSync(audio, { recursive: true })
  mkdirSync(join(home.scenarios, 'sina'), { recursive: true })
  copyFileSync(executable, home.program)
  copyFileSync(crashing, home.crashing)
  copyFileSync(join(import.meta.dir, `${briefScenario}.yaml`), join(home.scenarios, `sina/${briefScenario}.yaml`))
  for (const name of ['hello', 'onhold']) {
    const source = join(promptFolder('sina'), `${name}.mp3`)
    const argv = ['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-i', source, '-t', '0.7']
    await run([...argv, join(audio, `${name}.mp3`)], {}, signal)
  }
  return home
}
