import type { Ear, Heard, HeardTiming, ListenLimits, Recogniser } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { TimedOut, within } from '../kernel/deadline.ts'
import type { Leg } from '../session/ports.ts'
import { type Audio, joined, tailOf } from './audio.ts'
import { emptinessOf, leastFileBytes } from './emptiness.ts'
import type { Enhancer } from './enhancer.ts'
import { readWav, writeWav } from './wav.ts'

/** What an ear of one call is made of. */
export interface RecordingEarOptions {
  readonly leg: Pick<Leg, 'record'>
  readonly recogniser: Recogniser
  readonly enhancer: Enhancer
  readonly clock: Clock
  /** From the end of speech to the transcript, cleaning included; past it the recogniser counts as unavailable. */
  readonly thinkBudgetMs: number
  /** Recordings of this call are named `<recordingName>-1`, `-2`, … below the recording folder. */
  readonly recordingName: string
}

/** What was captured of one listening: words to be recognised, nothing, or no recording at all. */
type Captured =
  | { readonly kind: 'speech'; readonly name: string; readonly audio: Audio }
  | { readonly kind: 'silence' }
  | { readonly kind: 'failed'; readonly because: string }

/** A word beginning at the end of one recording reaches this far back at most. */
const seamMs = 300
/** Another round is not worth its gap when less than this is left of the caller's time to begin. */
const leastRoundMs = 250
/** A recorder that comes back at once, again and again, is not worth more rounds. */
const mostRounds = 20

/** Listens to one call by recording it, and understands a recording once it is over. */
export class RecordingEar implements Ear {
  readonly #options: RecordingEarOptions
  #recordings = 0

  constructor(options: RecordingEarOptions) {
    this.#options = options
  }

  async listen(limits: ListenLimits, onCaptured: () => void, signal: AbortSignal): Promise<Heard> {
    const { clock } = this.#options
    const startMs = clock.elapsed()
    const captured = await this.#capture(limits, startMs, signal)
    const listenMs = clock.elapsed() - startMs
    if (captured.kind === 'failed') return { kind: 'recording_failed', because: captured.because }
    if (captured.kind === 'silence') return { kind: 'silence', timing: { listenMs, enhanceMs: 0, recogniseMs: 0 } }
    onCaptured()
    return await this.#recognise(captured.name, captured.audio, limits, listenMs, signal)
  }

  /**
   * Records until something was said or the caller's time to begin is over. Asterisk's recorder ends after the same
   * silence before the first word as after the last, so a caller who takes longer to begin is heard by recording again.
   * What the recorder kept of a silent round's end is put in front of the next round, lest a word begun there lose its
   * beginning; between two rounds nothing is awaited but the recorder.
   */
  async #capture(limits: ListenLimits, startMs: number, signal: AbortSignal): Promise<Captured> {
    const { clock, leg, recordingName } = this.#options
    let before: Audio | undefined
    for (let round = 1; ; round++) {
      const name = `${recordingName}-${++this.#recordings}`
      const order = { endpointingMs: limits.endpointingMs, maxMs: limits.maxUtteranceMs, name }
      const recorded = await leg.record(order, signal)
      signal.throwIfAborted()
      if (recorded.kind === 'failed') {
        // A recorder that worked a moment ago: the caller is leaving, and until now they said nothing.
        return round > 1 ? { kind: 'silence' } : { kind: 'failed', because: recorded.because }
      }
      if (recorded.wav.byteLength >= leastFileBytes) {
        const read = readWav(recorded.wav)
        if (read.kind === 'unreadable') return { kind: 'failed', because: `the recording ${read.because}` }
        const audio = before === undefined ? read.audio : joined([before, read.audio])
        if (emptinessOf(audio) === undefined) return { kind: 'speech', name: recorded.name, audio }
        before = tailOf(audio, seamMs)
      }
      const leftMs = startMs + limits.noInputMs - clock.elapsed()
      if (leftMs < leastRoundMs || round >= mostRounds) return { kind: 'silence' }
    }
  }

  async #recognise(
    name: string,
    audio: Audio,
    limits: ListenLimits,
    listenMs: number,
    signal: AbortSignal,
  ): Promise<Heard> {
    const { clock, enhancer, recogniser, thinkBudgetMs } = this.#options
    const { hotwords, language } = limits
    const capturedMs = clock.elapsed()
    const clean = await enhancer.enhance(name, audio, signal)
    const enhanceMs = clock.elapsed() - capturedMs
    const timing = (): HeardTiming => ({ listenMs, enhanceMs, recogniseMs: clock.elapsed() - capturedMs - enhanceMs })
    const unavailable = { kind: 'unavailable', provider: recogniser.name } as const
    try {
      const transcribe = (lost: AbortSignal) => recogniser.transcribe(writeWav(clean), { hotwords, language }, lost)
      const left = Math.max(0, thinkBudgetMs - enhanceMs)
      const recognised = await within(clock, left, 'recognising', transcribe, signal)
      if (recognised.kind === 'text') return { kind: 'utterance', text: recognised.text, language, timing: timing() }
      if (recognised.kind === 'empty') return { kind: 'silence', timing: timing() }
      return { ...unavailable, because: recognised.because }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof TimedOut) return { ...unavailable, because: 'timeout' }
      throw error
    }
  }
}
