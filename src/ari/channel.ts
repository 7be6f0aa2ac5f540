import type { HangupCause, SignOfLife } from '../domain/cause.ts'
import type { Clock } from '../kernel/clock.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import type { Scope } from '../kernel/scope.ts'
import { HungUp } from '../session/ports.ts'
import type { Arrived } from './decode.ts'
import { Latch } from './latch.ts'

/** How a playback or a recording ended. `unknown`: it is over, and how was lost with the event socket. */
export type MediaEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly because?: string }
  | { readonly kind: 'unknown' }

/** A playback or recording somebody waits for. */
export interface Media {
  readonly kind: 'playback' | 'recording'
  readonly end: Latch<MediaEnd>
  /** Asterisk has accepted it, so that one it does not know is over. */
  accepted: boolean
}

/** Keys kept for a reader; a caller who presses more with nobody listening has the rest ignored. */
const keysKept = 64

/** Time in which ChannelDestroyed, which alone carries the true cause, follows the first word of the end. */
export const causeGraceMs = 300

/**
 * All we know of one channel: a state fed by events in any order, twice or not at all, and read by whoever holds the
 * leg. What is seen over REST after a lost connection is fed in the same way.
 */
export class Channel {
  readonly id: string
  /** It is in our application. */
  readonly entered = new Latch<void>()
  readonly answered = new Latch<void>()
  readonly ended = new Latch<HungUp>()
  readonly keys = new Mailbox<string>(keysKept)
  readonly media = new Map<string, Media>()
  readonly #gone = new AbortController()
  readonly #clock: Clock
  readonly #tasks: Scope
  #sign: SignOfLife = 'none'
  #missed = false
  #hint: HangupCause | undefined
  #ending = false
  #softly = false
  #parting = false

  /** How many sounds were ordered on it. */
  playbacks = 0

  /** Asterisk has confirmed that it exists: from then on, absence means its end. */
  confirmed = false

  constructor(id: string, clock: Clock, tasks: Scope) {
    this.id = id
    this.#clock = clock
    this.#tasks = tasks
  }

  /** Aborts with {@link HungUp} at its end. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** The most that was heard of it; where events were missed, it may have rung. */
  get sign(): SignOfLife {
    return this.#missed ? 'ringing' : this.#sign
  }

  /** Its end has been announced. */
  get ending(): boolean {
    return this.#ending
  }

  /** Its end was ordered on Asterisk's side (by us, or by the time limit of dialing), not by the network. */
  get endedSoftly(): boolean {
    return this.#softly
  }

  /** Takes in an event about this channel. */
  apply(event: Arrived): void {
    switch (event.type) {
      case 'StasisStart':
        this.enter()
        this.observe(event.channel?.state)
        break
      case 'ChannelStateChange':
        this.observe(event.channel?.state)
        break
      case 'Dial':
        this.#dialing(event.dialstatus)
        break
      case 'ChannelHangupRequest':
        if (event.soft === true) this.#endSoftly()
        else this.#part(causeOf(event))
        break
      case 'StasisEnd':
        this.#part(undefined)
        break
      case 'ChannelDestroyed':
        this.end(causeOf(event))
        break
      case 'ChannelDtmfReceived':
        if (typeof event.digit === 'string' && event.digit !== '') this.keys.put(event.digit)
        break
      case 'PlaybackFinished':
        this.#finish(event.playback?.id, { kind: event.playback?.state === 'failed' ? 'failed' : 'done' })
        break
      case 'RecordingFinished':
        this.#finish(event.recording?.name, { kind: 'done' })
        break
      case 'RecordingFailed':
        this.#finish(event.recording?.name, failedRecording(event.recording?.cause))
        break
      default:
    }
  }

  /** It is in our application. */
  enter(): void {
    this.confirmed = true
    this.entered.set()
  }

  /** Takes in its state, as an event or a listing tells it. */
  observe(state: string | undefined): void {
    if (state === 'Ringing') this.#sign = 'ringing'
    if (state === 'Up') this.answered.set()
  }

  /** Asterisk went on without us hearing of it. */
  missEvents(): void {
    this.#missed = true
  }

  /** We ordered its end: the cause of it, where nothing else is told. */
  endOrdered(hangup: HangupCause): void {
    this.#hint ??= hangup
  }

  /** It is over. A cause that came first stays where the later one says nothing. */
  end(hangup: HangupCause, lost = false): void {
    const told = hangup.cause === 0 && this.#hint !== undefined ? this.#hint : hangup
    this.#ending = true
    this.ended.set(new HungUp(told, lost))
    if (!this.#gone.signal.aborted) this.#gone.abort(this.ended.value)
  }

  /** Waits for something of this channel that will be told by this name; dispose it when nobody waits any more. */
  expect(kind: Media['kind'], name: string): Media & Disposable {
    const media = {
      kind,
      end: new Latch<MediaEnd>(),
      accepted: false,
      [Symbol.dispose]: () => {
        this.media.delete(name)
      },
    }
    this.media.set(name, media)
    return media
  }

  /** After a failure that a hang-up may explain: waits until its end is certain, or clearly is not coming. */
  async settle(signal: AbortSignal): Promise<void> {
    await this.ended.within(this.#clock, this.#ending ? 2 * causeGraceMs : causeGraceMs / 3, signal)
    signal.throwIfAborted()
  }

  #dialing(status: string | undefined): void {
    if (status === 'RINGING') this.#sign = 'ringing'
    if (status === 'PROGRESS' && this.#sign === 'none') this.#sign = 'early_media'
    if (status === 'ANSWER') this.answered.set()
  }

  #endSoftly(): void {
    this.#ending = true // its cause is a set of flags, none of the network's
    this.#softly = true
  }

  /** Its end was announced: the true cause follows at once, or never. */
  #part(hangup: HangupCause | undefined): void {
    this.#ending = true
    if (hangup !== undefined && hangup.cause !== 0) this.#hint = hangup
    if (this.#parting) return
    this.#parting = true
    this.#tasks.spawn(async (signal) => {
      if (!(await this.ended.within(this.#clock, causeGraceMs, signal))) this.end({ cause: 0 })
    })
  }

  #finish(name: string | undefined, end: MediaEnd): void {
    if (name !== undefined) this.media.get(name)?.end.set(end)
  }
}

function causeOf(event: {
  readonly cause?: number | undefined
  readonly tech_cause?: number | undefined
}): HangupCause {
  const { cause, tech_cause: techCause } = event
  return { cause: typeof cause === 'number' ? cause : 0, ...(typeof techCause === 'number' ? { techCause } : {}) }
}

function failedRecording(cause: string | undefined): MediaEnd {
  return cause === undefined ? { kind: 'failed' } : { kind: 'failed', because: cause }
}
