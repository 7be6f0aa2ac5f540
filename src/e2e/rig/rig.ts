import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Asterisk } from './asterisk.ts'
import { Carrier } from './carrier.ts'
import { type Clip, type ClipPlan, clips, holdMusic } from './clips.ts'
import { tryLock } from './file-lock.ts'
import { ensureImage } from './image.ts'
import { type InstanceFolder, layInstance, placeFile } from './instance-folder.ts'
import { claimLoopback, type Loopback } from './loopback.ts'
import { RedirectServer } from './redirect-server.ts'

/** How a rig differs from the usual one. */
export interface RigOptions {
  /** Name of the engine's ARI application; `salehi` unless given. */
  readonly app?: string
  readonly username?: string
  readonly password?: string
  /** Whole configuration files of the PBX in place of ours, by name, such as `http.conf`; `@PBX@` and the like are filled in. */
  readonly pbxConf?: Readonly<Record<string, string>>
  readonly carrierConf?: Readonly<Record<string, string>>
  /** Clips in place of the Persian ones; the digit tells which turn says it. */
  readonly clips?: readonly ClipPlan[]
  /** Whether the carrier records every answered call; it does unless told otherwise. */
  readonly recordings?: boolean
  /** Leaves the folder behind and tells where; `SALEHI_RIG_KEEP` in the environment does the same. */
  readonly keep?: boolean
  /** Hears of things that take long; standard error unless given. */
  readonly tell?: (line: string) => void
}

/** A real PBX and a real carrier on addresses of their own. */
export interface Rig extends AsyncDisposable {
  readonly pbx: Asterisk
  readonly carrier: Carrier
  readonly loopback: Loopback
  /** What customers and operators say, with the files. */
  readonly clips: readonly Clip[]
  /** What `sound:custom/…` means on the PBX. */
  readonly soundDir: string
  readonly recordingDir: string
  /** The engine's settings that point it at this rig. */
  readonly settings: Readonly<Record<string, string>>
  /** Takes the carrier away as a power cut would, or brings it back and waits until the PBX has seen it. */
  setTrunk(state: 'up' | 'down', signal: AbortSignal): Promise<void>
}

const trunks = ['TO-CUCM-Gaptel', 'TRUNK-2']
const pollMs = 20

