import { afterAll } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { countingIds } from '../kernel/ids.ts'
import { seededRandom } from '../kernel/random.ts'
import type { Said, Silence } from './asterisk/command-line.ts'
import { readCoreSettings } from './asterisk/core-settings.ts'
import type { Layout } from './asterisk/layout.ts'
import { readSettings } from './settings.ts'
import { readUsers } from './users.ts'
import type { World } from './world.ts'

/** What a world on paper is made of. */
export interface PaperWorldOptions {
  /** Settings, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>
  /** What Asterisk's console answers, by command; to anything else it is silent. */
  readonly says?: Readonly<Record<string, string>>
  /** Files of Asterisk's configuration, by name; absent = there are none. */
  readonly etc?: Readonly<Record<string, string>>
  readonly layout?: 'freepbx' | 'plain'
  /** Why the console is silent; there is none unless given. */
  readonly silence?: Silence
  readonly fetch?: World['fetch']
}

/** A world on paper, and what the console was told to do. */
export interface PaperWorld extends World {
  readonly orders: readonly string[]
  /** The folder of configuration. */
  readonly etc: string
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A box that is nowhere but on paper (its configuration lies in a temporary folder, which goes with the tests of the file). */
export function paperWorld(options: PaperWorldOptions = {}): PaperWorld {
  const etc = mkdtempSync(join(tmpdir(), 'salehi-etc-'))
  folders.push(etc)
  writeFileSync(join(etc, '.env'), '') // so that the machine's own settings are not read
  for (const [name, text] of Object.entries(options.etc ?? {})) writeFileSync(join(etc, name), text)
  const orders: string[] = []
  const answer = (command: string): Promise<Said> => {
    const text = options.says?.[command]
    return Promise.resolve(
      text === undefined
        ? { kind: 'silent', why: options.silence ?? 'absent', because: 'it is silent' }
        : { kind: 'said', text },
    )
  }
  const layout: Layout =
    options.etc === undefined ? { kind: 'absent', because: 'on paper' } : { kind: options.layout ?? 'plain', etc }
  return {
    clock: systemClock,
    random: seededRandom(1),
    ids: countingIds(),
    fetch: options.fetch ?? (() => Promise.reject(new Error('nothing is fetched on paper'))),
    settings: readSettings({ env: options.settings ?? {}, cwd: etc }),
    home: etc,
    library: () => Promise.resolve(undefined),
    pbx: {
      ask: answer,
      order: (command) => {
        orders.push(command)
        return answer(command)
      },
    },
    core: async () => {
      const said = await answer('core show settings')
      return said.kind === 'said' ? readCoreSettings(said.text) : undefined
    },
    layout: () => Promise.resolve(layout),
    users: readUsers({ passwd: join(etc, 'passwd'), group: join(etc, 'group'), uid: 0 }),
    newPassword: () => 'not-to-be-guessed',
    orders,
    etc,
  }
}
