import type { Box } from '../box.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import { type Consumed, consumed } from './consumed.ts'

/** One life of the executable, from its start to its end. Times are epoch milliseconds. */
export interface Shift {
  readonly startedMs: number
  /** When it said that it is connected to Asterisk; absent where it was killed before. */
  readonly inControlMs?: number
  readonly endedMs?: number
  readonly killed: boolean
  readonly exitCode?: number
  /** At its end. */
  readonly consumed?: Consumed
  /** Everything it printed. */
  readonly output: string
}

interface Running {
  readonly engine: Engine
  readonly startedMs: number
  inControlMs?: number
  /** We are ending it. */
  ending?: boolean
}

const lastLines = 15

/** One executable after another on the same folder. */
export class Shifts implements AsyncDisposable {
  readonly #box: Box
  readonly #options: Pick<EngineOptions, 'folder' | 'settings' | 'program'>
  readonly #over: Shift[] = []
  #current: Running | undefined
  #died: Error | undefined

  constructor(box: Box, options: Pick<EngineOptions, 'folder' | 'settings' | 'program'>) {
    this.#box = box
    this.#options = options
  }

  /** Those that are over. */
  get all(): readonly Shift[] {
    return this.#over
  }

  /** Set when one ended that nobody killed. */
  get died(): Error | undefined {
    return this.#died
  }

  /** Leaves those that are over out of the account. */
  forget(): void {
    this.#over.length = 0
  }

  /** When the running one came into control; undefined while it has not. */
  get inControlMs(): number | undefined {
    return this.#current?.inControlMs
  }

  /** The running executable's memory in megabytes, now. */
  get memoryMb(): number {
    return this.#current === undefined ? 0 : (consumed(this.#current.engine.pid)?.memoryMb ?? 0)
  }

  /** Starts one and waits until it is in control; another may not be running. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#current !== undefined) throw new Error('an executable runs already')
    const startedMs = Date.now()
    const onLine = (line: string): void => {
      if (shift.inControlMs === undefined && / ari\.up:/.test(line)) shift.inControlMs = Date.now()
    }
    const engine = this.#box.run({ ...this.#options, onLine })
    const shift: Running = { engine, startedMs }
    this.#current = shift
    const ended = engine.exited.then((code) => {
      if (this.#current === shift && !shift.ending) this.#died = new Error(diedText(code, engine.output))
    })
    ended.catch(() => undefined) // an exit code always comes
    await engine.line(/ ari\.up:/, signal)
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(how: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const current = this.#current
    if (current === undefined) throw new Error('no executable runs')
    current.ending = true
    const used = consumed(current.engine.pid)
    const endedMs = Date.now()
    current.engine.kill(how)
    const exitCode = await current.engine.exited
    this.#current = undefined
    this.#over.push({
      startedMs: current.startedMs,
      ...(current.inControlMs === undefined ? {} : { inControlMs: current.inControlMs }),
      endedMs,
      killed: how === 'SIGKILL',
      ...(how === 'SIGKILL' ? {} : { exitCode }),
      ...(used === undefined ? {} : { consumed: used }),
      output: current.engine.output,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current?.engine[Symbol.asyncDispose]()
  }
}

function diedText(code: number, output: string): string {
  return `the executable ended by itself with ${code}:\n${output.trimEnd().split('\n').slice(-lastLines).join('\n')}`
}
