import { existsSync } from 'node:fs'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { holdDataFolder } from '../../store/folder-lock.ts'
import { megabytes, stampOf } from '../stamp.ts'
import { UpkeepFault } from '../upkeep-fault.ts'
import { holdUpkeep } from '../upkeep-folder.ts'
import { checkCandidate, type Surroundings, stageExecutable } from './candidate.ts'
import { diskShelf } from './disk-shelf.ts'
import { type EngineProcess, engineOn } from './lock-holder.ts'
import type { Release, Starter } from './ports.ts'
import { runningEngine } from './running-engine.ts'
import { again, byHand, systemdService } from './starters.ts'
import { rollBack, type SwapLimits, type Swapped, swap } from './swap.ts'
import { clearUnfinished, findUnfinished } from './unfinished.ts'

/** What is upgraded, and how. */
export interface UpgradeOrder {
  /** The new executable. */
  readonly file: string
  /** The one it replaces. */
  readonly target: string
  readonly dataDir: string
  /** Where no engine runs, the folder and environment of the command. */
  readonly around: Surroundings
  /** An engine that no service manager starts is started in the background. */
  readonly startsItself: boolean
  readonly limits: SwapLimits
}

/** How an upgrade went. */
export type Upgraded = Swapped & { readonly release: Release }

const lockMs = 15_000
const lockLookMs = 50

/** Checks a new executable, puts it in place and starts it, or goes back. Throws `UpkeepFault` where nothing changed. */
export async function upgrade(
  order: UpgradeOrder,
  clock: Clock,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<Upgraded> {
  const { file, target, dataDir, limits } = order
  await mkdir(dataDir, { recursive: true, mode: 0o750 })
  const running = processOn(dataDir, target)
  await refuseFullDisk(dataDir, file)
  const around = running === undefined ? order.around : { cwd: running.cwd, env: running.env }
  const staged = await stageExecutable(file, target)
  try {
    const release = await checkCandidate(staged, dataDir, around, signal)
    tell(
      `The new executable is salehi ${release.version} (${release.commit}); it takes these settings, scenarios and data.`,
    )
    using _held = heldFor(dataDir)
    const starter = starterOf(running, order, clock, tell)
    const parts = {
      engine: runningEngine(dataDir),
      ...(starter === undefined ? {} : { starter }),
      shelf: diskShelf({ dataDir, target, staged, stamp: stampOf(clock.now()), ...serviceOf(running) }),
      holdData: (own: AbortSignal) => dataHeld(dataDir, clock, own),
      clock,
      tell,
    }
    const swapped = await swap(parts, release, limits, signal).catch((error: unknown) => {
      clearUnfinished(dataDir)
      throw error
    })
    clearUnfinished(dataDir)
    return { ...swapped, release }
  } finally {
    await rm(staged, { force: true })
  }
}

/**
 * Takes back an upgrade that was killed in its middle: the old executable, which runs this, comes back into place and is
 * started where a service does that. Throws `UpkeepFault` where there is none.
 */
export async function undoUpgrade(
  program: string,
  dataDir: string,
  env: Surroundings['env'],
  clock: Clock,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<Swapped> {
  const unfinished = findUnfinished(dataDir)
  if (unfinished === undefined) throw new UpkeepFault(`no upgrade was broken off on DATA_DIR ${dataDir}`)
  const { target, service } = unfinished
  if (!existsSync(`${target}.old`)) throw new UpkeepFault(`${target}.old is gone: there is nothing to go back to`)
  if (program !== `${target}.old`) throw new UpkeepFault(`only the old one can go back: ${target}.old upgrade --undo`)
  using _held = heldFor(dataDir)
  const starter = service === undefined ? byHand(dataDir, clock, tell) : systemdService(service, clock, env)
  const parts = {
    engine: runningEngine(dataDir),
    shelf: diskShelf({ dataDir, target, staged: `${target}.new`, stamp: stampOf(clock.now()) }),
    holdData: (own: AbortSignal) => dataHeld(dataDir, clock, own),
    clock,
    tell,
  }
  const undone = await rollBack(parts, starter, 'the upgrade was broken off', signal)
  clearUnfinished(dataDir)
  return undone
}

/** The engine that runs; one that runs from another executable is not ours to replace. */
function processOn(dataDir: string, target: string): EngineProcess | undefined {
  const found = engineOn(dataDir)
  if (found === undefined) {
    using free = holdDataFolder(dataDir)
    if (free !== undefined) return undefined
    throw new UpkeepFault(
      `the engine that runs on ${dataDir} cannot be seen by this user: run this as its user, or with sudo`,
    )
  }
  if (found.program === target) return found
  throw new UpkeepFault(
    `the engine that runs on ${dataDir} was started from ${found.program}, this is ${target}: upgrade with that one (${found.program} upgrade FILE)`,
  )
}

function starterOf(
  running: EngineProcess | undefined,
  { target, dataDir, startsItself, around }: UpgradeOrder,
  clock: Clock,
  tell: (text: string) => void,
): Starter | undefined {
  if (running === undefined) return undefined
  if (running.service !== undefined && existsSync('/run/systemd/system')) {
    return systemdService(running.service, clock, around.env)
  }
  return startsItself ? again(running, target, dataDir, clock) : byHand(dataDir, clock, tell)
}

function serviceOf(running: EngineProcess | undefined): { readonly service?: string } {
  return running?.service === undefined ? {} : { service: running.service }
}

function heldFor(dataDir: string): Disposable {
  const held = holdUpkeep(dataDir)
  if (held !== undefined) return held
  throw new UpkeepFault('another "salehi upgrade" or "salehi restore" is at work on this DATA_DIR')
}

/** The data folder, once whoever ends has let go of it. A command that looks into it for a moment is waited for too. */
async function dataHeld(dataDir: string, clock: Clock, signal: AbortSignal): Promise<Disposable> {
  for (const until = clock.elapsed() + lockMs; ; await clock.sleep(lockLookMs, signal)) {
    const held = holdDataFolder(dataDir)
    if (held !== undefined) return held
    if (clock.elapsed() > until) throw new UpkeepFault(`somebody else runs an engine on ${dataDir}`)
  }
}

/** The new executable, a copy of the database to try it on, one to go back to, and one to go back with. */
async function refuseFullDisk(dataDir: string, file: string): Promise<void> {
  const size = (path: string): number => (existsSync(path) ? Bun.file(path).size : 0)
  const needed = size(file) + 3 * size(join(dataDir, 'salehi.db')) + 50_000_000
  const { bavail, bsize } = await statfs(dataDir)
  if (bavail * bsize > needed) return
  throw new UpkeepFault(
    `there is no room to upgrade: ${megabytes(bavail * bsize)} are free, ${megabytes(needed)} are needed`,
  )
}
