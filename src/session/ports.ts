import type { HangupCause, SignOfLife } from '../domain/cause.ts'
import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'
import type { Operator } from '../domain/operator.ts'
import type { CallRecord } from '../domain/record.ts'

/** A leg to be placed. */
export interface LegOrder {
  /** Our id; it becomes the channel's. */
  readonly id: string
  /** `PJSIP/0912…@trunk`, `Local/6005@from-internal`. */
  readonly endpoint: string
  /** What the far end sees as caller. */
  readonly callerId: string
  /** How long it may ring. */
  readonly timeoutMs: number
  /**
   * Asked before the order to dial, which follows at the instant it resolves; never for a leg that could not be made.
   * False drops the leg undialled.
   * What it throws, `place` rejects with, and nothing is dialled.
   */
  readonly mayDial?: (signal: AbortSignal) => Promise<boolean>
  /** Told when the exchange has taken up the order to dial. */
  readonly onTaken?: () => void
}

/** What came of placing a leg. */
export type Placed =
  | { readonly kind: 'answered'; readonly leg: Leg }
  | {
      readonly kind: 'unanswered'
      readonly hangup: HangupCause
      readonly sign: SignOfLife
      readonly timedOut: boolean
      readonly lastedMs: number
      /** True when the exchange itself went away (crash, restart) while it was rung. */
      readonly lost?: boolean
    }
  /** Asterisk would not make or dial it (trunk unreachable, phone not registered, Asterisk gone): nobody's phone rang. */
  | { readonly kind: 'refused'; readonly because: string }
  /** `mayDial` said no: nobody's phone rang. */
  | { readonly kind: 'withdrawn' }

/** Playing: to its end, stopped by us, or failed (missing sound, never finished). */
export type Played = { readonly kind: 'finished' } | { readonly kind: 'failed'; readonly because: string }

export interface RecordLimits {
  /** Silence that ends it once, or before, anything was said. */
  readonly endpointingMs: number
  readonly maxMs: number
  /** Name of the file below the recording folder, without ending. */
  readonly name: string
}

/** What was recorded: a WAV file. The original stays in Asterisk's recording folder. */
export type Recorded =
  | { readonly kind: 'recorded'; readonly name: string; readonly wav: Uint8Array }
  | { readonly kind: 'failed'; readonly because: string }

/** The far end is gone: the abort reason of {@link Leg.gone}. */
export class HungUp extends Error {
  override readonly name = 'HungUp'
  readonly hangup: HangupCause
  /** True when not the far end but the exchange itself went away (crash, restart). */
  readonly lost: boolean
  constructor(hangup: HangupCause, lost = false) {
    super(lost ? 'the exchange lost the call' : `hung up, cause ${hangup.cause}`)
    this.hangup = hangup
    this.lost = lost
  }
}

/**
 * One channel in our hands. Every method rejects with the signal's reason when it aborts. Disposing hangs up (once,
 * under a deadline of its own) and leaves no playback, recording or bridge of it behind.
 */
export interface Leg extends AsyncDisposable {
  readonly id: string
  /** Aborts with {@link HungUp} the moment the far end is gone, however we learn of it. */
  readonly gone: AbortSignal
  /** Lets a caller who is not answered yet hear that it rings: Asterisk says nothing to them by itself. */
  ring(signal: AbortSignal): Promise<void>
  answer(signal: AbortSignal): Promise<void>
  /** Plays media URIs (`sound:custom/sina/hello`) without a gap; an abort stops the sound before it rejects. */
  play(media: readonly string[], signal: AbortSignal): Promise<Played>
  record(limits: RecordLimits, signal: AbortSignal): Promise<Recorded>
  /** The next key pressed and not yet read. */
  key(signal: AbortSignal): Promise<string>
  hangup(cause: 'normal' | 'busy' | 'congestion' | 'no_answer', signal: AbortSignal): Promise<void>
  /** Lets go without hanging up: the far end stays in the exchange without us, and disposal then does nothing. */
  release(): void
}

