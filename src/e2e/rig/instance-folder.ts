import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** One Asterisk's folders as the machine sees them. */
export interface InstanceFolder {
  /** The image's root, which Asterisk sees as `/`. */
  readonly root: string
  /** The instance's folder inside the root, such as `/rig/127.70.9/pbx`. */
  readonly inside: string
  readonly etc: string
  readonly spool: string
  readonly log: string
  /** What `sound:custom/…` means. */
  readonly sounds: string
  /** Where Asterisk keeps ARI recordings. */
  readonly recordings: string
  /** Where the carrier's Asterisk records both directions of every answered call. */
  readonly monitor: string
  /** The same recordings finished: left = says, right = hears. */
  readonly calls: string
}

const confFolder = join(import.meta.dir, 'conf')
/** Modules ask for these; without the file each logs a complaint. */
const emptyFiles = [
  'acl',
  'ccss',
  'cel',
  'chan_websocket',
  'cli_aliases',
  'codecs',
  'dsp',
  'features',
  'manager',
  'pjproject',
  'res_http_media_cache',
  'sorcery',
  'stasis',
  'udptl',
  'websocket_client',
]
const folders = [
  'etc',
  'var',
  'var/keys',
  'data',
  'data/moh',
  'data/sounds/custom',
  'spool',
  'spool/recording',
  'spool/monitor',
  'spool/calls',
  'run',
  'log',
  'log/cdr-csv',
  'cache',
]

/** What an instance is made from. */
export interface InstancePlan {
  readonly root: string
  readonly inside: string
  readonly kind: 'pbx' | 'carrier'
  /** Replaces `@NAME@` in the configuration. */
  readonly values: Readonly<Record<string, string>>
  /** Whole configuration files in place of ours, by name; `@NAME@` is replaced in them too. */
  readonly conf: Readonly<Record<string, string>>
}

/** Lays the folders and configuration of one instance below the image's root. */
export function layInstance(plan: InstancePlan): InstanceFolder {
  const home = join(plan.root, plan.inside)
  for (const folder of folders) mkdirSync(join(home, folder), { recursive: true })
  linkData(plan.root, join(home, 'data'))
  const etc = join(home, 'etc')
  const values = { ...plan.values, DIR: plan.inside, ARCH: architecture(plan.root) }
  for (const name of emptyFiles) writeFileSync(join(etc, `${name}.conf`), '')
  for (const folder of ['common', plan.kind]) {
    for (const file of readdirSync(join(confFolder, folder))) {
      writeFileSync(join(etc, file), fill(readFileSync(join(confFolder, folder, file), 'utf8'), values))
    }
  }
  for (const [file, text] of Object.entries(plan.conf)) writeFileSync(join(etc, basename(file)), fill(text, values))
  return {
    root: plan.root,
    inside: plan.inside,
    etc,
    spool: join(home, 'spool'),
    log: join(home, 'log'),
    sounds: join(home, 'data/sounds/custom'),
    recordings: join(home, 'spool/recording'),
    monitor: join(home, 'spool/monitor'),
    calls: join(home, 'spool/calls'),
  }
}

/** Puts a file into a folder below the image's root without a copy where the file system allows. */
export function placeFile(from: string, to: string): void {
  rmSync(to, { force: true })
  try {
    linkSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    cpSync(from, to)
  }
}

/** Shares Asterisk's own data; only sounds/custom and moh are the instance's. */
function linkData(root: string, data: string): void {
  const shared = '/usr/share/asterisk'
  for (const [folder, own] of [
    ['', ['sounds', 'moh']],
    ['sounds', ['custom']],
  ] as const) {
    for (const entry of readdirSync(join(root, shared, folder))) {
      if (!(own as readonly string[]).includes(entry))
        symlinkSync(join(shared, folder, entry), join(data, folder, entry))
    }
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z][A-Z0-9]*)@/g, (whole, name: string) => values[name] ?? whole)
}

function architecture(root: string): string {
  const found = readdirSync(join(root, 'usr/lib')).find((entry) => entry.includes('-linux-gnu'))
  if (!found)
    throw new Error(
      `The image in ${root} is damaged (no /usr/lib/<architecture>). Remove that folder and set up again.`,
    )
  return found
}
