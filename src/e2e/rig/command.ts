/** What a command left behind. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command is started. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Bytes for its standard input. */
  readonly stdin?: Uint8Array<ArrayBuffer>
}

/** Runs a command to its end and gives its output; it dies with us, and is killed when the signal aborts. */
export async function tryRun(argv: readonly string[], options: RunOptions, signal: AbortSignal): Promise<Ran> {
  const child = Bun.spawn(['setpriv', '--pdeathsig', 'KILL', '--', ...argv], {
    stdin: options.stdin ?? 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { ...process.env, PATH: searchPath(), LC_ALL: 'C.UTF-8', ...options.env },
    signal,
  })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  signal.throwIfAborted()
  return { code, stdout, stderr }
}

/** Runs a command that must succeed and gives its standard output; throws what it said otherwise. */
export async function run(argv: readonly string[], options: RunOptions, signal: AbortSignal): Promise<string> {
  const ran = await tryRun(argv, options, signal)
  if (ran.code === 0) return ran.stdout
  const said = `${ran.stdout}\n${ran.stderr}`.trim().split('\n').slice(-12).join('\n')
  throw new Error(`"${argv.join(' ')}" failed with exit code ${ran.code}. Its last words:\n${said}`)
}

/** The PATH with the administrator's folders, where Debian keeps chroot and debootstrap. */
export function searchPath(): string {
  return `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`
}
