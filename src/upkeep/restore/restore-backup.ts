import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { crashPoint } from '../../kernel/crash-point.ts'
import { holdDataFolder, holdImports } from '../../store/folder-lock.ts'
import { Pause } from '../../store/pause.ts'
import { backupNames, type Manifest } from '../backup/manifest.ts'
import { settleDatabase } from '../database-copy.ts'
import { becauseOf, UpkeepFault } from '../upkeep-fault.ts'
import { holdUpkeep, sweepLeft, upkeepFolder } from '../upkeep-folder.ts'
import { type CarriedOver, carryOver } from './carry-over.ts'
import { type Checked, checkBackup } from './check-backup.ts'
import { putInPlace } from './exchange.ts'
import { putDatabase } from './put-database.ts'
import { unpackBackup } from './read-backup.ts'

/** Where a backup is put. */
export interface RestorePlaces {
  readonly dataDir: string
  /** Absent = the settings name no folder for them. */
  readonly scenariosDir?: string
  readonly audioDir: string
}

/** What came of a restore. */
export interface Restored extends Checked {
  readonly manifest: Manifest
  /** The folder with the database there was; absent where there was none. */
  readonly aside?: string
  /** Absent where there was no database, or one that cannot be read. */
  readonly carried?: CarriedOver
  /** Folders that were put in place, and where the earlier ones are. */
  readonly folders: readonly { readonly place: string; readonly aside?: string }[]
  /** Files of the backup that were laid out to be looked at, not put in place. */
  readonly laidOut: readonly string[]
}

/** Reads a backup and looks it through as a restore would; changes nothing. Throws {@link UpkeepFault}. */
export async function verifyBackup(
  file: string,
  dataDir: string,
  stamp: string,
  signal: AbortSignal,
): Promise<Checked & { readonly manifest: Manifest }> {
  await using work = await stage(dataDir, `verify-${stamp}`)
  const manifest = await unpackBackup(file, work.path, signal)
  return { manifest, ...(await checkBackup(work.path, manifest)) }
}

/**
 * Puts a backup in the place of what there is, which is kept aside. Nothing changes before the whole backup was looked
 * through; however it is broken off, one whole database is in place. Dialing is paused afterwards: the database does not
 * know whom the one before it called since. Throws {@link UpkeepFault}.
 */
export async function restoreBackup(
  file: string,
  places: RestorePlaces,
  stamp: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Restored> {
  const { dataDir } = places
  await mkdir(dataDir, { recursive: true, mode: 0o750 })
  using _held = holdAll(dataDir)
  sweepLeft(dataDir, clock.now())
  await using work = await stage(dataDir, `restored-${stamp}`)
  const manifest = await unpackBackup(file, work.path, signal)
  crashPoint('upkeep.restore.unpacked')
  const checked = await checkBackup(work.path, manifest)
  const made = join(work.path, backupNames.database)
  const place = join(dataDir, 'salehi.db')
  const aside = existsSync(place) ? join(upkeepFolder(dataDir), `replaced-${stamp}`) : undefined
  const carried = aside === undefined ? undefined : carryOver(place, made)
  pause(made, manifest, clock)
  const folders = await prepareFolders(work.path, places, stamp)
  crashPoint('upkeep.restore.prepared')
  signal.throwIfAborted() // from here on it is done to its end
  await putDatabase(made, place, aside ?? '')
  const moved = folders.map((each) => {
    const before = existsSync(each.place) ? { aside: each.aside } : {}
    putInPlace(each.made, each.place, each.aside)
    crashPoint('upkeep.restore.folder')
    return { place: each.place, ...before }
  })
  const laidOut = await layOut(work.path, places)
  return {
    manifest,
    ...checked,
    ...(aside === undefined ? {} : { aside }),
    ...(carried === undefined ? {} : { carried }),
    folders: moved,
    laidOut,
  }
}

/** Keeps engines, imports and upgrades away. */
function holdAll(dataDir: string): Disposable {
  using stack = new DisposableStack()
  const hold = (held: Disposable | undefined, who: string): void => {
    if (held === undefined) throw new UpkeepFault(who)
    stack.use(held)
  }
  hold(holdUpkeep(dataDir), 'another "salehi restore" or "salehi upgrade" is at work on this DATA_DIR')
  hold(
    holdDataFolder(dataDir),
    `salehi runs on DATA_DIR ${dataDir}: stop it first (systemctl stop salehi, or salehi drain)`,
  )
  hold(holdImports(dataDir), 'a "salehi contacts" is writing lists: try again when it is done')
  return stack.move()
}

/** A folder of its own on the same disk as the data; what was not given another name is gone with it. */
async function stage(dataDir: string, name: string): Promise<AsyncDisposable & { readonly path: string }> {
  const path = join(upkeepFolder(dataDir), name)
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true, mode: 0o700 })
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

function pause(path: string, { madeAt }: Manifest, clock: Clock): void {
  using db = new Database(path, { readwrite: true, create: false, strict: true })
  const day = new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ')
  new Pause(db).set(`restored from the backup of ${day} UTC: who was called since may be called again`, clock.now())
  db.close()
  if (!settleDatabase(path)) throw new UpkeepFault('the database of the backup cannot be settled')
}

interface Prepared {
  readonly made: string
  readonly place: string
  readonly aside: string
}

/** Copies folders to beside where they belong, so that the last step is a short one that cannot fail for lack of room. */
async function prepareFolders(work: string, places: RestorePlaces, stamp: string): Promise<readonly Prepared[]> {
  const wanted = [
    { from: join(work, 'scenarios'), place: places.scenariosDir },
    { from: join(work, 'audio'), place: places.audioDir },
  ]
  const prepared: Prepared[] = []
  for (const { from, place } of wanted) {
    if (place === undefined || !existsSync(from)) continue
    const made = `${place}.restored-${stamp}`
    try {
      await rm(made, { recursive: true, force: true })
      await mkdir(join(place, '..'), { recursive: true })
      await cp(from, made, { recursive: true, preserveTimestamps: true })
    } catch (error) {
      const advice = 'give this user the right to write there (sudo)'
      throw new UpkeepFault(`${made} cannot be written (${becauseOf(error)}): ${advice}. Nothing was changed`)
    }
    prepared.push({ made, place, aside: `${place}.before-${stamp}` })
  }
  return prepared
}

/** What there is no place for, or a place of the owner's own, is left for them to look at. */
async function layOut(work: string, { dataDir, scenariosDir }: RestorePlaces): Promise<readonly string[]> {
  const names: string[] = [backupNames.settings, ...(scenariosDir === undefined ? ['scenarios'] : [])]
  const there = names.filter((name) => existsSync(join(work, name)))
  if (there.length === 0) return []
  const to = join(dataDir, 'upkeep', `laid-out-${work.split('restored-').at(-1)}`)
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const name of there) await rename(join(work, name), join(to, name))
  return there.map((name) => join(to, name))
}
