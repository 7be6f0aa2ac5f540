import type { Check, Violation } from './check.ts'
import { allChecks } from './checks/all.ts'
import type { DayPlan } from './day-plan.ts'
import { Doom, type Fate } from './doom.ts'
import { happen } from './happen.ts'
import { Life } from './life.ts'
import { dayIsOver } from './over.ts'
import { type SimulatedWorld, simulatedWorld } from './world.ts'

/** What came of a simulated day. */
export interface DayOutcome {
  readonly plan: DayPlan
  /** Of everything that happened: the same for the same seed. */
  readonly digest: string
  readonly violations: readonly Violation[]
  /** The latest lines of what happened before the first violation, or before the end. */
  readonly latest: readonly string[]
  /** How often each kind of fault struck. */
  readonly struck: ReadonlyMap<string, number>
  readonly steps: number
  readonly virtualMs: number
  readonly calls: number
  /** Records by disposition. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly lives: number
}

/** How long a run may take to end once its calls have. */
const endingMs = 600_000

/** A day in progress: its world, the run of the engine that is up, and what goes wrong. */
export class Day {
  readonly world: SimulatedWorld
  readonly struck = new Map<string, number>()
  /** When what goes wrong by order was last over, monotonic milliseconds. */
  calmSinceMs = 0
  /** Orders given to the world whose effect lasts. */
  troubled = 0
  #lives = 0
  #life: Life | undefined
  #nextFate: { readonly fate: Fate; readonly forMs: number } | undefined
  #beginning = false
  #steps = 0
  #closing = false

  constructor(world: SimulatedWorld) {
    this.world = world
  }

  /** The run that is up; undefined while none is. */
  get life(): Life | undefined {
    return this.#life
  }

  get steps(): number {
    return this.#steps
  }

  get lives(): number {
    return this.#lives
  }

  /** Whether the day's end has been ordered. */
  get closing(): boolean {
    return this.#closing
  }

  /** It struck, once more. */
  note(kind: string): void {
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1)
  }

  /** Something is wrong by order until what this returns is disposed. */
  trouble(): Disposable {
    this.troubled++
    let lasting = true
    return {
      [Symbol.dispose]: () => {
        if (!lasting) return
        lasting = false
        this.troubled--
        this.calmSinceMs = this.world.clock.elapsed()
      },
    }
  }

  /** The next run is to die at that point. */
  doom(fate: Fate, forMs: number): void {
    this.#nextFate = { fate, forMs }
    this.kill(forMs)
  }

  kill(forMs: number): void {
    this.#life?.kill()
    this.#life = undefined
    this.begin(forMs)
  }

  /** Asks the run to end; the next begins when it has. */
  stop(forMs: number): void {
    const life = this.#life
    if (life === undefined) return
    life.stop()
    const look = (): void => {
      if (this.#life !== life || life.isDead) return
      if (life.end === undefined) this.world.timeline.after(1_000, look)
      else {
        this.#life = undefined
        this.begin(forMs)
      }
    }
    this.world.timeline.after(1_000, look)
  }

  /** A run begins so much later, unless one is about to. */
  begin(afterMs: number): void {
    if (this.#beginning || this.#closing) return
    this.#beginning = true
    this.world.timeline.after(afterMs, () => {
      this.#beginning = false
      const next = this.#nextFate
      this.#nextFate = undefined
      this.#life = new Life(++this.#lives, this.world.forLife, new Doom(next?.fate))
      if (next !== undefined) this.#diesLater(this.#life, next.forMs)
      this.#life.begin()
    })
  }

  /** One step of time; false when nothing is to happen any more. */
  async step(untilMs: number): Promise<boolean> {
    const { clock, busy } = this.world
    const moved = await clock.step(untilMs)
    while (busy() > 0) await new Promise<void>((resolve) => setImmediate(resolve))
    this.#steps++
    return moved
  }

  /** Lets the run that is up end; true when it has. */
  async close(afterStep: () => void): Promise<boolean> {
    const { clock } = this.world
    const untilMs = clock.elapsed() + endingMs
    while (this.#life === undefined && (await this.step(untilMs))) afterStep()
    this.#closing = true
    this.#life?.stop()
    while (this.#life?.end === undefined && (await this.step(untilMs))) afterStep()
    return this.#life?.end?.kind === 'ended'
  }

  /** Whoever dies by fate leaves nobody behind to order the next run. */
  #diesLater(life: Life, forMs: number): void {
    const look = (): void => {
      if (this.#life !== life) return
      if (!life.isDead) {
        this.world.timeline.after(250, look)
        return
      }
      this.note('engine_died_by_fate')
      this.#life = undefined
      this.begin(forMs)
    }
    this.world.timeline.after(250, look)
  }
}

/** Plays a day from its first call to its last, looking after every step whether all is as it must be. */
export async function playDay(plan: DayPlan, checks: readonly Check[] = allChecks()): Promise<DayOutcome> {
  using world = await simulatedWorld(plan)
  const day = new Day(world)
  const { clock, timeline, trace, pbx } = world
  const violations: Violation[] = []
  let latest: readonly string[] | undefined
  const look = (check: Check, found: readonly string[]): void => {
    for (const what of found) {
      if (violations.length < 20) violations.push({ check: check.name, what, atMs: clock.elapsed() })
      latest ??= trace.latest
    }
  }
  const afterStep = (): void => {
    for (const check of checks) look(check, check.step?.(day) ?? [])
  }
  for (const trouble of plan.troubles) timeline.after(trouble.atMs, () => happen(day, trouble))
  day.begin(0)
  const isOver = dayIsOver()
  const deadlineMs = plan.spanMs * 3 + 4 * 3_600_000
  while (!isOver(day) && violations.length === 0 && (await day.step(deadlineMs))) afterStep()
  if (violations.length === 0) {
    const ended = await day.close(afterStep)
    if (!ended) look({ name: 'ends' }, [endOf(day)])
    for (const check of checks) look(check, check.end?.(day) ?? [])
  }
  for (const [name, times] of pbx.faults.struck) day.struck.set(name, times)
  return {
    plan,
    digest: trace.digest(),
    violations,
    latest: latest ?? trace.latest,
    struck: day.struck,
    steps: day.steps,
    virtualMs: clock.elapsed(),
    calls: pbx.calls.length,
    outcomes: outcomesOf(world),
    lives: day.lives,
  }
}

function outcomesOf({ database }: SimulatedWorld): DayOutcome['outcomes'] {
  const sql = 'SELECT disposition, count(*) AS n FROM calls GROUP BY disposition ORDER BY disposition'
  const rows = database.query<{ disposition: string; n: number }, []>(sql).all()
  return Object.fromEntries(rows.map(({ disposition, n }) => [disposition, n]))
}

function endOf({ life }: Day): string {
  if (life?.end?.kind === 'fell') return `the engine fell: ${life.end.error}`
  return life === undefined ? 'no engine was there to end' : 'the engine did not end when it was asked to'
}
