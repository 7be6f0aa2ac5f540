import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../kernel/random.ts'
import type { Callers } from './callers.ts'
import type { DayPlan } from './day-plan.ts'
import type { PanelOutage } from './panel-outage.ts'
import type { Shifts } from './shifts.ts'

interface Trouble {
  /** Comes when so many calls were dialled. */
  readonly at: number
  readonly kind: 'kill' | 'caller' | 'panel'
}

interface Parts {
  readonly plan: DayPlan
  readonly random: Random
  readonly shifts: Shifts
  readonly outage: PanelOutage
  readonly callers: Callers
}

/** How far the day has come. */
export interface Progress {
  readonly dialled: number
  /** Customers' calls that are up or ring. */
  readonly up: number
}

const pollMs = 100
const longestPauseMs = 2_500
const panelFailsAt = 0.4

/** What goes wrong on that day: kills of the executable and a failing panel; and people who ring us in between. */
export class Troubles {
  readonly #parts: Parts
  readonly #signal: AbortSignal
  readonly #waiting: Trouble[]
  readonly #running = new Set<Promise<void>>()
  readonly #upAtKills: number[] = []
  /** Kills come one after another: not before this instant, and only while calls are up. */
  readonly #kills: { readonly pauseMs: number; dueMs?: number }[] = []
  #starting = false
  #failure: { readonly error: unknown } | undefined

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts
    this.#signal = signal
    const { plan, random } = parts
    const some = (count: number, kind: Trouble['kind']): Trouble[] =>
      Array.from({ length: count }, (_, nth) => ({
        at: (0.04 + (0.88 * (nth + random())) / count) * plan.contacts,
        kind,
      }))
    const panel: Trouble[] = plan.panelFailsMs > 0 ? [{ at: panelFailsAt * plan.contacts, kind: 'panel' }] : []
    this.#waiting = [...some(plan.kills, 'kill'), ...some(plan.callers, 'caller'), ...panel].toSorted(
      (one, other) => one.at - other.at,
    )
  }

  /** How many calls were up at each kill so far. */
  get upAtKills(): readonly number[] {
    return this.#upAtKills
  }

  /** An executable is on its way back, or the panel fails. */
  get busy(): boolean {
    return this.#starting || this.#parts.outage.now !== undefined
  }

  /** Lets come what is due; a kill returns when the next executable is in control. */
  async look({ dialled, up }: Progress): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error
    const { outage, callers, random } = this.#parts
    for (let next = this.#waiting[0]; next !== undefined && next.at <= dialled; next = this.#waiting[0]) {
      this.#waiting.shift()
      if (next.kind === 'panel') this.#spawn(outage.run(this.#signal))
      else if (next.kind === 'caller') this.#spawn(callers.next(this.#signal))
      else this.#kills.push({ pauseMs: random() * longestPauseMs })
    }
    const [kill] = this.#kills
    if (kill === undefined || up === 0 || this.#starting) return
    kill.dueMs ??= Date.now() + kill.pauseMs
    if (Date.now() < kill.dueMs) return
    this.#kills.shift()
    this.#upAtKills.push(up)
    this.#starting = true
    this.#spawn(this.#killAndStart())
  }

  /** Waits until all that was begun is over, or the time is up: a caller may be left hanging. */
  async over(limit: AbortSignal): Promise<void> {
    while (this.#running.size > 0 && !limit.aborted) await sleep(pollMs)
    if (this.#failure !== undefined) throw this.#failure.error
  }

  async #killAndStart(): Promise<void> {
    await this.#parts.shifts.kill()
    await this.#parts.shifts.start(this.#signal)
    // The next kill finds calls of this one.
    await sleep(longestPauseMs, undefined, { signal: this.#signal })
    this.#starting = false
  }

  #spawn(task: Promise<void>): void {
    const running = task
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }
}
