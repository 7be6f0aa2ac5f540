import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import { run, tryRun } from './command.ts'
import { ensureTools } from './debian-tools.ts'
import { lock } from './file-lock.ts'

/** The root folder that holds Asterisk and the Debian system around it. */
export interface Image {
  readonly root: string
  readonly version: string
}

const release = 'sid'
const series = '22.'
const name = 'asterisk-22'

/** Gives the image, building it first when this machine has none; several runs at once build it once. */
export async function ensureImage(tell: (line: string) => void, signal: AbortSignal): Promise<Image> {
  const cache = cacheFolder()
  const ready = readImage(cache)
  if (ready) return ready
  mkdirSync(cache, { recursive: true })
  const waiting = (owner: string) => tell(`Another run (process ${owner}) is building the image; waiting for it.`)
  using _lock = await lock(join(cache, `${name}.lock`), waiting, signal)
  return readImage(cache) ?? (await build(cache, tell, signal))
}

/** The image of an earlier run, if there is one. */
export function readImage(cache: string): Image | undefined {
  const found = existsSync(cache)
    ? readdirSync(cache).find((entry) => entry.startsWith(`${name}.`) && isVersion(entry))
    : undefined
  return found ? { root: join(cache, found), version: found.slice('asterisk-'.length) } : undefined
}

const isVersion = (entry: string) => /^asterisk-\d+\.\d+\.\d+$/.test(entry)

async function build(cache: string, tell: (line: string) => void, signal: AbortSignal): Promise<Image> {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The image with Asterisk is built by debootstrap, which needs root. Run once as root: npx bun src/e2e/rig/setup.ts',
    )
  }
  await ensureTools(tell, signal)
  for (const left of readdirSync(cache)) {
    if (left.startsWith('building-')) rmSync(join(cache, left), { recursive: true, force: true })
  }
  const root = join(cache, `building-${process.pid}`)
  tell(`Building the image with Asterisk in ${cache} (about 350 MB, half a minute); later runs use it as it is.`)
  try {
    const mirror = await debianMirror(tell, signal)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const apart = await setApart(signal)
    await run([...apart, 'debootstrap', '--variant=minbase', release, root, mirror], { env }, signal)
    const version = await offeredVersion(root, signal)
    const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'asterisk']
    await run([...apart, 'chroot', root, ...install], { env }, signal)
    rmSync(join(root, 'var/cache/apt'), { recursive: true, force: true })
    rmSync(join(root, 'var/lib/apt/lists'), { recursive: true, force: true })
    mkdirSync(join(root, 'rig'), { recursive: true })
    writeFileSync(
      join(root, 'rig/README'),
      'One folder per running rig; a folder whose owner is gone is removed by the next start.\n',
    )
    const done = join(cache, `asterisk-${version}`)
    renameSync(root, done)
    return { root: done, version }
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    throw error
  }
}

/** Words before a command that keep its mounts to itself and end all its children with it, so an interrupted build is over. */
async function setApart(signal: AbortSignal): Promise<readonly string[]> {
  const unshare = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--']
  return (await tryRun([...unshare, 'true'], {}, signal)).code === 0 ? unshare : []
}

/** Where this machine gets Debian from, read from its own apt sources. */
async function debianMirror(tell: (line: string) => void, signal: AbortSignal): Promise<string> {
  const given = process.env['SALEHI_RIG_MIRROR']
  if (given) return given
  const ask = ['apt-get', 'indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(REPO_URI)', 'Created-By: Packages']
  const read = async () => {
    const { stdout } = await tryRun(ask, {}, signal)
    return stdout
      .split('\n')
      .find((line) => line.startsWith('Debian|Debian|'))
      ?.split('|')[2]
  }
  const known = await read()
  if (known) return known
  tell('Refreshing the package lists with apt-get update.')
  await tryRun(['apt-get', 'update', '-q'], {}, signal)
  const mirror = await read()
  if (mirror) return mirror
  throw new Error(
    'The image is made from Debian unstable, but the apt sources of this machine name no Debian mirror. ' +
      'Set SALEHI_RIG_MIRROR to the address of one (what stands after "URIs:" on a Debian machine).',
  )
}

/** The upstream version of Asterisk the new root would install; throws when it is not of our series. */
async function offeredVersion(root: string, signal: AbortSignal): Promise<string> {
  const policy = await run(['chroot', root, 'apt-cache', 'policy', 'asterisk'], {}, signal)
  const offered = /Candidate: (?:\d+:)?(\S+)/.exec(policy)?.[1]
  const version = offered && /^\d+\.\d+\.\d+/.exec(offered)?.[0]
  if (version?.startsWith(series)) return version
  throw new Error(
    `Debian ${release} offers ${version ? `Asterisk ${version}` : 'no Asterisk'}, but the tests are written for ${series}x. ` +
      'Point SALEHI_RIG_MIRROR at a dated Debian snapshot that still has it, or move the rig to the new series ' +
      '(the constants at the top of src/e2e/rig/image.ts) and run the e2e tests against it.',
  )
}
