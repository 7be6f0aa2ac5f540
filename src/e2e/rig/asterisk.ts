import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run, searchPath } from './command.ts'
import type { InstanceFolder } from './instance-folder.ts'

/** Where an Asterisk listens and who may use it. */
export interface AsteriskAddress {
  readonly name: string
  readonly host: string
  readonly username: string
  readonly password: string
}

const pollMs = 20
const startLimitMs = 15_000
const stopLimitMs = 3_000

/** One Asterisk process, which dies with ours. */
export class Asterisk {
  readonly name: string
  readonly host: string
  /** Base of the REST interface, such as `http://127.70.9.1:8088/ari`. */
  readonly ariUrl: string
  /** Address of the event socket, such as `ws://127.70.9.1:8088/ari/events`. */
  readonly ariWsUrl: string
  readonly username: string
  readonly password: string
  readonly folder: InstanceFolder
  #child: Bun.Subprocess | undefined

  constructor(address: AsteriskAddress, folder: InstanceFolder) {
    this.name = address.name
    this.host = address.host
    this.ariUrl = `http://${address.host}:8088/ari`
    this.ariWsUrl = `ws://${address.host}:8088/ari/events`
    this.username = address.username
    this.password = address.password
    this.folder = folder
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#child && this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  /** Starts the process and waits until every module is loaded; throws the end of its log when it does not come up. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.pid !== undefined) throw new Error(`The ${this.name} runs already (process ${this.pid}).`)
    const { root, inside } = this.folder
    const asterisk = ['/usr/sbin/asterisk', '-C', `${inside}/etc/asterisk.conf`, '-f', '-n', '-q']
    // Ahead of everything else on the machine, as on a telephone exchange: sound that waits for a compiler has gaps.
    const ahead = ['nice', '-n', '-5']
    this.#child = Bun.spawn([...ahead, 'setpriv', '--pdeathsig', 'KILL', '--', 'chroot', root, ...asterisk], {
      // A session of its own: Ctrl-C in the terminal is for us to act on.
      detached: true,
      env: { ...process.env, PATH: searchPath() },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
    })
    const limit = AbortSignal.any([signal, AbortSignal.timeout(startLimitMs)])
    const socket = join(root, inside, 'run/asterisk.ctl')
    try {
      while (!existsSync(socket)) {
        if (this.pid === undefined) throw new Error('ended by itself')
        await sleep(pollMs, undefined, { signal: limit })
      }
      while (!/fully booted/i.test(await this.rx('core waitfullybooted', limit))) {
        if (this.pid === undefined) throw new Error('ended by itself')
        await sleep(pollMs, undefined, { signal: limit })
      }
    } catch (error) {
      await this.kill9()
      signal.throwIfAborted()
      const log = await this.#logEnd()
      throw new Error(`The ${this.name} of the test rig did not start. The end of its log:\n${log}`, { cause: error })
    }
  }

  /** Runs a console command and gives what it printed; empty while Asterisk is not reachable. */
  async rx(command: string, signal: AbortSignal): Promise<string> {
    const { root, inside } = this.folder
    const argv = ['chroot', root, '/usr/sbin/asterisk', '-C', `${inside}/etc/asterisk.conf`, '-rx', command]
    return run(argv, {}, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      if (error instanceof Error && error.message.includes('Unable to connect to remote asterisk')) return ''
      throw error
    })
  }

  /** Ends it as a power cut would: no goodbye on any socket. */
  async kill9(): Promise<void> {
    const child = this.#child
    if (!child) return
    child.kill('SIGKILL')
    await child.exited
    this.#child = undefined
  }

  /** Ends it in order; where that takes too long, by its pid. */
  async stop(): Promise<void> {
    const child = this.#child
    if (!child) return
    const limit = AbortSignal.timeout(stopLimitMs)
    await this.rx('core stop now', limit).catch(() => '')
    const ended = await Promise.race([child.exited.then(() => true), sleep(stopLimitMs, false, { ref: false })])
    if (!ended) child.kill('SIGKILL')
    await child.exited
    this.#child = undefined
  }

  /** Ends it in order if it runs, and starts it again. */
  async restart(signal: AbortSignal): Promise<void> {
    await this.stop()
    await this.start(signal)
  }

  /** Holds the process without ending it: sockets stay open, nobody answers. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  /** Lets a frozen process go on. */
  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  async #logEnd(): Promise<string> {
    const log = Bun.file(join(this.folder.log, 'full'))
    return (await log.exists()) ? (await log.text()).trimEnd().split('\n').slice(-15).join('\n') : '(there is none)'
  }
}
