import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executable } from './engine.ts'

/** How the executable is run to its end. */
export interface CommandRun {
  readonly args: readonly string[]
  /** Lines of `.env` in its folder; absent = there is none. */
  readonly settings?: Readonly<Record<string, string>>
  /** The folder it runs in; absent = a new, empty one that goes with it. */
  readonly folder?: string
  /** Beside PATH. */
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** PATH of the process; absent = one without bun, node and the repository. */
  readonly path?: string
  /** Path of the executable where it is not the one just built. */
  readonly program?: string
  /** As a user who may do nothing. */
  readonly asNobody?: boolean
}

/** What a run left behind. */
export interface CommandEnd {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both streams, standard output first. */
  readonly output: string
}

/** Runs the executable outside its repository with nothing but PATH in its environment, until it ends. */
export async function runSalehi(run: CommandRun, signal: AbortSignal): Promise<CommandEnd> {
  const folder = run.folder ?? mkdtempSync(join(tmpdir(), 'salehi-e2e-'))
  using stack = new DisposableStack()
  if (run.folder === undefined) stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  if (run.settings !== undefined) writeFileSync(join(folder, '.env'), envFile(run.settings))
  const path = run.path ?? stack.adopt(barePath('ffmpeg'), (made) => rmSync(made, { recursive: true, force: true }))
  const argv = [...(run.asNobody === true ? nobody() : []), run.program ?? executable, ...run.args]
  const child = Bun.spawn(argv, {
    cwd: folder,
    env: { ...run.env, PATH: path },
    stdin: run.stdin === undefined ? 'ignore' : new TextEncoder().encode(run.stdin),
    stdout: 'pipe',
    stderr: 'pipe',
    signal,
  })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  signal.throwIfAborted()
  return { code, stdout, stderr, output: stdout + stderr }
}

/** Settings as lines of a `.env`. */
export function envFile(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** A new folder that holds nothing but these programs, for a PATH; whoever asks for it removes it. */
export function barePath(...programs: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-path-'))
  for (const program of programs) symlinkSync(whereIs(program), join(folder, program))
  return folder
}

function nobody(): readonly string[] {
  return [whereIs('setpriv'), '--reuid=65534', '--regid=65534', '--clear-groups', '--']
}

function whereIs(program: string): string {
  const path = Bun.which(program)
  if (path === null) throw new Error(`${program} is not installed on this machine.`)
  return path
}
