import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Asterisk } from './asterisk.ts'
import type { Carrier } from './carrier.ts'
import { type Ran, tryRun } from './command.ts'
import { type BoxLayout, layRoot } from './freepbx-root.ts'
import { placeFile } from './instance-folder.ts'
import { type Rig, type RigOptions, startRig } from './rig.ts'

/** How a box differs from the usual one. */
export interface FreepbxOptions {
  /** `freepbx` unless given. */
  readonly layout?: BoxLayout
  /** An executable to put at `/opt/salehi/salehi`; none unless given. */
  readonly program?: string
  readonly rig?: RigOptions
}

/** How a program is started inside a box. */
export interface InsideOptions {
  /** `root` unless given. */
  readonly user?: 'root' | 'asterisk' | 'nobody'
  /** Inside the box; `/root` unless given. */
  readonly cwd?: string
  /** Beside PATH and HOME; nothing of ours is handed on. */
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** A machine with an Asterisk that is laid out like FreePBX (or by hand), in a root folder of its own, and a carrier behind its trunk. */
export interface FreepbxBox extends AsyncDisposable {
  /** The box's `/`, as this machine sees it. */
  readonly root: string
  readonly layout: BoxLayout
  /** The box's Asterisk: runs as the user `asterisk`, reads `/etc/asterisk`. */
  readonly pbx: Asterisk
  readonly carrier: Carrier
  readonly rig: Rig
  /** The settings of an engine inside the box that differ from the defaults on a real one: addresses and the trunk. No ARI user is made. */
  readonly settings: Readonly<Record<string, string>>
  /** A path inside the box as this machine sees it. */
  at(path: string): string
  /** Runs a program inside the box to its end. */
  run(argv: readonly string[], options: InsideOptions, signal: AbortSignal): Promise<Ran>
  /** The command line that starts a program inside the box from outside, for a `Bun.spawn` of one's own; it dies with us. */
  inside(argv: readonly string[], options?: Omit<InsideOptions, 'stdin'>): readonly string[]
  /** Waits until the trunk is reachable and registered. */
  untilTrunk(signal: AbortSignal): Promise<void>
}

/** The trunk a box has. */
export const boxTrunk = 'TO-CUCM-Gaptel'

const users = { root: '0:0', asterisk: '101:101', nobody: '65534:65534' } as const
const pollMs = 20

/** Brings up a box and the carrier it is connected to; both end with the block that holds it. */
export async function startFreepbx(options: FreepbxOptions, signal: AbortSignal): Promise<FreepbxBox> {
  await using stack = new AsyncDisposableStack()
  const layout = options.layout ?? 'freepbx'
  const rig = stack.use(
    await startRig({ ...options.rig, carrierConf: withRegistrar(options.rig?.carrierConf) }, signal),
  )
  // The box takes the place of the rig's own PBX: same addresses, same trunk to the same carrier.
  await rig.pbx.stop()
  const image = rig.pbx.folder.root
  const root = join(image, dirname(rig.pbx.folder.inside), 'box')
  const { pbx: host, carrier } = rig.loopback
  const folder = await layRoot(
    { image, root, layout, values: { PBX: host, CARRIER: carrier, STRICTRTP: 'yes' } },
    signal,
  )
  placeFile(join(rig.pbx.folder.sounds, '../../moh/chords.wav'), join(root, 'var/lib/asterisk/moh/chords.wav'))
  if (options.program !== undefined) placeProgram(options.program, join(root, 'opt/salehi/salehi'))
  const pbx = new Asterisk({ name: 'box', host, username: 'salehi', password: 'secret' }, folder)
  stack.defer(() => pbx.stop())
  await pbx.start(signal)
  const untilTrunk = (own: AbortSignal) => trunkIsUp(pbx, own)
  await untilTrunk(signal)
  const inside: FreepbxBox['inside'] = (argv, own = {}) => commandLine(root, argv, own)
  const entered = await tryRun(inside(['true']), {}, signal)
  if (entered.code !== 0) {
    throw new Error(`The box of the test rig needs the right to mount /proc (CAP_SYS_ADMIN): ${entered.stderr.trim()}`)
  }
  const running = stack.move()
  return {
    root,
    layout,
    pbx,
    carrier: rig.carrier,
    rig,
    settings: { ARI_BASE_URL: pbx.ariUrl, ARI_WS_URL: pbx.ariWsUrl, OUTBOUND_TRUNK: boxTrunk },
    at: (path) => join(root, path),
    run: (argv, { stdin, ...own }, until) => {
      const input = stdin === undefined ? {} : { stdin: new TextEncoder().encode(stdin) }
      return tryRun(inside(argv, own), input, until)
    },
    inside,
    untilTrunk,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Puts an executable into the box as a copied file would lie there. */
export function placeProgram(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
  chmodSync(to, 0o755)
}

/** A name space of its own for mounts: `/proc`, which a compiled executable reads itself from, goes with the process. */
function commandLine(root: string, argv: readonly string[], options: Omit<InsideOptions, 'stdin'>): readonly string[] {
  const { user = 'root', cwd = '/root', env = {} } = options
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const home = user === 'asterisk' ? '/var/lib/asterisk' : '/root'
  const variables = Object.entries({ PATH: path, HOME: home, LC_ALL: 'C.UTF-8', ...env }).map(([k, v]) => `${k}=${v}`)
  const enter = ['unshare', `--mount-proc=${root}/proc`, 'chroot', `--userspec=${users[user]}`, root]
  return ['setpriv', '--pdeathsig', 'KILL', '--', ...enter, 'env', '-i', '-C', cwd, ...variables, ...argv]
}

/** The carrier, which besides trusting the address accepts a registration of the trunk. */
function withRegistrar(conf: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const own = readFileSync(join(import.meta.dir, 'conf/carrier/pjsip.conf'), 'utf8')
  const account = '\n[registered]\ntype=aor\nmax_contacts=1\nremove_existing=yes\n'
  return { 'pjsip.conf': own.replace('\naors=pbx\n', '\naors=pbx,registered\n') + account, ...conf }
}

async function trunkIsUp(pbx: Asterisk, signal: AbortSignal): Promise<void> {
  await pbx.rx(`pjsip qualify ${boxTrunk}`, signal)
  const up = async () =>
    new RegExp(`${boxTrunk}/.* Avail `).test(await pbx.rx('pjsip show contacts', signal)) &&
    / Registered /.test(await pbx.rx('pjsip show registrations', signal))
  while (!(await up())) await sleep(pollMs, undefined, { signal })
}