/** Starts a rig, which ends with the block that holds it and at the latest with this process. */
export async function startRig(options: RigOptions, signal: AbortSignal): Promise<Rig> {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The test rig starts Asterisk below a root folder of its own (chroot), which needs root. Run this as root.',
    )
  }
  const tell = options.tell ?? console.error
  const image = await ensureImage(tell, signal)
  const [spoken, music] = await Promise.all([clips(signal, options.clips), holdMusic(signal)])
  await using stack = new AsyncDisposableStack()
  const loopback = stack.use(claimLoopback())
  const folder = claimFolder(image.root, loopback.net, options, stack, tell)
  const place = (kind: 'pbx' | 'carrier') =>
    layInstance(instancePlan(image.root, basename(folder), kind, loopback, options))
  const [pbxFolder, carrierFolder] = [place('pbx'), place('carrier')]
  installSounds(pbxFolder, carrierFolder, spoken, music)
  const redirects = stack.use(await RedirectServer.listen(loopback.redirect))
  const login = credentials(options)
  const pbx = new Asterisk({ name: 'PBX', host: loopback.pbx, ...login }, pbxFolder)
  const carrier = new Carrier({ name: 'carrier', host: loopback.carrier, ...login }, carrierFolder, loopback, redirects)
  stack.defer(() => Promise.all([pbx.stop(), carrier.stop()]).then(() => undefined))
  await Promise.all([carrier.start(signal), pbx.start(signal)])
  await untilTrunks(pbx, signal)
  const running = stack.move()
  return {
    pbx,
    carrier,
    loopback,
    clips: spoken,
    soundDir: pbxFolder.sounds,
    recordingDir: pbxFolder.recordings,
    settings: settings(pbx, options.app ?? 'salehi'),
    setTrunk: async (state, own) => {
      if (state === 'down') return carrier.kill9()
      if (carrier.pid === undefined) await carrier.start(own)
      await untilTrunks(pbx, own)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Asks the PBX to look at its trunks at once and waits until it sees them; a look otherwise comes every 2 s. */
async function untilTrunks(pbx: Asterisk, signal: AbortSignal): Promise<void> {
  for (const trunk of trunks) await pbx.rx(`pjsip qualify ${trunk}`, signal)
  // By the console, because a test may have taken the REST interface away.
  const missing = (contacts: string) => trunks.some((trunk) => !new RegExp(`${trunk}/.* Avail `).test(contacts))
  while (missing(await pbx.rx('pjsip show contacts', signal))) await sleep(pollMs, undefined, { signal })
}

/** Makes the rig's folder below the image's root, and removes those whose owner died. */
function claimFolder(
  root: string,
  net: string,
  options: RigOptions,
  stack: AsyncDisposableStack,
  tell: (line: string) => void,
): string {
  const rigs = join(root, 'rig')
  mkdirSync(rigs, { recursive: true })
  for (const entry of readdirSync(rigs)) if (entry.endsWith('.lock')) sweep(join(rigs, entry))
  const folder = join(rigs, `${net}-${process.pid}`)
  const held = tryLock(`${folder}.lock`)
  if (!held) throw new Error(`The folder of the test rig ${folder} belongs to a living process; that should not be.`)
  const keep = keeps(options)
  mkdirSync(folder)
  stack.defer(() => {
    if (keep) tell(`The folder of the test rig is kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
    rmSync(held.path, { force: true })
    held[Symbol.dispose]()
  })
  return folder
}

function sweep(lockFile: string): void {
  using left = tryLock(lockFile)
  if (!left) return
  rmSync(lockFile.slice(0, -'.lock'.length), { recursive: true, force: true })
  rmSync(lockFile, { force: true })
}

function instancePlan(root: string, name: string, kind: 'pbx' | 'carrier', loopback: Loopback, options: RigOptions) {
  const login = credentials(options)
  return {
    root,
    inside: `/rig/${name}/${kind}`,
    kind,
    values: {
      NAME: kind,
      ENTITY: kind === 'pbx' ? '02:00:00:00:00:01' : '02:00:00:00:00:02',
      // The carrier's customers may be answered by media from anywhere; the PBX is as strict as a real one.
      STRICTRTP: kind === 'pbx' ? 'yes' : 'no',
      PBX: loopback.pbx,
      PBX2: loopback.pbx2,
      CARRIER: loopback.carrier,
      CARRIER2: loopback.carrier2,
      PEER: loopback.peer,
      NOBODY: loopback.nobody,
      REDIRECT: loopback.redirect,
      USER: login.username,
      PASSWORD: login.password,
      APP: options.app ?? 'salehi',
      RECORD: options.recordings === false ? 'no' : 'yes',
      // A listening customer takes some twenty dialplan steps a second, which need no lines in a log.
      VERBOSE: kind === 'pbx' || keeps(options) ? '3' : '1',
    },
    conf: (kind === 'pbx' ? options.pbxConf : options.carrierConf) ?? {},
  }
}

/** Clips with a digit are the turns of the number scheme; the others go by their names. */
function installSounds(pbx: InstanceFolder, carrier: InstanceFolder, spoken: readonly Clip[], music: string): void {
  for (const clip of spoken) {
    placeFile(clip.file, join(carrier.sounds, `${clip.digit === undefined ? clip.name : `turn-${clip.digit}`}.wav`))
  }
  for (const folder of [pbx, carrier]) placeFile(music, join(folder.sounds, '../../moh/chords.wav'))
}

const keeps = (options: RigOptions) => options.keep ?? Boolean(process.env['SALEHI_RIG_KEEP'])

const credentials = (options: RigOptions) => ({
  username: options.username ?? 'salehi',
  password: options.password ?? 'secret',
})

function settings(pbx: Asterisk, app: string): Readonly<Record<string, string>> {
  return {
    ARI_BASE_URL: pbx.ariUrl,
    ARI_WS_URL: pbx.ariWsUrl,
    ARI_APP_NAME: app,
    ARI_USERNAME: pbx.username,
    ARI_PASSWORD: pbx.password,
    OUTBOUND_TRUNK: trunks[0]!,
    AST_SOUND_DIR: pbx.folder.sounds,
    AST_RECORDING_DIR: pbx.folder.recordings,
  }
}
