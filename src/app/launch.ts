import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openAppLog } from '../logs/app-log.ts'
import { LogRing } from '../logs/ring.ts'
import { companiesOf, loadLibrary } from '../scenario/library.ts'
import { listens } from '../scenario/listens.ts'
import type { Plan } from '../scenario/plan.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import { StoreUnusable } from '../store/database.ts'
import { holdDataFolder } from '../store/folder-lock.ts'
import { type App, openApp } from './app.ts'
import { exitCodes } from './exit-codes.ts'
import type { AppParts, RunConfig } from './parts.ts'
import { systemPlatform } from './platform.ts'
import { bringPrompts } from './prompt-files.ts'
import { scenarioSources } from './scenarios.ts'
import { ServiceWatch } from './service-watch.ts'
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
  /** Whether the prompts are brought to where Asterisk plays them, as is done unless told otherwise. */
  readonly bringsPrompts?: boolean
}

/** An engine ready to run. */
export interface Launched extends AsyncDisposable {
  readonly app: App
  readonly parts: AppParts
}

/** Checks scenarios, installs prompts, opens everything. Throws {@link StartFault} with what a person must put right. */
export async function launch(options: LaunchOptions, signal: AbortSignal): Promise<Launched> {
  const { config, console, isEngine } = options
  const { clock } = systemPlatform
  const sources = await scenarioSources(config.scenariosDir)
  const library = loadLibrary(sources, config.company)
  if (library.plans.size === 0) requireCompany(config.company, companiesOf(sources))
  if (library.problems.length > 0 || library.policy === undefined) {
    throw new StartFault(renderProblems(library.problems).trimEnd(), exitCodes.config)
  }
  const plans = [...library.plans.values()]
  refuseUnspeakable(plans)
  makeDataFolder(config.data.dir)
  await using stack = new AsyncDisposableStack()
  if (isEngine) stack.use(dataFolderLock(config.data.dir))
  const zone = config.dialer.timezone ?? library.policy.zone
  const dir = join(config.data.dir, 'logs')
  const opened = stack.use(openAppLog({ level: config.logLevel, console, dir, timezone: zone, clock }))
  const watched = { services: new ServiceWatch(config, clock), lines: new LogRing(clock) }
  const log = watched.lines.over(opened.log)
  const platform = { ...systemPlatform, fetch: watched.services.over(systemPlatform.fetch) }
  if (options.bringsPrompts !== false) await bring(plans, options, log, signal)
  if (config.stt.token === undefined && plans.some(listens)) {
    log.error('stt.no_token', 'VIRA_STT_TOKEN is not set: nobody will be understood, so nobody is called')
  }
  const parts: AppParts = { config, plans, policy: library.policy, log, isEngine, platform, watched }
  const app = stack.use(await openApp(parts, signal).catch(toStartFault))
  const resources = stack.move()
  return { app, parts, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Installs the prompts, and tells of it. */
async function bring(
  plans: readonly Plan[],
  { config, home }: LaunchOptions,
  log: AppParts['log'],
  signal: AbortSignal,
): Promise<void> {
  const { clock } = systemPlatform
  const prompts = await bringPrompts(plans, { soundDir: config.audio.soundDir, home }, clock, signal)
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

function requireCompany(company: string, known: readonly string[]): void {
  if (known.includes(company)) return
  throw new StartFault(
    `COMPANY "${company}": there is no such company; there is ${known.join(', ')}. ` +
      `One of your own has its scenarios in a folder of its name in SCENARIOS_DIR: ${company}/${company}.yaml`,
    exitCodes.config,
  )
}

function makeDataFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o750 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const fileInTheWay = code === 'EEXIST' || code === 'ENOTDIR'
    const because = fileInTheWay ? 'a file stands in its place' : error instanceof Error ? error.message : error
    throw new StartFault(
      `DATA_DIR ${dir} cannot be made (${because}): give it a folder this user may write`,
      exitCodes.config,
    )
  }
}

/** A second engine on the same data would take the calls of the first for leftovers of a crash. */
function dataFolderLock(dir: string): Disposable {
  try {
    const held = holdDataFolder(dir)
    if (held !== undefined) return held
  } catch (error) {
    return toStartFault(error)
  }
  throw new StartFault(
    `DATA_DIR ${dir} is in use: another salehi runs on it. Stop that one (systemctl stop salehi), or give this one a folder of its own in DATA_DIR`,
    exitCodes.failed,
  )
}

function toStartFault(error: unknown): never {
  throw error instanceof StoreUnusable ? new StartFault(error.message, exitCodes.config) : error
}
