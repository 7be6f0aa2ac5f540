import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { redact } from '../../logs/redact.ts'
import { UpkeepFault } from '../upkeep-fault.ts'
import { upkeepFolder } from '../upkeep-folder.ts'
import { type EngineProcess, engineOn, isAlive } from './lock-holder.ts'
import type { Starter } from './ports.ts'
import { endWords, runProgram } from './run-program.ts'

const lookMs = 100
const systemctlMs = 200_000

/** The environment programs are run with: where they are found. */
type Environment = Readonly<Record<string, string | undefined>>

/** An engine that somebody else starts, by hand or with a tool of their own: they are told when, and it is waited for. */
export function byHand(dataDir: string, clock: Clock, tell: (text: string) => void): Starter {
  return {
    startsBy: 'by you, as you did before',
    isByHand: true,
    stop: (graceMs, signal) => endEngine(dataDir, undefined, clock, graceMs, signal),
    start() {
      tell('Start salehi now, as you started it before; it is waited for.')
      return Promise.resolve()
    },
    failure: () => Promise.resolve(undefined),
  }
}

/** An engine that is started in the background as it was started before: the same arguments, folder, environment and user. */
export function again(engine: EngineProcess, target: string, dataDir: string, clock: Clock): Starter {
  const words = join(upkeepFolder(dataDir), 'start.log')
  let child: Bun.Subprocess | undefined
  return {
    startsBy: `in the background, with its arguments: ${engine.argv.slice(1).join(' ')}`,
    stop: (graceMs, signal) => endEngine(dataDir, child, clock, graceMs, signal),
    start() {
      rmSync(words, { force: true }) // it may be another user's
      const errors = openSync(words, 'w', 0o640)
      try {
        child = Bun.spawn([...asUser(engine), target, ...engine.argv.slice(1)], {
          cwd: engine.cwd,
          env: { ...engine.env },
          stdio: ['ignore', 'ignore', errors],
          detached: true,
        })
        child.unref()
      } finally {
        closeSync(errors)
      }
      return Promise.resolve()
    },
    failure() {
      const code = child?.exitCode ?? undefined
      const ended = code !== undefined || (child?.signalCode ?? undefined) !== undefined
      if (!ended) return Promise.resolve(undefined)
      const said = existsSync(words) ? readFileSync(words, 'utf8').trim().split('\n').slice(-3).join(' ') : ''
      return Promise.resolve(redact(`it ended at once (${code ?? child?.signalCode})${said === '' ? '' : `: ${said}`}`))
    },
  }
}

/** A service of systemd. */
export function systemdService(service: string, clock: Clock, env: Environment): Starter {
  const net = 'salehi-upgrade-net'
  return {
    startsBy: `systemctl start ${service}`,
    async stop(graceMs, signal) {
      // Should this process be killed before it has started the service again, systemd does.
      const later = ['--quiet', `--unit=${net}`, '--collect', '--on-active=15min', 'systemctl', 'start', service]
      await run(['systemd-run', ...later], env, signal)
      await must(['systemctl', 'stop', '--no-block', service], env, signal)
      const until = clock.elapsed() + graceMs
      while (!['inactive', 'failed'].includes((await shown(service, env, signal))('ActiveState'))) {
        if (clock.elapsed() > until) await run(['systemctl', 'kill', '--signal=SIGKILL', service], env, signal)
        await clock.sleep(lookMs, signal)
      }
    },
    async start(signal) {
      await run(['systemctl', 'reset-failed', service], env, signal) // a failure of before counts no more
      await must(['systemctl', 'start', '--no-block', service], env, signal)
      await run(['systemctl', 'stop', `${net}.timer`], env, signal)
    },
    async failure() {
      const own = new AbortController().signal
      const value = await shown(service, env, own)
      if (value('ActiveState') === 'failed') return `systemd says ${value('Result')}: journalctl -u ${service}`
      return Number(value('NRestarts')) > 1 ? `it ends and is started again: journalctl -u ${service}` : undefined
    },
  }
}

/** The properties of a service. */
async function shown(service: string, env: Environment, signal: AbortSignal): Promise<(name: string) => string> {
  const end = await run(['systemctl', 'show', service, '--property=ActiveState,Result,NRestarts'], env, signal)
  return (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(end?.stdout ?? '')?.[1] ?? ''
}

/** Ends whoever runs on a data folder; resolves once nobody does. One that does not end within the grace is killed. */
async function endEngine(
  dataDir: string,
  child: Bun.Subprocess | undefined,
  clock: Clock,
  graceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const pids = [...new Set([engineOn(dataDir)?.pid, child?.pid])].filter((pid) => pid !== undefined)
  for (const pid of pids) send(pid, 'SIGTERM')
  const until = clock.elapsed() + graceMs
  for (const pid of pids) {
    while (isAlive(pid)) {
      if (clock.elapsed() > until) send(pid, 'SIGKILL')
      await clock.sleep(lookMs, signal)
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EPERM') throw new UpkeepFault('the engine is of another user: run this as that user, or with sudo')
    if (code !== 'ESRCH') throw error
  }
}

function asUser({ uid, gid }: EngineProcess): readonly string[] {
  if (process.getuid?.() !== 0 || uid === 0) return []
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--']
}

/** Undefined where there is no such program. */
async function run(argv: readonly string[], env: Environment, signal: AbortSignal) {
  try {
    return await runProgram({ argv, env, mostMs: systemctlMs }, signal)
  } catch (error) {
    signal.throwIfAborted()
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function must(argv: readonly string[], env: Environment, signal: AbortSignal): Promise<void> {
  const end = await run(argv, env, signal)
  if (end?.code === 0) return
  const words = end === undefined ? 'there is no such program' : endWords(end, systemctlMs)
  throw new UpkeepFault(`"${argv.join(' ')}" failed: ${words}`)
}
