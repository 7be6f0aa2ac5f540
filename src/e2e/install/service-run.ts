import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { listenAsManager } from '../../systemd/paper-manager.ts'
import type { FreepbxBox } from '../rig/freepbx.ts'

/** The lines of a unit that say how its program is started. */
export interface UnitFile {
  readonly text: string
  /** The values of a directive, in their order. */
  all(directive: string): readonly string[]
  /** The one value of a directive; throws where there is none. */
  one(directive: string): string
}

/** A service started as its unit says, as systemd would start it but without the walls around it. */
export interface ServiceRun extends AsyncDisposable {
  readonly pid: number
  /** Everything it printed. */
  readonly journal: string
  /** Everything it told systemd so far, a `NAME=value` each. */
  readonly told: readonly string[]
  /** Waits until it has told systemd that; throws its journal where it ends before. */
  untilTold(pattern: RegExp, signal: AbortSignal): Promise<string>
  /** Waits until it has told systemd so many things in all: a watchdog that is fed goes on forever. */
  untilBeats(words: number, signal: AbortSignal): Promise<void>
  /** Asks it to stop, as systemd does, and gives the exit code. */
  stop(): Promise<number>
}

const pollMs = 20

/** Reads a unit file. */
export function readUnit(file: string): UnitFile {
  const text = readFileSync(file, 'utf8')
  const all = (directive: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const one = (directive: string): string => {
    const [value] = all(directive)
    if (value === undefined) throw new Error(`the unit says nothing of ${directive}`)
    return value
  }
  return { text, all, one }
}

/** Starts what the unit says as the user it names, with a NOTIFY_SOCKET and a watchdog that listens. */
export function startService(box: FreepbxBox, unit: UnitFile, watchdogMs = 1_000): ServiceRun {
  // Abstract: it is there inside the box's root folder too.
  const socket = `@salehi-e2e-${randomUUID()}`
  const systemd = listenAsManager(socket)
  const user = unit.one('User')
  if (user !== 'asterisk') throw new Error(`the rig cannot run programs as ${user}`)
  const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: String(watchdogMs * 1_000) }
  const argv = box.inside(unit.one('ExecStart').split(' '), { user, cwd: unit.one('WorkingDirectory'), env })
  const child = Bun.spawn([...argv], { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  let journal = ''
  const reading = Promise.all(
    [child.stdout, child.stderr].map(async (stream) => {
      const decoder = new TextDecoder()
      for await (const piece of stream) journal += decoder.decode(piece, { stream: true })
    }),
  )
  const told: string[] = []
  const hear = (): void => {
    for (const datagram of systemd.heard()) told.push(...datagram.trimEnd().split('\n'))
  }
  const stop = async (): Promise<number> => {
    if (child.exitCode === null) child.kill('SIGTERM')
    const code = await child.exited
    await reading
    hear()
    return code
  }
  return {
    pid: child.pid,
    get journal() {
      return journal
    },
    get told() {
      hear()
      return told
    },
    async untilTold(pattern, signal) {
      for (let seen = 0; ; ) {
        hear()
        for (; seen < told.length; seen++) if (pattern.test(told[seen] ?? '')) return told[seen] ?? ''
        if (child.exitCode !== null) throw new Error(`the service ended (${child.exitCode}):\n${journal}`)
        await sleep(pollMs, undefined, { signal }).catch(() => {
          throw new Error(`systemd was never told ${pattern}, but:\n${told.join('\n')}\n${journal}`)
        })
      }
    },
    async untilBeats(words, signal) {
      for (hear(); told.length < words; hear()) await sleep(pollMs, undefined, { signal })
    },
    stop,
    async [Symbol.asyncDispose]() {
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
      await stop()
      clearTimeout(late)
      systemd[Symbol.dispose]()
    },
  }
}
