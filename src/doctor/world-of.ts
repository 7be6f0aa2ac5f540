import { networkInterfaces } from 'node:os'
import { scenarioSources } from '../app/scenarios.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { systemIds as ids } from '../kernel/ids.ts'
import { systemRandom as random } from '../kernel/random.ts'
import { loadLibrary } from '../scenario/library.ts'
import { type Console, consoleOf } from './asterisk/command-line.ts'
import { readCoreSettings } from './asterisk/core-settings.ts'
import { type Layout, layoutOf } from './asterisk/layout.ts'
import { readSettings, type SettingPlaces } from './settings.ts'
import { readUsers } from './users.ts'
import { once, type World } from './world.ts'

/** What the machine's world is made of. */
export interface WorldOptions extends SettingPlaces {
  readonly home: string
  readonly callNumber?: string
}

const passwordBytes = 24

/** This machine, as it is now. What is asked in it ends with `signal`. */
export function worldOf(options: WorldOptions, signal: AbortSignal): World {
  const settings = readSettings(options)
  const uid = process.getuid?.() ?? -1
  const isHere = leadsHere(settings.text('ARI_BASE_URL'))
  const program = isHere
    ? Bun.which('asterisk', { PATH: `${options.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` })
    : null
  const pbx: Console = consoleOf({ ...(program === null ? {} : { program }), isRoot: uid === 0, clock }, signal)
  const core = once(async () => {
    const said = await pbx.ask('core show settings')
    return said.kind === 'said' ? readCoreSettings(said.text) : undefined
  })
  const elsewhere: Layout = { kind: 'absent', because: 'ARI_BASE_URL leads to another machine' }
  const { company, scenariosDir } = settings.config
  return {
    clock,
    random,
    ids,
    fetch: (url, request) => fetch(url, request),
    settings,
    home: options.home,
    pbx,
    core,
    layout: once(async () => (isHere ? layoutOf((await core())?.etc ?? '/etc/asterisk') : elsewhere)),
    library: once(async () =>
      company === undefined ? undefined : loadLibrary(await scenarioSources(scenariosDir), company),
    ),
    users: readUsers({ passwd: '/etc/passwd', group: '/etc/group', uid }),
    newPassword: () => Buffer.from(crypto.getRandomValues(new Uint8Array(passwordBytes))).toString('base64url'),
    ...(options.callNumber === undefined ? {} : { callNumber: options.callNumber }),
  }
}

/** Whether an address is one of this machine's own. */
function leadsHere(url: string): boolean {
  if (!URL.canParse(url)) return true
  const host = new URL(url).hostname.replace(/[[\]]/g, '')
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true
  return Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === host) === true)
}
