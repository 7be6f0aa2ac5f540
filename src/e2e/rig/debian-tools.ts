import { existsSync } from 'node:fs'
import { run, searchPath } from './command.ts'

/** Programs the rig needs on the machine, with the Debian package each comes from. */
export const debianTools = [
  { program: 'debootstrap', debianPackage: 'debootstrap', purpose: 'builds the image with Asterisk' },
  { program: 'espeak-ng', debianPackage: 'espeak-ng', purpose: "speaks the customers' sentences" },
  { program: 'ffmpeg', debianPackage: 'ffmpeg', purpose: 'converts sound' },
  {
    program: 'strace',
    debianPackage: 'strace',
    purpose: 'tells what a process wrote to its files, and when it was sure',
  },
  { program: 'systemd-analyze', debianPackage: 'systemd', purpose: 'reads the unit' },
  { program: 'shellcheck', debianPackage: 'shellcheck', purpose: 'reads install.sh' },
  { program: 'chromium', debianPackage: 'chromium', purpose: 'shows the page' },
  { program: 'setpriv', debianPackage: 'util-linux', purpose: 'ends Asterisk when a test process is killed' },
] as const

/** Says which of the programs are missing. */
export function missingTools(): readonly (typeof debianTools)[number][] {
  return debianTools.filter(({ program }) => Bun.which(program, { PATH: searchPath() }) === null)
}

/** Installs the Debian packages of missing programs, telling what it does; throws what to do by hand where it cannot. */
export async function ensureTools(tell: (line: string) => void, signal: AbortSignal): Promise<void> {
  const missing = missingTools()
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((tool) => tool.debianPackage))]
  const reasons = missing.map((tool) => `${tool.program} (${tool.purpose})`).join(', ')
  const byHand = `apt-get install --no-install-recommends ${packages.join(' ')}`
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(`The test rig needs ${reasons}. This is no Debian machine; install them by your own means.`)
  }
  if (process.getuid?.() !== 0) throw new Error(`The test rig needs ${reasons}. Run as root: ${byHand}`)
  tell(`Installing ${packages.join(', ')} with apt-get, because the test rig needs ${reasons}.`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(['apt-get', 'update', '-q'], { env }, signal)
  await run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages], { env }, signal)
}
