import { existsSync, readFileSync, statSync } from 'node:fs'
import type { User } from './users.ts'
import type { World } from './world.ts'

/** Who Asterisk runs as: as its process tells, else as it says itself, else the user `asterisk`; undefined where there is none. */
export async function asteriskUser({ core, users }: Pick<World, 'core' | 'users'>): Promise<User | undefined> {
  const settings = await core()
  const uid = settings?.pidFile === undefined ? undefined : ownerOf(settings.pidFile)
  const running = uid === undefined ? undefined : users.numbered(uid)
  return running ?? users.named(settings === undefined || settings.user === '' ? 'asterisk' : settings.user)
}

/** The user of the process whose number stands in the file; FreePBX chooses it on the command line, which no setting tells. */
function ownerOf(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined
  return statSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`, { throwIfNoEntry: false })?.uid
}
