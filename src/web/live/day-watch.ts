import type { Clock } from '../../kernel/clock.ts'
import type { Day } from '../api/contract.ts'
import type { DayPort, KeptDay } from '../site-ports.ts'
import { Paced } from './paced.ts'

/** How often the store is looked into for all who watch. */
const keptEveryMs = 5_000

/** What is looked up is for everybody: nobody's leaving ends it, and it is short. */
const never = new AbortController().signal

/** The day at a glance for everybody who asks, however many they are. */
export class DayWatch {
  readonly #port: DayPort
  readonly #clock: Clock
  readonly #kept: Paced<KeptDay>
  readonly #outcomes: Paced<Day['outcomes']>

  constructor(port: DayPort, clock: Clock) {
    this.#port = port
    this.#clock = clock
    this.#kept = new Paced(() => port.kept(never), keptEveryMs, clock)
    this.#outcomes = new Paced(() => today(port), keptEveryMs, clock)
  }

  /** As it is now; what the store says may be some seconds old. */
  async day(): Promise<Day> {
    const [kept, outcomes] = [await this.#kept.get(), await this.#outcomes.get()]
    return { at: this.#clock.now(), ...this.#port.now(kept), outcomes }
  }

  /** Somebody gave an order: what the store says is looked up anew. */
  changed(): void {
    this.#kept.forget()
  }
}

function today(port: DayPort): Day['outcomes'] {
  const outcomes = port.outcomes()
  if (outcomes === undefined) throw new Error('today is a day')
  return outcomes
}
