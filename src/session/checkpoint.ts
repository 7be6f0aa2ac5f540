import type { Story } from '../flow/story.ts'
import type { Verdict } from '../flow/verdict.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { type CallStart, recordedOutcome } from './call-start.ts'
import type { OperatorDesk } from './desk.ts'
import type { LiveCalls, Progress } from './ports.ts'

/** How often a conversation is noted to be still going on, so that an end nobody saw has a time. */
export const stillUpEveryMs = 60_000

/** Where a call stands in its scenario. */
export interface Standing {
  readonly verdict: Verdict
  readonly story: Story
  readonly desk: OperatorDesk
}

/**
 * Keeps the last word on one answered call. Asked before everything that takes its time, it writes only what is news:
 * a handful of times a call.
 */
export class Checkpoint {
  readonly #live: LiveCalls | undefined
  readonly #call: CallStart & { readonly answeredAt: number }
  readonly #standing: Standing
  readonly #clock: Clock
  readonly #log: Log
  #noted: readonly unknown[] = []

  constructor(
    live: LiveCalls | undefined,
    call: CallStart & { readonly answeredAt: number },
    standing: Standing,
    clock: Clock,
    log: Log,
  ) {
    this.#live = live
    this.#call = call
    this.#standing = standing
    this.#clock = clock
    this.#log = log
  }

  /** Notes what has changed since. */
  note(): void {
    const { verdict, story, desk } = this.#standing
    const { disposition, reason, detail } = verdict.outcome
    const now = [disposition, reason, detail, story.turns.length, desk.joined]
    if (this.#noted.length > 0 && now.every((each, at) => each === this.#noted[at])) return
    if (this.noteAnyway()) this.#noted = now
  }

  /** Notes that the call is still up; true when the next start will know of it. */
  noteAnyway(): boolean {
    const { verdict, story, desk } = this.#standing
    const { operator, joined } = desk
    return noteLive(
      this.#live,
      {
        at: this.#clock.now(),
        soFar: {
          ...this.#call,
          outcome: recordedOutcome(this.#call, verdict.outcome),
          ...(operator === undefined ? {} : { operator }),
          turns: story.turns,
          trace: story.trace,
        },
        ...(story.yesAt === undefined ? {} : { yesAt: story.yesAt }),
        ...(joined === undefined ? {} : { joined }),
      },
      this.#log,
    )
  }
}

/** Writes it down; a disk that is full ends no call. False when the next start would not know. */
export function noteLive(live: LiveCalls | undefined, progress: Progress, log: Log): boolean {
  if (live === undefined) return false
  try {
    live.note(progress)
    return true
  } catch (error) {
    log.error('call.not_noted', 'how far a call has come could not be written down; the call goes on', {
      error: error instanceof Error ? error.message : String(error),
    })
    return false
  }
}
