import { Mailbox } from '../../kernel/mailbox.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { Happenings } from './happenings.ts'
import { Journey } from './journey.ts'
import { type Expected, Script } from './script.ts'
import type { Talk, World } from './talk.ts'
import type { Chart, leavings } from './ways.ts'

/** The caller left: the abort reason of a rehearsed call. */
export class CallerLeft extends Error {
  override readonly name = 'CallerLeft'
}

/** The call and the talk went different ways: the abort reason of a rehearsed call. */
export class WentAnotherWay extends Error {
  override readonly name = 'WentAnotherWay'
}

/** How long things take on a rehearsed call, milliseconds. */
export const took = {
  prompt: 3_000,
  /** Into a prompt, or into our listening, until the caller does something else. */
  reaction: 1_000,
  utterance: 2_000,
  recognising: 800,
  ring: 8_000,
  noAnswer: 25_000,
  conversation: 60_000,
} as const

/** One rehearsed call: what its far end, its world and its account share. */
export class RehearsedCall {
  readonly script: Script
  readonly world: World
  readonly clock: TestClock
  readonly journey: Journey
  readonly happenings: Happenings
  /** Keys the caller pressed that nobody has read yet. */
  readonly keys = new Mailbox<string>(100)
  /** While we think a filler plays, which a talk may name or leave out. */
  thinking = false
  readonly #over = new AbortController()

  constructor(talk: Talk, chart: Chart) {
    this.script = new Script(talk)
    this.world = talk.world
    this.clock = new TestClock(talk.atMs)
    this.journey = new Journey(chart, this.clock)
    this.happenings = new Happenings(this.journey)
  }

  /** Aborts when the caller leaves, or the talk is not kept to. */
  get signal(): AbortSignal {
    return this.#over.signal
  }

  /** The caller hangs up. */
  leave(where: keyof typeof leavings): never {
    this.journey.left(where)
    this.#over.abort(new CallerLeft('the caller hung up'))
    throw this.#over.signal.reason
  }

  /** Ends the rehearsal: the talk expects something else. */
  wentAnotherWay(expected: Expected | undefined, actual: string): never {
    this.happenings.part(expected, actual)
    this.#over.abort(new WentAnotherWay('the talk is not kept to'))
    throw this.#over.signal.reason
  }
}
