import type { TraceStep, Turn } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { StepPlace } from '../scenario/plan.ts'

/** What happened on a call, in order, as it happens: the steps walked and the replies heard. */
export class Story {
  readonly #clock: Clock
  readonly #trace: TraceStep[] = []
  readonly #turns: Turn[] = []
  #yesAt: number | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes a step at the moment something came of it. */
  step(place: StepPlace, result: string): void {
    this.#trace.push({ path: place.path, line: place.line, at: this.#clock.now(), result })
  }

  turn(turn: Turn): void {
    this.#turns.push(turn)
    if (turn.intent === 'yes') this.#yesAt ??= turn.at
  }

  get trace(): readonly TraceStep[] {
    return this.#trace
  }

  get turns(): readonly Turn[] {
    return this.#turns
  }

  /** When the caller first agreed; epoch milliseconds. */
  get yesAt(): number | undefined {
    return this.#yesAt
  }
}
