import type { TestClock } from '../../kernel/test-clock.ts'
import type { VirtualPbx } from '../pbx/pbx.ts'
import type { CampaignEngine } from './campaign-engine.ts'
import { type Held, type Hold, heldBy, idleUntil, type OverallLimits } from './held-back.ts'
import type { Tally } from './tally.ts'

const lookMs = 500
/** What takes longer than this is not waited for second by second. */
const worthSkippingMs = 120_000
/** Nothing is under way that may take so long. */
const stuckMs = 6 * 3_600_000
/** How often the event loop is let turn before nothing counts as going on. */
const mostTurns = 20

/** What a campaign's days need to know of its calendar. Instants are epoch milliseconds. */
export interface Calendar {
  readonly untilMs: number
  readonly opensAt: (now: number) => number | undefined
  readonly place: (at: number) => string
  /** Requests under way that take more than virtual time. */
  readonly busy: () => number
  readonly limits: OverallLimits
  readonly isOperator: (endpoint: string) => boolean
}

/** Lets time pass until the list is settled or its days are over. */
export class CampaignDay {
  readonly #engine: CampaignEngine
  readonly #clock: TestClock
  readonly #tally: Tally
  readonly #pbx: VirtualPbx
  readonly #calendar: Calendar
  #held: Held = new Map()
  #isAtWork = false
  #lookedAt: number
  #dialled = 0
  #recent: number[] = []
  #stopped = false
  #progressMs = 0
  #progress = ''

  constructor(engine: CampaignEngine, clock: TestClock, tally: Tally, pbx: VirtualPbx, calendar: Calendar) {
    this.#engine = engine
    this.#clock = clock
    this.#tally = tally
    this.#pbx = pbx
    this.#calendar = calendar
    this.#lookedAt = clock.now()
  }

  /** Whether the list came to its end by itself. */
  get isSettled(): boolean {
    return !this.#stopped
  }

  /** Plays on; returns what broke, undefined when nothing did. */
  async play(signal: AbortSignal): Promise<string | undefined> {
    const engine = this.#engine
    engine.begin()
    await this.#clock.advance(0)
    try {
      while (!engine.isOver) {
        signal.throwIfAborted()
        const moved = await this.#step()
        if (engine.fault !== undefined) return this.#told(engine.fault)
        if (engine.isOver) break
        if (!moved) return this.#told('nothing is under way any more, and the list has not ended')
        const stuck = this.#look()
        if (stuck !== undefined) return this.#told(stuck)
      }
      return engine.fault === undefined ? undefined : this.#told(engine.fault)
    } finally {
      engine.cut()
      while (!engine.isOver && (await this.#step()));
    }
  }

  #told(what: string): string {
    return `${this.#calendar.place(this.#clock.now())}: ${what}`
  }

  /** False when nobody waits for time to pass, also after everything that can go on has gone on. */
  async #step(): Promise<boolean> {
    let moved = await this.#clock.step(this.#clock.elapsed() + stuckMs)
    for (let turn = 0; !moved && !this.#engine.isOver && turn < mostTurns; turn++) {
      await this.#clock.advance(0)
      moved = await this.#clock.step(this.#clock.elapsed() + stuckMs)
    }
    while (this.#calendar.busy() > 0) await new Promise<void>((resolve) => setImmediate(resolve))
    return moved
  }

  /** Looks now and then at what holds the engine back; returns why it will never end, if so. */
  #look(): string | undefined {
    const now = this.#clock.now()
    const app = this.#engine.app
    if (app === undefined || now - this.#lookedAt < lookMs) return undefined
    this.#passed(now)
    this.#noteDialled()
    this.#held = heldBy(app, this.#calendar.limits, this.#recent)
    this.#isAtWork = app.registry.live.length > 0 || !(this.#held.has('calling_hours') || this.#held.has('nobody_due'))
    if (!this.#stopped && now >= this.#calendar.untilMs) {
      this.#stopped = true
      this.#engine.stop()
    }
    const idle = this.#stopped || this.#pbx.left.channels > 0 ? undefined : idleUntil(app, this.#calendar.opensAt)
    if (idle !== undefined && idle.at - now > worthSkippingMs) this.#skip(idle)
    return this.#stuckBecause(app.gates.closed.map(({ because }) => because))
  }

  /** Nobody need wait for the night to pass. */
  #skip({ at, hold }: { readonly at: number; readonly hold: Hold }): void {
    const until = Math.min(at, this.#calendar.untilMs)
    this.#held = new Map([[hold, 1]])
    this.#isAtWork = false
    this.#clock.setWall(until)
    this.#passed(until)
    this.#progressMs = this.#clock.elapsed()
  }

  #passed(now: number): void {
    this.#tally.passed(this.#lookedAt, now - this.#lookedAt, this.#held, this.#isAtWork)
    this.#lookedAt = now
  }

  /** Orders to dial of the last second. */
  #noteDialled(): void {
    const { calls } = this.#pbx
    for (; this.#dialled < calls.length; this.#dialled++) {
      const call = calls[this.#dialled]
      if (call !== undefined && !this.#calendar.isOperator(call.endpoint)) this.#recent.push(call.createdMs)
    }
    const from = this.#clock.elapsed() - 1_000
    this.#recent = this.#recent.filter((at) => at > from)
  }

  #stuckBecause(because: readonly string[]): string | undefined {
    const progress = `${this.#pbx.calls.length} ${this.#tally.lastEndAt}`
    if (progress !== this.#progress) {
      this.#progress = progress
      this.#progressMs = this.#clock.elapsed()
    }
    if (this.#clock.elapsed() - this.#progressMs < stuckMs) return undefined
    return because.length > 0 ? because.join('; ') : 'nobody is called, and nothing says why'
  }
}
