import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The compiled executable, built before these tests run. */
export const executable = join(import.meta.dir, '..', '..', 'dist', 'salehi')

/** What an owner behind a proxy has set: nothing on the box itself may be looked for there. */
const deadProxy = { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' }

/** How the executable is started. */
export interface EngineOptions {
  readonly args: readonly string[]
  /** Lines of `.env` in its folder. */
  readonly settings: Readonly<Record<string, string>>
  /** Path of the executable where it is not the one just built. */
  readonly program?: string
  /** The folder it runs in; absent = a new, empty one that goes with it. */
  readonly folder?: string
  readonly stdin?: string
  /** Sees each line as it comes. */
  readonly onLine?: (line: string) => void
  /** PATH of the process; absent = ours. */
  readonly path?: string
}

/** A running executable, outside its repository, with nothing but PATH and a proxy that is dead in its environment. */
export interface Engine extends AsyncDisposable {
  readonly pid: number
  readonly folder: string
  /** Everything printed so far, both streams. */
  readonly output: string
  readonly exited: Promise<number>
  /** Resolves with the first line that matches, also one printed before; rejects when the process ends without it. */
  line(pattern: RegExp, signal: AbortSignal): Promise<string>
  kill(signal: NodeJS.Signals): void
}

/** Starts the executable. Disposing ends it (SIGTERM, then SIGKILL) and removes its folder. */
export function startEngine(options: EngineOptions): Engine {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'salehi-e2e-'))
  mkdirSync(folder, { recursive: true })
  const lines = Object.entries(options.settings).map(([name, value]) => `${name}=${value}`)
  writeFileSync(join(folder, '.env'), `${lines.join('\n')}\n`)
  const child = Bun.spawn([options.program ?? executable, ...options.args], {
    cwd: folder,
    env: { PATH: options.path ?? process.env['PATH'] ?? '', ...deadProxy },
    stdin: options.stdin === undefined ? 'ignore' : new TextEncoder().encode(options.stdin),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const printed = new Printed(options.onLine)
  const reading = Promise.all([printed.read(child.stdout), printed.read(child.stderr)])
  const exited = child.exited.then(async (code) => {
    await reading
    printed.end()
    return code
  })
  return {
    pid: child.pid,
    folder,
    get output() {
      return printed.text
    },
    exited,
    line: (pattern, signal) => printed.line(pattern, signal),
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await exited
      clearTimeout(late)
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A folder with nothing but a copy of the executable. */
export function folderWithExecutable(): string {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-e2e-'))
  copyFileSync(executable, join(folder, 'salehi'))
  return folder
}

/** What a process prints, and those who wait for a line of it. */
class Printed {
  text = ''
  readonly #onLine: ((line: string) => void) | undefined
  readonly #waiters = new Set<() => void>()
  #ended = false

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine
  }

  async read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const piece of stream) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#add(line)
    }
    if (rest !== '') this.#add(rest)
  }

  end(): void {
    this.#ended = true
    for (const waiter of this.#waiters) waiter()
  }

  async line(pattern: RegExp, signal: AbortSignal): Promise<string> {
    for (let seen = 0; ; ) {
      const lines = this.text.split('\n')
      for (; seen < lines.length - 1; seen++) if (pattern.test(lines[seen] ?? '')) return lines[seen] ?? ''
      if (this.#ended) throw new Error(`the executable ended without printing ${pattern}:\n${this.text}`)
      await this.#more(signal)
    }
  }

  async #more(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => reject(new Error(`gave up waiting; printed so far:\n${this.text}`))
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#waiters.add(resolve)
    try {
      await promise
    } finally {
      this.#waiters.delete(resolve)
      signal.removeEventListener('abort', onAbort)
    }
  }

  #add(line: string): void {
    this.text += `${line}\n`
    this.#onLine?.(line)
    for (const waiter of this.#waiters) waiter()
  }
}
