import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock as clock } from '../kernel/clock.ts'
import { openAppLog } from '../logs/app-log.ts'
import { loadLibrary } from '../scenario/library.ts'
import type { Plan } from '../scenario/plan.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import { type App, openApp } from './app.ts'
import { exitCodes } from './exit-codes.ts'
import type { AppParts, RunConfig } from './parts.ts'
import { bringPrompts } from './prompt-files.ts'
import { scenarioSources } from './scenarios.ts'
import { StartFault } from './start-fault.ts'

/** What a launch needs beside the settings. */
export interface LaunchOptions {
  readonly config: RunConfig
  /** The folder the executable stands in. */
  readonly home: string
  /** The engine, or one test call that may run beside it. */
  readonly isEngine: boolean
  /** Takes log lines. */
  readonly console: (line: string) => void
}

/** An engine ready to run. */
export interface Launched extends AsyncDisposable {
  readonly app: App
  readonly parts: AppParts
}

/** Checks scenarios, installs prompts, opens everything. Throws {@link StartFault} with what a person must put right. */
export async function launch(options: LaunchOptions, signal: AbortSignal): Promise<Launched> {
  const { config, home, console, isEngine } = options
  const library = loadLibrary(await scenarioSources(config.scenariosDir), config.company)
  if (library.problems.length > 0 || library.policy === undefined) {
    throw new StartFault(renderProblems(library.problems).trimEnd(), exitCodes.config)
  }
  const plans = [...library.plans.values()]
  refuseUnspeakable(plans)
  makeDataFolder(config.data.dir)
  await using stack = new AsyncDisposableStack()
  const zone = config.dialer.timezone ?? library.policy.zone
  const dir = join(config.data.dir, 'logs')
  const { log } = stack.use(openAppLog({ level: config.logLevel, console, dir, timezone: zone, clock }))
  const prompts = await bringPrompts(plans, { soundDir: config.audio.soundDir, home }, signal)
  if (prompts.problems.length > 0) {
    throw new StartFault(prompts.problems.map(({ message }) => message).join('\n'), exitCodes.failed)
  }
  log.info('prompts.ready', 'the prompts are where Asterisk plays them', {
    installed: prompts.installed.length,
    unchanged: prompts.unchanged.length,
  })
  for (const path of prompts.setAside) {
    log.warn('prompts.set_aside', 'a sound of the same name was put aside', { path: `${path}.old` })
  }
  if (config.stt.token === undefined && plans.some(listens)) {
    log.error('stt.no_token', 'VIRA_STT_TOKEN is not set: nobody will be understood, so nobody is called')
  }
  const parts: AppParts = { config, plans, policy: library.policy, log, isEngine }
  const app = stack.use(await openApp(parts, signal))
  const resources = stack.move()
  return { app, parts, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

function listens(plan: Plan): boolean {
  return plan.intents.size > 0
}

/** A prompt that is text needs a voice, and there is none yet: better no start than a caller who hears nothing. */
function refuseUnspeakable(plans: readonly Plan[]): void {
  const faults = plans.flatMap((plan) =>
    [...plan.prompts.values()]
      .filter((prompt) => [...prompt.spoken.values()].some(({ kind }) => kind === 'text'))
      .map(
        ({ name, line }) =>
          `${plan.file}:${line}: the prompt "${name}" is text, and text to speech is not offered yet: record it and write { audio: ${name}.mp3 }`,
      ),
  )
  if (faults.length > 0) throw new StartFault(faults.join('\n'), exitCodes.config)
}

function makeDataFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o750 })
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `DATA_DIR ${dir} cannot be made (${because}): give it a folder this user may write`,
      exitCodes.config,
    )
  }
}
