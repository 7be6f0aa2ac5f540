import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { TarWriter } from '../archive/tar-writer.ts'
import { copyDatabase, databaseVersion } from '../database-copy.ts'
import { writeWhole } from '../durable-file.ts'
import { UpkeepFault } from '../upkeep-fault.ts'
import { sweepLeft, upkeepFolder } from '../upkeep-folder.ts'
import { backupNames, type Manifest } from './manifest.ts'
import { settingsCopy } from './settings-copy.ts'

/** Where what is backed up lies. */
export interface BackupSources {
  readonly dataDir: string
  /** The settings file in force, if there is one. */
  readonly settingsFile?: string
  /** The owner's own scenarios, with the do-not-call files beside them. */
  readonly scenariosDir?: string
  /** The owner's own recordings of prompts. */
  readonly audioDir?: string
  readonly company?: string
  readonly salehi: { readonly version: string; readonly commit: string }
}

export interface BackupOptions {
  /** Also the passwords and tokens of the settings. */
  readonly withSecrets: boolean
  readonly clock: Clock
}

/** Files of more than this in one folder are no scenarios: the folder is a wrong one. */
const mostFiles = 20_000

/**
 * Writes one file (mode 0600) with the database as it is at one instant, the settings, and the owner's scenarios and
 * prompts; beside a running engine, without holding it up. Throws {@link UpkeepFault}.
 */
export async function makeBackup(
  sources: BackupSources,
  file: string,
  { withSecrets, clock }: BackupOptions,
  signal: AbortSignal,
): Promise<Manifest> {
  const database = join(sources.dataDir, 'salehi.db')
  if (!existsSync(database)) throw new UpkeepFault(`${database} is not there: there is nothing to back up yet`)
  sweepLeft(sources.dataDir, clock.now())
  await using work = await workFolder(sources.dataDir)
  await refuseFullDisk(database, work.path)
  const copy = join(work.path, 'salehi.db')
  await copyDatabase(database, copy)
  signal.throwIfAborted()
  const madeAt = clock.now()
  return await writeWhole(file, 0o600, async (open) => {
    const tar = new TarWriter(open, madeAt)
    const files = [await tar.addFile(backupNames.database, copy, signal)]
    if (sources.settingsFile !== undefined) {
      const text = await readFile(sources.settingsFile, 'utf8')
      files.push(await tar.addText(backupNames.settings, settingsCopy(text, withSecrets)))
    }
    for (const [folder, dir] of [
      [backupNames.scenarios, sources.scenariosDir],
      [backupNames.audio, sources.audioDir],
    ] as const) {
      if (dir === undefined || !existsSync(dir)) continue
      for (const path of await filesIn(dir)) files.push(await tar.addFile(`${folder}${path}`, join(dir, path), signal))
    }
    const manifest: Manifest = {
      format: 1,
      madeAt,
      ...(sources.company === undefined ? {} : { company: sources.company }),
      salehi: sources.salehi,
      database: { version: databaseVersion(copy), rows: rowsOf(copy) },
      from: {
        ...(sources.settingsFile === undefined ? {} : { settings: sources.settingsFile }),
        ...(sources.scenariosDir === undefined ? {} : { scenarios: sources.scenariosDir }),
        ...(sources.audioDir === undefined ? {} : { audio: sources.audioDir }),
      },
      secrets: withSecrets,
      files,
    }
    await tar.addText(backupNames.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`)
    await tar.end()
    return manifest
  })
}

/** How many rows each table of a closed database has. */
export function rowsOf(path: string): Readonly<Record<string, number>> {
  using db = new Database(path, { readonly: true, strict: true })
  const tables = db
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
  const count = (name: string): number =>
    db.query<{ n: number }, []>(`SELECT count(*) AS n FROM "${name}"`).get()?.n ?? 0
  return Object.fromEntries(tables.map(({ name }) => [name, count(name)]))
}

/** A folder for what is in the making. */
async function workFolder(dataDir: string): Promise<AsyncDisposable & { readonly path: string }> {
  const parent = upkeepFolder(dataDir)
  await mkdir(parent, { recursive: true, mode: 0o750 })
  const path = await mkdtemp(join(parent, 'backup-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A disk that fills up would stop the calls. */
async function refuseFullDisk(database: string, work: string): Promise<void> {
  const { bavail, bsize } = await statfs(work)
  const needed = Bun.file(database).size * 2
  if (bavail * bsize > needed) return
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)
  throw new UpkeepFault(
    `there is no room for a copy of the database: ${megabytes(bavail * bsize)} MB are free beside it, ${megabytes(needed)} MB are needed`,
  )
}

/** Paths of all plain files in a folder, relative to it, in order. */
async function filesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  if (files.length > mostFiles)
    throw new UpkeepFault(`${dir} has more than ${mostFiles} files: is it the right folder?`)
  return files.map((file) => file.slice(dir.replace(/\/+$/, '').length + 1)).toSorted()
}
