import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { copyDatabase, databaseVersion } from '../database-copy.ts'
import { ownLike, syncFile } from '../durable-file.ts'
import { becauseOf, UpkeepFault } from '../upkeep-fault.ts'
import { upkeepFolder } from '../upkeep-folder.ts'
import type { Release } from './ports.ts'
import { endWords, runProgram } from './run-program.ts'

const releaseSchema = z.object({ version: z.string(), commit: z.string(), database: z.number().int() })

/** How a program is asked about the box: in the folder and with the environment the engine has. */
export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const mostMs = { version: 20_000, config: 20_000, check: 120_000, database: 300_000 }

/**
 * Copies a new executable to beside the one it is to replace, where a rename puts it in place, with the rights and the
 * owner of that one. Throws {@link UpkeepFault}.
 */
export async function stageExecutable(file: string, target: string): Promise<string> {
  const staged = `${target}.new`
  try {
    await rm(staged, { force: true })
    await copyFile(file, staged)
    await chmod(staged, 0o755)
    await ownLike(staged, target)
    await syncFile(staged)
    return staged
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined) // the first fault is the one to tell
    throw new UpkeepFault(
      `${file} cannot be put beside ${target} (${becauseOf(error)}): is it there, and may this user write there (sudo)?`,
    )
  }
}

/**
 * Sees whether a new executable runs on this machine, knows these settings and scenarios, and can use the data, by trying
 * it on a copy. Throws {@link UpkeepFault} with what it said.
 */
export async function checkCandidate(
  program: string,
  dataDir: string,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Release> {
  const release = await releaseOf(program, around, signal)
  await mustEndWell(program, ['config'], 'does not take these settings', mostMs.config, around, signal)
  await mustEndWell(program, ['check'], 'finds faults in the scenarios', mostMs.check, around, signal)
  const database = join(dataDir, 'salehi.db')
  if (!(await Bun.file(database).exists())) return release
  const version = databaseVersion(database)
  if (version > release.database) {
    throw new UpkeepFault(
      `the new executable is an older one: the database has version ${version}, it knows ${release.database}. To go back in time, restore a backup of then with it`,
    )
  }
  await tryDatabase(program, dataDir, release, around, signal)
  return release
}

/** What an executable says of itself. Throws {@link UpkeepFault} where it is no salehi, or none for this machine. */
export async function releaseOf(program: string, around: Surroundings, signal: AbortSignal): Promise<Release> {
  const args = ['version', '--json']
  const end = await tried(program, args, mostMs.version, around, signal)
  if (end.code !== 0) throw new UpkeepFault(`the new executable does not run here: ${endWords(end, mostMs.version)}`)
  const read = releaseSchema.safeParse(parse(end.stdout))
  if (read.success) return read.data
  throw new UpkeepFault('the new executable does not say which version it is: it is no salehi, or a very old one')
}

async function mustEndWell(
  program: string,
  args: readonly string[],
  fault: string,
  ms: number,
  around: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const end = await tried(program, args, ms, around, signal)
  if (end.code !== 0) throw new UpkeepFault(`the new executable ${fault}: ${endWords(end, ms)}`)
}

async function tried(program: string, args: readonly string[], ms: number, around: Surroundings, signal: AbortSignal) {
  try {
    return await runProgram({ argv: [program, ...args], ...around, mostMs: ms }, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw new UpkeepFault(
      `the new executable cannot be started (${becauseOf(error)}): is it one for this machine, and whole?`,
    )
  }
}

/** Lets it bring a copy of the database up to date, and look into it. */
async function tryDatabase(
  program: string,
  dataDir: string,
  release: Release,
  around: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const dir = join(upkeepFolder(dataDir), 'trial')
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  try {
    const copy = join(dir, 'salehi.db')
    await copyDatabase(join(dataDir, 'salehi.db'), copy)
    const env = { ...around.env, DATA_DIR: dirname(copy) }
    const fault = 'cannot use the database'
    await mustEndWell(program, ['outbox', 'list'], fault, mostMs.database, { ...around, env }, signal)
    const version = databaseVersion(copy)
    if (version !== release.database) {
      throw new UpkeepFault(`the new executable ${fault}: it left it at version ${version}, not ${release.database}`)
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no release
  }
}
