import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineOn, isAlive } from '../../upkeep/upgrade/lock-holder.ts'
import type { Status } from '../../web/status.ts'
import type { Box } from '../box.ts'
import { type CommandEnd, runSalehi } from '../command-run.ts'
import { type Engine, executable } from '../engine.ts'
import { SharedFolder } from '../incidents/shared-folder.ts'
import { started } from '../incidents/started.ts'
import { copyInto } from './builds.ts'

/** An executable with its settings in a folder, as an owner has it. */
export class Installed implements AsyncDisposable {
  readonly #folder = new SharedFolder()
  readonly program: string
  readonly #box: Box
  readonly #settings: Readonly<Record<string, string>>

  constructor(box: Box, settings: Readonly<Record<string, string>> = {}, program = executable) {
    this.#box = box
    this.#settings = settings
    this.program = copyInto(this.path, program)
  }

  get path(): string {
    return this.#folder.path
  }

  get dataDir(): string {
    return join(this.path, 'data')
  }

  /** What app.log says. */
  get log(): string {
    return readFileSync(join(this.dataDir, 'logs', 'app.log'), 'utf8')
  }

  /** The process of the engine that runs here, whoever started it. */
  get pid(): number | undefined {
    return engineOn(this.dataDir)?.pid
  }

  /** Starts the engine as a user who may do nothing but work in this folder. */
  startAsNobody(signal: AbortSignal): Promise<Engine> {
    Bun.spawnSync(['chown', '-R', '65534:65534', this.path])
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--']
    const args = [...nobody, this.program, 'run', '--company', 'sina']
    const program = Bun.which('setpriv') ?? 'setpriv'
    return started(this.#box, signal, { folder: this.path, program, args, settings: this.#settings })
  }

  /** Starts the engine and waits until it is connected. */
  start(signal: AbortSignal): Promise<Engine> {
    const args = ['run', '--company', 'sina']
    return started(this.#box, signal, { folder: this.path, program: this.program, args, settings: this.#settings })
  }

  /** Runs a command of the executable that is in place. */
  command(
    args: readonly string[],
    signal: AbortSignal,
    env: Readonly<Record<string, string>> = {},
  ): Promise<CommandEnd> {
    const path = process.env['PATH'] ?? ''
    return runSalehi({ args, folder: this.path, program: this.program, path, env }, signal)
  }

  /** What the engine says of itself; waits until it says so much. */
  async status(condition: (status: Status) => boolean, signal: AbortSignal): Promise<Status> {
    for (;;) {
      const { stdout } = await this.command(['status', '--json'], signal)
      const status = JSON.parse(stdout === '' ? '{"running":false}' : stdout) as Status & { readonly running: boolean }
      if (status.running && condition(status)) return status
      await sleep(100, undefined, { signal })
    }
  }

  /** Ends the engine that runs here, whoever started it. */
  async end(): Promise<void> {
    const { pid } = this
    if (pid === undefined) return
    process.kill(pid, 'SIGTERM')
    for (const until = performance.now() + 30_000; isAlive(pid); await sleep(50)) {
      if (performance.now() > until) process.kill(pid, 'SIGKILL')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    this.#folder[Symbol.dispose]()
  }
}
