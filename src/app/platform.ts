import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { realWire, type Wire } from '../ari/wire.ts'
import type { HealthChecks } from '../dialer/health.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Fetch } from '../kernel/fetch.ts'
import { type Ids, systemIds } from '../kernel/ids.ts'
import { type Random, systemRandom } from '../kernel/random.ts'
import { type CallLogs, type CallLogsOptions, openCallLogs } from '../logs/call-logs.ts'
import { promptsCheck } from '../media/prompts-present.ts'
import { openDatabase } from '../store/database.ts'
import { diskSpaceCheck } from '../store/disk-space.ts'
import { holdImports } from '../store/folder-lock.ts'
import type { RetentionParts } from '../upkeep/retention/keep-within.ts'
import { isUpkeepHeld } from '../upkeep/upkeep-folder.ts'
import type { AppParts } from './parts.ts'
import { recordingsOf } from './prompt-files.ts'

/** What an engine runs on: handed in, so that a rehearsal puts a world of its own in the place of the machine's. */
export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  /** Carries requests to the panel, the recogniser, the model and the SMS service. */
  readonly fetch: Fetch
  /** Carries requests and events to Asterisk. */
  readonly wire: Wire
  readonly disk: Disk
}

/** What an engine keeps on the machine's disk, and looks at there. */
export interface Disk {
  /** Opens (or makes) the database. Throws `StoreUnusable`. */
  openDatabase(path: string): Database
  openCallLogs(options: CallLogsOptions): CallLogs
  /** Keeps commands from writing lists; undefined while one does. */
  holdImports(dataDir: string): Disposable | undefined
  /** Whether an upgrade holds the engine of that folder still. */
  isUpkeepHeld(dataDir: string): boolean
  /** Where files of calls lie that go when they are older than their retention; absent: there are none. */
  callFiles(config: AppParts['config']): RetentionParts['folders']
  /** Whether there is room, and whether the prompts are where Asterisk plays them. */
  checks(parts: Pick<AppParts, 'config' | 'plans'>): Pick<HealthChecks, 'disk' | 'sounds'>
}

/** The machine's own clock, chance, network and disk. */
export const systemPlatform: Platform = {
  clock: systemClock,
  random: systemRandom,
  ids: systemIds,
  fetch: (url, options) => fetch(url, options),
  wire: realWire,
  disk: {
    openDatabase: (path) => openDatabase(path),
    openCallLogs,
    holdImports,
    isUpkeepHeld,
    callFiles: ({ audio, data }) => ({ recordings: audio.recordingDir, logs: join(data.dir, 'logs') }),
    checks: ({ config: { data, audio }, plans }) => ({
      disk: diskSpaceCheck([
        { setting: 'DATA_DIR', path: data.dir },
        { setting: 'AST_RECORDING_DIR', path: audio.recordingDir },
      ]),
      sounds: promptsCheck({
        soundFolder: audio.soundDir,
        expected: plans.flatMap(recordingsOf),
        passwdFile: '/etc/passwd',
      }),
    }),
  },
}
