import type { Day } from '../../web/api/contract.ts'
import { stagedDay } from './staged-day.ts'

/** The day without what the server adds to it. */
export type PlayedDay = Omit<Day, 'at' | 'outcomes'>

/** What an engine on paper shows, and what it was told. */
export class Scene {
  readonly told: string[] = []
  readonly now: () => number
  #played: Partial<PlayedDay> = {}

  constructor(now: () => number) {
    this.now = now
  }

  /** The day as it is now. */
  get day(): PlayedDay {
    return { ...stagedDay(this.now()), ...this.#played }
  }

  /** Plays on: parts of the day from now on. */
  play(change: (day: PlayedDay) => Partial<PlayedDay>): void {
    this.#played = { ...this.#played, ...change(this.day) }
  }

  /** The day as it was at first, and nothing told. */
  restore(): void {
    this.#played = {}
    this.told.length = 0
  }

  pause(because: string): void {
    this.told.push(`pause ${because}`)
    const since = this.now()
    const gate = { name: 'paused', because, since, opens: 'salehi resume' }
    const dialing = { kind: 'held', text: `Not dialing: paused: ${because}` } as const
    this.play(({ engine }) => ({ engine: { ...engine, dialing, gates: [gate], paused: { because, since } } }))
  }

  resume(): void {
    this.#played = {}
    this.told.push('resume')
  }
}
