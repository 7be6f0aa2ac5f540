import type { Config } from '../../config/config.ts'
import { cannot, type Fix, type FixName } from './fix.ts'

/** Makes Asterisk's folder of custom sounds, or hands it to salehi's user; others still read it. */
export const soundsFix: Fix = folderFix('sounds', 'the folder of sounds', 0o755, ({ audio }) => audio.soundDir)

/** The same for the folder of recordings. */
export const recordingsFix: Fix = folderFix(
  'recordings',
  'the folder of recordings',
  0o755,
  ({ audio }) => audio.recordingDir,
)

/** The same for the folder of the database and the logs, which is nobody else's to read. */
export const dataFix: Fix = folderFix('data', 'the data folder', 0o750, ({ data }) => data.dir)

function folderFix(name: FixName, title: string, mode: number, pathIn: (config: Config) => string): Fix {
  return {
    name,
    plan(world) {
      const user = world.users.named('asterisk') ?? world.users.salehi
      if (user === undefined) return Promise.resolve(cannot(name, 'there is no user asterisk on this machine'))
      const path = pathIn(world.settings.config)
      return Promise.resolve({ kind: 'plan', name, title, changes: [{ kind: 'folder', path, user, mode }], reload: [] })
    },
  }
}
