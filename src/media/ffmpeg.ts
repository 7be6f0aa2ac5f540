import { setPriority } from 'node:os'
import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'

/** One run of ffmpeg. */
export interface FfmpegJob {
  /** `ffmpeg`, or its path. */
  readonly command: string
  readonly args: readonly string[]
  /** What it reads on its standard input; empty for a job that reads a file. */
  readonly input: Uint8Array<ArrayBuffer>
  /** Killed after this long. */
  readonly timeoutMs: number
}

/** What came of it; `because` is for people and carries ffmpeg's own last words. */
export type FfmpegRun =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly because: string }

/** Runs ffmpeg to its end. An abort kills it and waits until it is gone before rejecting with the signal's reason. */
export async function runFfmpeg(job: FfmpegJob, clock: Clock, signal: AbortSignal): Promise<FfmpegRun> {
  signal.throwIfAborted()
  try {
    return await within(clock, job.timeoutMs, 'ffmpeg', (lost) => spawned(job, lost), signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof TimedOut) return { kind: 'failed', because: error.message }
    if (isMissing(error)) return { kind: 'missing' }
    return { kind: 'failed', because: error instanceof Error ? error.message : String(error) }
  }
}

async function spawned(job: FfmpegJob, signal: AbortSignal): Promise<FfmpegRun> {
  const child = Bun.spawn([job.command, '-hide_banner', '-loglevel', 'error', ...job.args], {
    stdin: job.input,
    stdout: 'pipe',
    stderr: 'pipe',
  })
  yieldToCalls(child.pid)
  const kill = (): void => child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  if (signal.aborted) kill() // an abort between the check and the listener
  try {
    const [output, complaint, code] = await Promise.all([
      Bun.readableStreamToBytes(child.stdout),
      Bun.readableStreamToText(child.stderr),
      child.exited,
    ])
    signal.throwIfAborted()
    if (code === 0) return { kind: 'done', output }
    return { kind: 'failed', because: lastWords(complaint) || `exit code ${code}` }
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

/** Calls in progress come first: Asterisk and the engine must not wait for a processor that ffmpeg holds. */
function yieldToCalls(pid: number): void {
  try {
    setPriority(pid, 10)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error // ended already, or not ours to slow down
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** The last line ffmpeg wrote, short enough for a message. */
function lastWords(complaint: string): string {
  return complaint.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}
