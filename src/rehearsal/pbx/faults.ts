import type { Random } from '../../kernel/random.ts'

/**
 * What can go wrong or come out of order. The first group is what a healthy Asterisk does now and then; the second is
 * what breaks.
 */
export const faultNames = [
  'dial_before_stasis',
  'entered_bridge_before_answer',
  'created_before_answer',
  'media_before_answer',
  'hangup_before_answer',
  'hangup_before_dial',
  'ringing_dial_first',
  'ringing_before_dial',
  'duplicate_event',
  'lost_event',
  'late_playback_finished',
  'lost_playback_finished',
  'sound_lost_between_bridges',
  'allocation_failed',
  'request_lost',
  'answer_lost',
  'answer_late',
  'answer_nonsense',
  'event_nonsense',
  'recording_fails',
  'vanished_peer',
  'socket_dropped',
  'socket_stalled',
  'application_replaced',
  'stopped',
  'killed',
  'event_while_down',
] as const
export type FaultName = (typeof faultNames)[number]

/** How often each race strikes in a healthy Asterisk 22.10.1, as measured. */
export const measuredRaces: Readonly<Partial<Record<FaultName, number>>> = {
  dial_before_stasis: 0.26,
  entered_bridge_before_answer: 0.65,
  created_before_answer: 0.01,
  media_before_answer: 0.02,
  hangup_before_answer: 0.2,
  hangup_before_dial: 0.02,
  ringing_dial_first: 0.4,
  ringing_before_dial: 0.02,
}

/** Which faults strike, how often they may, and how often each has struck. */
export class Faults {
  readonly #random: Random
  readonly #chances = new Map<FaultName, number>()
  readonly #certain = new Map<FaultName, number>()
  readonly #struck = new Map<FaultName, number>()
  readonly #awaited = new Map<FaultName, number>()

  constructor(random: Random, chances: Readonly<Partial<Record<FaultName, number>>>) {
    this.#random = random
    for (const [name, chance] of Object.entries(chances)) this.#chances.set(name as FaultName, chance)
  }

  /** From now on it strikes with this chance, 0 to 1, whenever it could. */
  set(name: FaultName, chance: number): void {
    this.#chances.set(name, chance)
  }

  /** It strikes the next so many times it could, whatever its chance. */
  next(name: FaultName, times = 1): void {
    this.#certain.set(name, (this.#certain.get(name) ?? 0) + times)
  }

  /** It strikes once, the n-th time it could from now on (1 = the next). */
  at(name: FaultName, nth: number): void {
    this.#awaited.set(name, nth)
  }

  /** Whether it strikes now; counted when it does. */
  strikes(name: FaultName): boolean {
    const awaited = (this.#awaited.get(name) ?? 0) - 1
    this.#awaited.set(name, awaited)
    if (awaited === 0) {
      this.note(name)
      return true
    }
    const certain = this.#certain.get(name) ?? 0
    if (certain > 0) this.#certain.set(name, certain - 1)
    else if (this.#random() >= (this.#chances.get(name) ?? 0)) return false
    this.note(name)
    return true
  }

  /** It was made to happen from outside. */
  note(name: FaultName): void {
    this.#struck.set(name, (this.#struck.get(name) ?? 0) + 1)
  }

  /** How often each has struck; those that never did are absent. */
  get struck(): ReadonlyMap<FaultName, number> {
    return this.#struck
  }
}
