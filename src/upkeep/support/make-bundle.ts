import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import { describeConfig } from '../../config/describe.ts'
import type { Sources } from '../../config/sources.ts'
import type { Clock } from '../../kernel/clock.ts'
import { TarWriter } from '../archive/tar-writer.ts'
import { writeWhole } from '../durable-file.ts'
import { megabytes } from '../stamp.ts'
import { runProgram } from '../upgrade/run-program.ts'
import { becauseOf } from '../upkeep-fault.ts'
import { personalIn, secretsIn } from './known-words.ts'
import { latestLogLines } from './log-lines.ts'
import { scrubOf } from './scrub.ts'
import { withoutPeople } from './status-facts.ts'
import { storeFacts } from './store-facts.ts'

/** What a bundle is made of. */
export interface BundleSources {
  readonly dataDir: string
  readonly sources: Sources
  readonly scenariosDir?: string
  /** AST_RECORDING_DIR. */
  readonly recordingDir: string
  readonly salehi: { readonly version: string; readonly commit: string }
  /** What the running engine says of itself; absent where none answers. */
  readonly status?: unknown
  /** How the doctor is asked; absent where there is none. */
  readonly doctor?: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const doctorMs = 60_000
const programMs = 5_000

/**
 * Writes a bundle for whoever helps: versions, settings with secrets masked, status, schema and counts of the database,
 * the doctor's findings, the latest log lines. Numbers, words of callers, names and secrets are taken out of all of it.
 * A part that cannot be had says why. Returns the names of what is in it.
 */
export async function makeBundle(
  from: BundleSources,
  file: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const database = join(from.dataDir, 'salehi.db')
  const scrub = scrubOf([...secretsIn(from.sources), ...attemptedSync(() => personalIn(database), [])])
  const parts: readonly (readonly [string, () => unknown | Promise<unknown>])[] = [
    ['versions.json', () => versions(from, signal)],
    [
      'settings.json',
      () => describeConfig(from.sources).map(({ name, value, from: where }) => ({ name, value, from: where })),
    ],
    ['settings-faults.json', () => from.sources.faults],
    ['status.json', () => (from.status === undefined ? { running: false } : withoutPeople(from.status))],
    ['store.json', () => storeFacts(database, clock.now()) ?? { missing: true }],
    ['disk.json', () => diskFacts(from)],
    ['scenarios.json', () => scenarioFacts(from.scenariosDir)],
    ['doctor.json', () => doctor(from, signal)],
    ['app.log', async () => (await latestLogLines(join(from.dataDir, 'logs'))).join('\n')],
  ]
  return await writeWhole(file, 0o600, async (open) => {
    const tar = new TarWriter(open, clock.now())
    for (const [name, make] of parts) {
      const made = await Promise.try(make).catch((error: unknown) => ({ absent: becauseOf(error) }))
      signal.throwIfAborted()
      const text = typeof made === 'string' ? made : JSON.stringify(made, undefined, 2)
      await tar.addText(name, `${text.split('\n').map(scrub).join('\n')}\n`)
    }
    await tar.end()
    return parts.map(([name]) => name)
  })
}

async function versions({ salehi }: BundleSources, signal: AbortSignal): Promise<unknown> {
  const firstLine = async (...argv: readonly string[]): Promise<string> => {
    const end = await runProgram({ argv, mostMs: programMs }, signal).catch((error: unknown) => becauseOf(error))
    return typeof end === 'string' ? end : (end.stdout.split('\n', 1)[0] ?? '')
  }
  return {
    salehi,
    bun: Bun.version,
    system: /^PRETTY_NAME="?(.*?)"?$/m.exec(attemptedSync(() => readFileSync('/etc/os-release', 'utf8'), ''))?.[1],
    kernel: await firstLine('uname', '-srm'),
    ffmpeg: await firstLine('ffmpeg', '-version'),
    asterisk: await firstLine('asterisk', '-V'),
    memory: { free: megabytes(freemem()), all: megabytes(totalmem()) },
    load: attemptedSync(() => readFileSync('/proc/loadavg', 'utf8').trim(), ''),
    zone: Temporal.Now.timeZoneId(),
  }
}

async function doctor({ doctor: argv, cwd, env }: BundleSources, signal: AbortSignal): Promise<unknown> {
  if (argv === undefined) return { absent: 'there is no doctor' }
  const end = await runProgram({ argv, cwd, env, mostMs: doctorMs }, signal)
  // 2: this executable knows no such command.
  if (end.code === 2) return { absent: 'this executable has no doctor' }
  return { code: end.code ?? 'took too long', said: end.stdout.split('\n'), complained: end.stderr.split('\n') }
}

function diskFacts({ dataDir, recordingDir }: BundleSources): unknown {
  const free = (path: string): unknown =>
    attemptedSync<unknown>(() => {
      const { bavail, blocks, bsize } = statfsSync(path)
      return { free: megabytes(bavail * bsize), all: megabytes(blocks * bsize) }
    }, 'cannot be looked at')
  const recordings = ['salehi', 'enhanced/salehi'].map((folder) =>
    attemptedSync(() => readdirSync(join(recordingDir, folder)).length, 0),
  )
  const files = attemptedSync(() => readdirSync(dataDir), []).map((name) => {
    const { size, mode, uid, gid } = statSync(join(dataDir, name))
    return { name, size, mode: (mode & 0o7777).toString(8), uid, gid }
  })
  return { dataDir: free(dataDir), recordingDir: free(recordingDir), recordings, files }
}

/** Names and hashes: what the scenarios say is the company's own. */
function scenarioFacts(dir: string | undefined): unknown {
  if (dir === undefined || !existsSync(dir)) return { builtIn: true }
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(dir.length + 1),
      sha256: new Bun.CryptoHasher('sha256').update(readFileSync(path)).digest('hex'),
    }))
}

function attemptedSync<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise // the rest of the bundle is worth having all the same
  }
}
