import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A process that runs an engine, as the kernel knows it. */
export interface EngineProcess {
  readonly pid: number
  /** Path of its executable. */
  readonly program: string
  /** As it was started, the program's own name first. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly uid: number
  readonly gid: number
  /** The systemd service it belongs to: `salehi.service`; absent where it was started by hand. */
  readonly service?: string
}

/** The process that holds a data folder; undefined where none does, or this user may not look at it. */
export function engineOn(dataDir: string): EngineProcess | undefined {
  const lock = join(dataDir, 'engine.lock')
  if (!existsSync(lock)) return undefined
  const { ino } = statSync(lock)
  for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
    const [, , , how, pid, place] = line.split(/\s+/)
    if (how !== 'WRITE' || place?.split(':').at(-1) !== String(ino)) continue
    const found = processOf(Number(pid), lock)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    // One that has ended and was not yet asked for is there by name alone.
    return !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function processOf(pid: number, lock: string): EngineProcess | undefined {
  const at = (name: string): string => `/proc/${pid}/${name}`
  try {
    if (!holds(pid, lock)) return undefined
    const { uid, gid } = statSync(`/proc/${pid}`)
    const service = serviceIn(readFileSync(at('cgroup'), 'utf8'))
    return {
      pid,
      program: readlinkSync(at('exe')).replace(/ \(deleted\)$/, ''),
      argv: readFileSync(at('cmdline'), 'utf8').split('\0').slice(0, -1),
      env: environment(readFileSync(at('environ'), 'utf8')),
      cwd: readlinkSync(at('cwd')),
      uid,
      gid,
      ...(service === undefined ? {} : { service }),
    }
  } catch {
    return undefined // it is another user's, or has just ended
  }
}

/** Another disk may have a file of the same number. */
function holds(pid: number, lock: string): boolean {
  return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === lock)
}

function serviceIn(cgroup: string): string | undefined {
  const name = /\/([^/]+\.service)(?:\/[^/]*)?$/m.exec(cgroup)?.[1]
  return name === undefined || /^(user@|session|ssh|cron|getty)/.test(name) ? undefined : name
}

function environment(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('\0').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at <= 0 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const]
  })
  return Object.fromEntries(pairs)
}