/** Two legs that hear each other; disposal parts them again. */
export interface Joined extends AsyncDisposable {
  readonly bridgeId: string
  /** Leaves them joined: the conversation goes on in the exchange without us. */
  release(): void
}

/** Someone rang us. */
export interface Incoming {
  readonly leg: Leg
  /** P-Asserted-Identity, else caller ID, as it came; empty when withheld. */
  readonly caller: string
  /** Candidates for the line they rang, best first: Diversion, History-Info, To, the dialled extension. */
  readonly dialled: readonly string[]
}

/** Control of calls on the telephone exchange. */
export interface CallControl {
  /** Creates, waits, dials, and returns once it is answered or over. An abort hangs it up before it rejects. */
  place(order: LegOrder, signal: AbortSignal): Promise<Placed>
  /** The next caller. */
  incoming(signal: AbortSignal): Promise<Incoming>
  /** Joins two answered legs. */
  join(customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined>
  /** Whether events are flowing now: no call is placed otherwise. */
  readonly connected: boolean
}

/** How far a leg has come: nothing was heard of its phone, it rings, it was answered. */
export type LegState = 'down' | 'ringing' | 'up'

/** What was found under an id an earlier engine knew. */
export type Adopted =
  | {
      readonly kind: 'held'
      readonly leg: Leg
      /** As it was found. */
      readonly state: LegState
      /** Whether by now anything was heard of its phone. */
      readonly hasRung: () => boolean
    }
  | { readonly kind: 'gone' }
  /** It is there and not ours to touch: another application has it. */
  | { readonly kind: 'elsewhere' }

/** The way to calls that went on in the exchange while no engine was there. */
export interface Survivors {
  /** Takes a leg in hand again; waits for an exchange that does not answer. */
  adopt(legId: string, signal: AbortSignal): Promise<Adopted>
  /** Stops what an earlier engine was playing to an adopted leg. */
  hush(leg: Leg): Promise<void>
  /** Takes in hand what joins two adopted legs; undefined when they are not joined any more. */
  rejoin(bridgeId: string, customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined | undefined>
  /** Removes what joined two legs of which one is gone. */
  dissolve(bridgeId: string): Promise<void>
}

/** All that is known of a call that is up: what its record needs, should this engine not see its end. */
export interface Progress {
  /** When it was last known to be up; epoch milliseconds. */
  readonly at: number
  /** The record as it would read if the call ended now. */
  readonly soFar: Omit<CallRecord, 'endedAt' | 'endedBy' | 'hangup' | 'yesToHangupMs'>
  /** When the caller first agreed; epoch milliseconds. */
  readonly yesAt?: number
  /** Set while the customer talks with the operator. */
  readonly joined?: { readonly bridgeId: string; readonly operatorLegId: string }
}

/** The last word on every call that is up, kept where a crash does not reach. */
export interface LiveCalls {
  /** Durable when it returns; throws when it cannot be kept. */
  note(progress: Progress): void
}

/** Keeps what happened; one transaction per call. */
export interface Journal {
  record(record: CallRecord): void
}

/** A reserved operator; disposal gives them back. */
export interface Reservation extends Disposable {
  readonly operator: Operator
}

/** Who is free to take a transfer. */
export interface Roster {
  /** The next free operator of the queue in fair order, leaving out those already tried; undefined when none is free. */
  reserve(queue: string, direction: Direction, tried: ReadonlySet<string>): Reservation | undefined
  /** How many `reserve` could choose from now. */
  free(queue: string, direction: Direction, tried: ReadonlySet<string>): number
}

/** Room for calls on our lines; inbound goes first. */
export interface Lines {
  /** Waits for room on the line and holds it until disposed. */
  admit(line: Line, signal: AbortSignal): Promise<Disposable>
  /** The line meant by one of the dialled numbers, best first; else the default one. */
  match(dialled: readonly string[]): Line
}
