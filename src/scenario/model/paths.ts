import type { Span } from '../problem.ts'
import type { ScenarioModel } from './scenario-model.ts'
import type { StepModel, StepsModel } from './step-model.ts'
import { branchesOf } from './walk.ts'

/** A way through the steps so far: whether it may have named no disposition yet, and the last step of such a way. */
interface Way {
  readonly unset: boolean
  readonly last: Span | undefined
}

/** What walking every way through a scenario found. */
export interface Paths {
  /** Steps behind a point where every way has ended or jumped; of each list the first. */
  readonly unreachable: readonly StepModel[]
  /** Blocks no way leads to. */
  readonly idle: readonly string[]
  /** Where a call can end with no disposition named: the last step of such a way, or an empty block. */
  readonly nameless: readonly Span[]
}

/** Walks every way from the entry blocks. Each block is walked at most twice: without a disposition, and with one. */
export function findPaths(model: ScenarioModel): Paths {
  return new Walk(model).run()
}

class Walk {
  readonly #model: ScenarioModel
  /** By block: whether a way enters it with no disposition named. */
  readonly #entered = new Map<string, boolean>()
  readonly #todo: string[] = []
  /** Inside the steps of an `always` intent no other is followed: it would never end. */
  #inAlways = false
  readonly #unreachable = new Set<StepModel>()
  readonly #nameless = new Set<Span>()

  constructor(model: ScenarioModel) {
    this.#model = model
  }

  run(): Paths {
    for (const entry of ['outbound', 'inbound']) this.#enter(entry, true)
    for (let name = this.#todo.shift(); name !== undefined; name = this.#todo.shift()) {
      const block = this.#model.flow.entries.get(name)
      if (block === undefined) continue
      const way: Way = { unset: this.#entered.get(name) ?? true, last: undefined }
      const end = this.#steps(block.steps, way)
      if (end?.unset === true) this.#nameless.add(end.last ?? block.key)
    }
    const idle = [...this.#model.flow.entries.keys()].filter((name) => !this.#entered.has(name))
    return { unreachable: [...this.#unreachable], idle, nameless: [...this.#nameless] }
  }

  #enter(block: string, unset: boolean): void {
    if (!this.#model.flow.entries.has(block)) return
    const before = this.#entered.get(block)
    if (before === undefined || (unset && !before)) {
      this.#entered.set(block, unset)
      this.#todo.push(block)
    }
  }

  /** Where the steps are left by going on; undefined when no way does. */
  #steps(steps: StepsModel, from: Way): Way | undefined {
    let way: Way | undefined = from
    for (const step of steps.steps) {
      if (way === undefined) {
        this.#unreachable.add(step)
        return undefined
      }
      way = this.#step(step, way)
    }
    return way
  }

  #step(step: StepModel, from: Way): Way | undefined {
    const here: Way = { unset: from.unset, last: step.at }
    switch (step.verb) {
      case 'say':
        return here
      case 'disposition':
        return { unset: false, last: undefined }
      case 'goto':
        if (step.block !== undefined) this.#enter(step.block.value, from.unset)
        return undefined
      case 'again':
      case 'hangup':
        return undefined
      case 'ask':
        this.#always(here)
        return step.on.events.length === 0 ? here : this.#join(step, here)
      case 'transfer': {
        const answered = step.on.events.some(({ event }) => event.value === 'answered')
        return join(answered ? undefined : here, this.#join(step, here))
      }
      case 'route':
        return join(step.branches.some((branch) => branch.isElse) ? undefined : here, this.#join(step, here))
      case 'unoffered':
        return join({ unset: false, last: undefined }, this.#join(step, here))
      default:
        return step satisfies never
    }
  }

  /** What may be heard at any question returns to it unless it jumps. */
  #always(from: Way): void {
    if (this.#inAlways) return
    this.#inAlways = true
    for (const intent of this.#model.always.entries.values())
      if (intent.then !== undefined) this.#steps(intent.then, from)
    this.#inAlways = false
  }

  #join(step: StepModel, from: Way): Way | undefined {
    return branchesOf(step)
      .map(({ then }) => this.#steps(then, from))
      .reduce<Way | undefined>(join, undefined)
  }
}

function join(a: Way | undefined, b: Way | undefined): Way | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a.unset ? a : b
}
