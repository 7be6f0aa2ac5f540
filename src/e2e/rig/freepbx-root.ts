import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { run, searchPath } from './command.ts'
import type { InstanceFolder } from './instance-folder.ts'

/** Which files an Asterisk's configuration is spread over: as FreePBX generates it, or as one writes it by hand. */
export type BoxLayout = 'freepbx' | 'plain'

/** What a box's root is made from. */
export interface RootPlan {
  /** The rig's image, below whose `rig` folder the root is made. */
  readonly image: string
  /** Where the root is to be. */
  readonly root: string
  readonly layout: BoxLayout
  /** Replaces `@NAME@` in the configuration. */
  readonly values: Readonly<Record<string, string>>
}

const here = import.meta.dir
/** Debian's number of the user `asterisk` in the image. */
const asteriskUser = 101
const ownFolders = [
  'etc/asterisk',
  'var/lib/asterisk',
  'var/lib/asterisk/moh',
  'var/lib/asterisk/keys',
  'var/lib/asterisk/sounds',
  'var/lib/asterisk/sounds/custom',
  'var/spool/asterisk',
  'var/spool/asterisk/recording',
  'var/spool/asterisk/monitor',
  'var/log/asterisk',
  'var/log/asterisk/cdr-csv',
  'run/asterisk',
] as const
/** Modules ask for these; without the file each logs a complaint. */
const emptyFiles = ['acl', 'ccss', 'cel', 'chan_websocket', 'cli_aliases', 'codecs', 'dsp', 'features', 'manager']
const moreEmptyFiles = ['pjproject', 'res_http_media_cache', 'sorcery', 'stasis', 'udptl', 'websocket_client']

/** Makes a whole root folder, in which Asterisk's configuration, sounds and recordings lie where they lie on a real box. */
export async function layRoot(plan: RootPlan, signal: AbortSignal): Promise<InstanceFolder> {
  const { image, root } = plan
  mkdirSync(root, { recursive: true })
  for (const link of ['bin', 'lib', 'lib64', 'sbin']) {
    if (existsSync(join(image, link))) cpSync(join(image, link), join(root, link), { verbatimSymlinks: true })
  }
  // Programs and libraries are never written to, so hard links will do; what is written to is copied.
  await run(['cp', '-al', join(image, 'usr'), join(root, 'usr')], {}, signal)
  await run(['cp', '-a', join(image, 'etc'), join(image, 'dev'), root], {}, signal)
  await run(['rm', '-r', join(root, 'etc/asterisk')], {}, signal)
  for (const folder of [
    'proc',
    'tmp',
    'root',
    'home',
    'opt',
    'run/lock',
    'var/tmp',
    'var/cache',
    'etc/salehi',
    'mnt',
  ]) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  chmodSync(join(root, 'tmp'), 0o1777)
  chmodSync(join(root, 'var/tmp'), 0o1777)
  symlinkSync('../run', join(root, 'var/run'))
  for (const folder of ownFolders) mkdirSync(join(root, folder), { recursive: true })
  linkData(join(root, 'var/lib/asterisk'), image)
  layConfiguration(plan)
  placeFfmpeg(root, await ffmpegLibraries(signal))
  // The class that starts an Asterisk looks for `etc` and `run` side by side.
  mkdirSync(join(root, 'box'))
  symlinkSync('../etc/asterisk', join(root, 'box/etc'))
  symlinkSync('../run/asterisk', join(root, 'box/run'))
  for (const folder of ownFolders) giveToAsterisk(join(root, folder))
  return {
    root,
    inside: '/box',
    etc: join(root, 'etc/asterisk'),
    spool: join(root, 'var/spool/asterisk'),
    log: join(root, 'var/log/asterisk'),
    sounds: join(root, 'var/lib/asterisk/sounds/custom'),
    recordings: join(root, 'var/spool/asterisk/recording'),
    monitor: join(root, 'var/spool/asterisk/monitor'),
    calls: join(root, 'var/spool/asterisk/monitor'),
  }
}

/** Hands a folder and what lies in it to Asterisk's user, as on a box. */
export function giveToAsterisk(folder: string): void {
  chownSync(folder, asteriskUser, asteriskUser)
  for (const entry of readdirSync(folder)) lchownSync(join(folder, entry), asteriskUser, asteriskUser)
}

function layConfiguration({ image, root, layout, values }: RootPlan): void {
  const etc = join(root, 'etc/asterisk')
  const filled = {
    ...values,
    ARCH: readdirSync(join(image, 'usr/lib')).find((name) => name.includes('-linux-gnu')) ?? '',
  }
  for (const name of [...emptyFiles, ...moreEmptyFiles]) writeFileSync(join(etc, `${name}.conf`), '')
  for (const folder of ['conf/common', 'freepbx-conf/both', `freepbx-conf/${layout}`]) {
    for (const file of readdirSync(join(here, folder))) {
      writeFileSync(join(etc, file), fill(readFileSync(join(here, folder, file), 'utf8'), filled))
    }
  }
  if (layout === 'plain') return
  writeFileSync(join(root, 'etc/freepbx.conf'), "<?php\n$amp_conf['AMPDBUSER'] = 'freepbxuser';\n")
  writeFileSync(join(root, 'etc/amportal.conf'), 'AMPWEBROOT=/var/www/html\n')
}

/** Asterisk's own data is shared; only the folders of sounds, music and keys are the box's. */
function linkData(data: string, image: string): void {
  const shared = '/usr/share/asterisk'
  for (const folder of ['', 'sounds']) {
    for (const entry of readdirSync(join(image, shared, folder))) {
      const to = join(data, folder, entry)
      if (!existsSync(to)) symlinkSync(join(shared, folder, entry), to)
    }
  }
}

/** This machine's ffmpeg with the libraries it needs, for a root whose own release has none. */
function placeFfmpeg(root: string, libraries: readonly string[]): void {
  const home = join(root, 'opt/ffmpeg')
  mkdirSync(home, { recursive: true })
  const ffmpeg = realpathSync(Bun.which('ffmpeg', { PATH: searchPath() }) ?? '/usr/bin/ffmpeg')
  for (const file of [ffmpeg, ...libraries]) linkOrCopy(file, join(home, basename(file)))
  const loader = libraries.find((file) => basename(file).startsWith('ld-linux')) ?? ''
  const wrapper = `#!/bin/sh\nexec /opt/ffmpeg/${basename(loader)} --library-path /opt/ffmpeg /opt/ffmpeg/ffmpeg "$@"\n`
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true })
  writeFileSync(join(root, 'usr/local/bin/ffmpeg'), wrapper)
  chmodSync(join(root, 'usr/local/bin/ffmpeg'), 0o755)
}

async function ffmpegLibraries(signal: AbortSignal): Promise<readonly string[]> {
  const ffmpeg = Bun.which('ffmpeg', { PATH: searchPath() })
  if (ffmpeg === null) throw new Error('ffmpeg is not installed on this machine. Run: npx bun src/e2e/rig/setup.ts')
  const said = await run(['ldd', ffmpeg], {}, signal)
  return [...said.matchAll(/(\/\S+)/g)].map(([, path = '']) => path)
}

function linkOrCopy(from: string, to: string): void {
  const real = realpathSync(from)
  mkdirSync(dirname(to), { recursive: true })
  try {
    linkSync(real, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    cpSync(real, to)
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z][A-Z0-9]*)@/g, (whole, name: string) => values[name] ?? whole)
}
