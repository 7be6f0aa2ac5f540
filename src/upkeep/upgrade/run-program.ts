import { redact } from '../../logs/redact.ts'

/** What a program that was run to its end left. */
export interface ProgramEnd {
  /** Undefined where it did not end in time and was killed. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface ProgramRun {
  readonly argv: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly mostMs: number
}

const mostChars = 4_000_000

/** Runs a program to its end, or kills it when its time is over. Throws what the system says where it cannot be started. */
export async function runProgram({ argv, cwd, env, mostMs }: ProgramRun, signal: AbortSignal): Promise<ProgramEnd> {
  signal.throwIfAborted()
  const child = Bun.spawn([...argv], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env: { ...env } }),
    timeout: mostMs,
    killSignal: 'SIGKILL',
    signal,
  })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  signal.throwIfAborted()
  return {
    code: child.signalCode === null ? code : undefined,
    stdout: stdout.slice(0, mostChars),
    stderr: stderr.slice(0, mostChars),
  }
}

/** How it ended, for people, with its last words. */
export function endWords({ code, stderr, stdout }: ProgramEnd, mostMs: number): string {
  if (code === undefined) return `it did not end within ${Math.round(mostMs / 1_000)} s`
  const words = (stderr.trim() || stdout.trim()).split('\n').slice(-8).join('\n')
  return redact(words === '' ? `it ended with code ${code}` : `it ended with code ${code}: ${words}`)
}
