import type { Operator } from '../domain/operator.ts'
import type { TransferEvent } from '../scenario/plan.ts'

/** A prompt ready to be played: a recording by name, or text for speech synthesis. */
export type Utterable =
  | { readonly kind: 'audio'; readonly name: string; readonly file: string; readonly says?: string }
  | { readonly kind: 'text'; readonly name: string; readonly text: string; readonly language: string }

/** What came of playing: to its end, or the sound is missing or unplayable (a fault of ours). */
export type Said = { readonly kind: 'said' } | { readonly kind: 'failed'; readonly because: string }

/** Our voice on one call. */
export interface Voice {
  /** Plays the prompts one after another without a gap. Stops at once when the signal aborts. */
  say(prompts: readonly Utterable[], signal: AbortSignal): Promise<Said>
}

export interface ListenLimits {
  /** Silence from the start after which nothing was said. */
  readonly noInputMs: number
  /** Silence that ends an utterance. */
  readonly endpointingMs: number
  readonly maxUtteranceMs: number
  readonly hotwords: readonly string[]
  readonly language: string
}

/** Everything that can come of listening is a value; only hang-up and shutdown are thrown. */
export type Heard =
  | { readonly kind: 'utterance'; readonly text: string; readonly language: string; readonly timing: HeardTiming }
  | { readonly kind: 'silence'; readonly timing: HeardTiming }
  | { readonly kind: 'unavailable'; readonly because: Unavailable; readonly provider: string }
  | { readonly kind: 'recording_failed'; readonly because: string }

/** Milliseconds spent: listening until the end was decided, cleaning, recognising. */
export interface HeardTiming {
  readonly listenMs: number
  readonly enhanceMs: number
  readonly recogniseMs: number
}

/** Our ear on one call. Today it records and fetches; live audio comes in behind the same port. */
export interface Ear {
  /** `onCaptured` is told once the caller has stopped speaking and recognition begins: the moment a filler may start. */
  listen(limits: ListenLimits, onCaptured: () => void, signal: AbortSignal): Promise<Heard>
}

/** Keys the caller presses, kept from the moment the call was answered. */
export interface Keypad {
  /** The next key (`0`-`9`, `*`, `#`, `A`-`D`) not yet read. */
  next(signal: AbortSignal): Promise<string>
}

/** Why an outside service could not serve, in one classification for all of them. */
export const unavailables = ['auth', 'quota', 'rate_limit', 'bad_input', 'config', 'transient', 'timeout'] as const
export type Unavailable = (typeof unavailables)[number]

/** Audio handed to a recogniser: a WAV file, mono, 16-bit. */
export interface RecogniserOptions {
  readonly hotwords: readonly string[]
  readonly language: string
}

export type Recognised =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unavailable'; readonly because: Unavailable; readonly retryAfterMs?: number }

/** Speech to text, one utterance at a time. Never throws but the signal's reason. */
export interface Recogniser {
  readonly name: string
  transcribe(wav: Uint8Array, options: RecogniserOptions, signal: AbortSignal): Promise<Recognised>
}

/** A question to a language model whose answer is one of the declared intents. */
export interface ClassifyQuestion {
  readonly transcript: string
  readonly language: string
  readonly scenarioTitle: string
  readonly intents: readonly { readonly name: string; readonly means?: string; readonly phrases: readonly string[] }[]
}

export type Classified =
  | { readonly kind: 'intent'; readonly intent: string }
  | { readonly kind: 'unavailable'; readonly because: Unavailable; readonly retryAfterMs?: number }

/** A language model that sorts a reply into declared intents (`unknown` is always one). Never throws but the signal's reason. */
export interface Classifier {
  readonly name: string
  classify(question: ClassifyQuestion, signal: AbortSignal): Promise<Classified>
}

export interface TransferOrder {
  readonly queue: string
  /** Looped to the caller until an operator answers; absent = silence. */
  readonly hold?: Utterable
  readonly callerId?: string
  readonly brief?: string
  /** How long one operator's phone rings; absent = the setting for all. */
  readonly ringMs?: number
}

export type Transferred =
  | {
      readonly kind: 'answered'
      readonly operator: Operator
      /** Resolves when the operator leaves; the caller leaving aborts the call's signal as always. */
      readonly conversation: (signal: AbortSignal) => Promise<void>
    }
  | { readonly kind: Exclude<TransferEvent, 'answered'>; readonly operator?: Operator }

/** The way to a human: reserves an operator, holds the caller, rings, bridges. */
export interface Desk {
  connect(order: TransferOrder, signal: AbortSignal): Promise<Transferred>
}
