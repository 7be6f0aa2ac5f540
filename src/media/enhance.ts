import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assert } from '../kernel/assert.ts'
import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import { Limiter } from '../kernel/limiter.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { type Audio, bytesOf, samplesOf } from './audio.ts'
import type { Enhancer } from './enhancer.ts'
import { type FfmpegRun, runFfmpeg } from './ffmpeg.ts'
import { writeWav } from './wav.ts'

/** Where the cleaned copies go, and how much of the box cleaning may take. */
export interface FfmpegEnhancerOptions {
  /** Asterisk's recording folder; cleaned copies go to `enhanced/` in it. */
  readonly recordingFolder: string
  /** `ffmpeg`, or its path. */
  readonly command: string
  /** How long a caller may be held; after it the plain audio is recognised. 500 ms by default of the product. */
  readonly budgetMs: number
  /** ffmpeg processes at once. */
  readonly parallel: number
  /** Recordings waiting to be cleaned, at most; further ones keep only their original. */
  readonly backlog: number
}

/** What the product uses: one 5 s utterance costs some 150 ms of a core, and two at once leave a small box its breath. */
export const ffmpegEnhancerDefaults = { command: 'ffmpeg', budgetMs: 500, parallel: 2, backlog: 200 } as const

const filters = 'highpass=f=120,lowpass=f=3800,afftdn=nf=-25,loudnorm'
const outputRate = 16_000
/** A stuck ffmpeg is killed after this long; the longest utterance takes a second or two. */
const stuckAfterMs = 30_000

/**
 * Cleans with ffmpeg. The caller is held no longer than the budget, and not at all when so many wait already that the
 * budget would pass in the queue; the cleaned copy is finished in the background for the archive. Disposing kills what
 * still runs: the originals are untouched.
 */
export class FfmpegEnhancer implements Enhancer, AsyncDisposable {
  readonly #options: FfmpegEnhancerOptions
  readonly #clock: Clock
  readonly #log: Log
  readonly #scope: Scope
  readonly #places: Limiter
  readonly #pending = new Set<Promise<Audio | undefined>>()
  readonly #told = new Set<string>()

  constructor(options: FfmpegEnhancerOptions, clock: Clock, log: Log, signal: AbortSignal) {
    this.#options = options
    this.#clock = clock
    this.#log = log
    this.#scope = new Scope(signal)
    this.#places = new Limiter(options.parallel)
  }

  async enhance(name: string, audio: Audio, signal: AbortSignal): Promise<Audio> {
    signal.throwIfAborted()
    assert(!name.split('/').includes('..') && !name.startsWith('/'), `recording name outside its folder: ${name}`)
    if (this.#scope.signal.aborted) return audio
    if (this.#pending.size >= this.#options.backlog) {
      this.#once('warn', 'enhance.backlog', 'too many recordings wait to be cleaned: some keep only their original')
      return audio
    }
    const crowded = this.#pending.size >= 2 * this.#options.parallel
    const cleaned = this.#begin(name, audio)
    if (crowded) return audio
    try {
      const soon = (lost: AbortSignal) => follow(cleaned, lost)
      return (await within(this.#clock, this.#options.budgetMs, 'cleaning the audio', soon, signal)) ?? audio
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof TimedOut) return audio
      throw error
    }
  }

  /** Resolves once every recording begun so far is cleaned or given up. */
  async idle(): Promise<void> {
    await this.#scope.idle()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope[Symbol.asyncDispose]()
  }

  /** Starts the work under the engine's life, not the call's: the caller hanging up does not cost us the copy. */
  #begin(name: string, audio: Audio): Promise<Audio | undefined> {
    const { promise, resolve } = Promise.withResolvers<Audio | undefined>()
    this.#pending.add(promise)
    this.#scope.spawn(async (signal) => {
      let cleaned: Audio | undefined
      try {
        using _place = await this.#places.acquire(signal)
        cleaned = await this.#clean(audio, signal)
        resolve(cleaned)
        if (cleaned !== undefined) await this.#keep(name, cleaned)
      } finally {
        this.#pending.delete(promise)
        resolve(undefined) // no-op unless an abort came first
      }
    })
    return promise
  }

  async #clean(audio: Audio, signal: AbortSignal): Promise<Audio | undefined> {
    const input = ['-f', 's16le', '-ar', String(audio.sampleRate), '-ac', '1', '-i', 'pipe:0']
    const output = ['-af', filters, '-ar', String(outputRate), '-ac', '1', '-f', 's16le', 'pipe:1']
    const job = {
      command: this.#options.command,
      args: [...input, ...output],
      input: bytesOf(audio.samples),
      timeoutMs: stuckAfterMs,
    }
    const run = await runFfmpeg(job, this.#clock, signal)
    if (run.kind === 'done' && run.output.byteLength > 1) {
      return { sampleRate: outputRate, samples: samplesOf(run.output) }
    }
    this.#explain(run)
    return undefined
  }

  #explain(run: FfmpegRun): void {
    if (run.kind === 'missing') {
      const what = 'ffmpeg was not found: recordings are recognised as they are; install ffmpeg or set ENHANCE=off'
      this.#once('error', 'enhance.ffmpeg_missing', what)
    } else {
      const because = run.kind === 'failed' ? run.because : 'it wrote nothing'
      const what = 'ffmpeg could not clean a recording, which is recognised as it is (said once)'
      this.#once('warn', 'enhance.failed', what, because)
    }
  }

  async #keep(name: string, cleaned: Audio): Promise<void> {
    const file = join(this.#options.recordingFolder, 'enhanced', `${name}.wav`)
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o750 })
      await Bun.write(`${file}.part`, writeWav(cleaned), { mode: 0o640 })
      await rename(`${file}.part`, file)
    } catch (error) {
      const what = 'a cleaned recording could not be kept: give this user the right to write to AST_RECORDING_DIR'
      this.#once('warn', 'enhance.not_kept', what, error instanceof Error ? error.message : String(error))
    }
  }

  #once(level: 'warn' | 'error', event: string, message: string, because?: string): void {
    if (this.#told.has(event)) return
    this.#told.add(event)
    this.#log[level](event, message, because === undefined ? {} : { because })
  }
}

/** Waits for work that belongs to someone else: an abort ends the waiting, not the work. */
function follow<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  const arrived = (value: T): void => {
    signal.removeEventListener('abort', leave)
    resolve(value)
  }
  void work.then(arrived, reject) // both outcomes reach `promise`, which the caller awaits
  return promise
}
