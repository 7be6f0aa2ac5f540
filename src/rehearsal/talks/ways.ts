import {
  type AskStep,
  type Plan,
  type RouteStep,
  type Step,
  type StepPlace,
  type Steps,
  transferEvents,
} from '../../scenario/plan.ts'

/** Something that can come of a step: one of the paths a call can take. */
export interface Way extends StepPlace {
  /** In words: `yes`, `unknown, asked again`, `the caller hangs up`. */
  readonly what: string
}

/** What can come of a step that has no events: it is done. */
export const done = 'done'
/** An `again` that puts the question once more, and one that finds the attempts used up. */
export const againWays = { asks: 'asks again', over: 'the attempts are used up' } as const
/** The caller leaves while a prompt plays or we listen; while an operator is rung; while they talk. */
export const leavings = {
  step: 'the caller hangs up',
  ringing: 'the caller hangs up while it rings',
  talking: 'the caller hangs up in the conversation',
} as const

/** An answer that is not taken for one: the reprompt follows. */
export function askedAgain(event: string): string {
  return `${event}, asked again`
}

/** A key pressed as the answer. */
export function byKey(key: string): string {
  return `key ${key}`
}

/** A way as a key, unique within its scenario. */
export function wayKey({ path }: StepPlace, what: string): string {
  return `${path} ${what}`
}

/** Every step a call of a plan can come to, by path, and every way on from each, by key, in the order of the file. */
export class Chart {
  readonly steps = new Map<string, Step>()
  readonly ways = new Map<string, Way>()
  readonly #plan: Plan
  readonly #entered = new Set<string>()

  constructor(plan: Plan) {
    this.#plan = plan
    for (const entry of plan.offers) this.#enter(entry)
  }

  #enter(block: string): void {
    if (this.#entered.has(block)) return
    this.#entered.add(block)
    this.#walk(this.#plan.blocks.get(block)?.steps ?? [])
  }

  #walk(steps: Steps): void {
    for (const step of steps) {
      if (this.steps.has(step.path)) continue
      this.steps.set(step.path, step)
      for (const what of this.#waysOf(step)) {
        const { path, line } = step
        this.ways.set(wayKey(step, what), { path, line, what })
      }
      this.#below(step)
    }
  }

  #waysOf(step: Step): readonly string[] {
    switch (step.verb) {
      case 'say':
        return [done, leavings.step]
      case 'ask':
        return [...this.#answersTo(step), leavings.step]
      case 'transfer':
        return [...transferEvents, leavings.ringing, leavings.talking]
      case 'route':
        return branchesOf(step)
      case 'again':
        return [againWays.asks, againWays.over]
      default:
        return [done]
    }
  }

  #answersTo(step: AskStep): readonly string[] {
    const always = this.#plan.always.map(({ name }) => name).filter((name) => !step.on.has(name))
    const events = [...step.on.keys(), ...always].flatMap((event) =>
      isRetried(step, event) ? [askedAgain(event), event] : [event],
    )
    return [...events, ...[...step.keys.keys()].map(byKey)]
  }

  #below(step: Step): void {
    switch (step.verb) {
      case 'ask':
        for (const steps of step.on.values()) this.#walk(steps)
        for (const intent of this.#plan.always) if (!step.on.has(intent.name)) this.#walk(intent.then)
        return
      case 'transfer':
        for (const steps of step.on.values()) this.#walk(steps)
        return
      case 'route':
        for (const branch of step.branches) this.#walk(branch.then)
        return
      case 'goto':
        this.#enter(step.block)
        return
      default:
    }
  }
}

/** Whether silence or no match is met with the reprompt while attempts are left. */
export function isRetried(step: AskStep, event: string): boolean {
  return step.reprompt !== undefined && step.attempts > 1 && (event === 'unknown' || event === 'no_input')
}

/** In the words of the trace. */
function branchesOf(step: RouteStep): readonly string[] {
  const named = step.branches.map((branch, index) => (branch.if === undefined ? 'else' : `branch ${index + 1}`))
  return named.includes('else') ? named : [...named, 'no branch']
}
