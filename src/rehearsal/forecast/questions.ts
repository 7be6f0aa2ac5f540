import { soundName } from '../../media/sound-name.ts'
import type { AskStep, Plan, Step, Steps } from '../../scenario/plan.ts'

/** What an answer leads to, as the owner sees it. `asks` = the question is put again. */
export type Leaning = 'agrees' | 'declines' | 'complains' | 'asks'

/** A question of a scenario, and what each answer to it leads to. */
export interface Question {
  readonly step: AskStep
  /** Sounds that put it, by the names Asterisk plays them under (`custom/sina/hello`). */
  readonly sounds: ReadonlySet<string>
  readonly leanings: ReadonlyMap<string, Leaning>
  /** Answers that need no further question: an operator, or a good end, follows. */
  readonly settled: ReadonlySet<string>
}

/** What a scenario asks, and to whom it transfers. */
export interface Asked {
  readonly plan: Plan
  /** In the order in which a call comes upon them. */
  readonly questions: readonly Question[]
  /** Queues it transfers to. */
  readonly queues: ReadonlySet<string>
  /** Paths of its transfers, as a record's trace names them. */
  readonly transfers: ReadonlySet<string>
}

/** Reads a scenario as somebody does who is called by it. */
export function askedBy(plan: Plan): Asked {
  const reader = new Reader(plan)
  reader.walk(plan.blocks.get('outbound')?.steps ?? [])
  const questions = reader.asks.map((step): Question => {
    const always = plan.always.filter(({ name }) => !step.on.has(name)).map(({ name, then }) => [name, then] as const)
    const intents = [...(plan.intents.get(step.expect)?.intents.keys() ?? [])]
    const events = [...intents.map((name) => [name, step.on.get(name) ?? []] as const), ...always]
    const ends = events.map(([name, steps]) => [name, reader.endsOf(steps)] as const)
    return {
      step,
      sounds: soundsOf(step, plan),
      leanings: new Map(ends.map(([name, end]) => [name, leaningOf(end)])),
      settled: new Set(ends.flatMap(([name, end]) => (end.good && !end.asksMore ? [name] : []))),
    }
  })
  return { plan, questions, queues: reader.queues, transfers: reader.transfers }
}

/** What can come of some steps. */
interface Ends {
  good: boolean
  asksMore: boolean
  asksAgain: boolean
  complained: boolean
}

function leaningOf({ good, asksAgain, complained }: Ends): Leaning {
  if (good) return 'agrees'
  if (complained) return 'complains'
  return asksAgain ? 'asks' : 'declines'
}

class Reader {
  readonly asks: AskStep[] = []
  readonly queues = new Set<string>()
  readonly transfers = new Set<string>()
  readonly #plan: Plan
  readonly #walked = new Set<string>()

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** Finds every question a call can come upon. */
  walk(steps: Steps): void {
    for (const step of steps) {
      if (step.verb === 'ask') this.asks.push(step)
      if (step.verb === 'transfer') {
        this.queues.add(step.queue)
        this.transfers.add(step.path)
      }
      if (step.verb === 'goto' && !this.#walked.has(step.block)) {
        this.#walked.add(step.block)
        this.walk(this.#block(step.block))
      }
      for (const inner of inside(step)) this.walk(inner)
    }
  }

  /** What can come of these steps, followed to their end. */
  endsOf(steps: Steps, ends: Ends = newEnds(), seen = new Set<string>()): Ends {
    for (const step of steps) {
      if (step.verb === 'transfer') ends.good = true
      if (step.verb === 'again') ends.asksAgain = true
      if (step.verb === 'ask') {
        ends.asksMore = true
        for (const [event, then] of step.on) if (!idle.has(event)) this.endsOf(then, ends, seen)
      }
      if (step.verb === 'disposition' || step.verb === 'hangup') {
        if (step.disposition === 'connected') ends.good = true
        if (step.disposition === 'complained') ends.complained = true
      }
      if (step.verb === 'goto' && !seen.has(step.block)) {
        seen.add(step.block)
        this.endsOf(this.#block(step.block), ends, seen)
      }
      if (step.verb === 'route' || step.verb === 'transfer') {
        for (const inner of inside(step)) this.endsOf(inner, ends, seen)
      }
    }
    return ends
  }

  #block(name: string): Steps {
    return this.#plan.blocks.get(name)?.steps ?? []
  }
}

/** Events that are no answer. */
const idle = new Set(['unknown', 'no_input'])

function newEnds(): Ends {
  return { good: false, asksMore: false, asksAgain: false, complained: false }
}

function inside(step: Step): readonly Steps[] {
  switch (step.verb) {
    case 'ask':
    case 'transfer':
      return [...step.on.values()]
    case 'route':
      return step.branches.map(({ then }) => then)
    default:
      return []
  }
}

/** A question is also put by what is said instead of it the second time. */
function soundsOf(step: AskStep, plan: Plan): ReadonlySet<string> {
  const again = [...step.on.values()].flatMap((steps) =>
    steps.flatMap((each) => (each.verb === 'again' ? (each.prompts ?? []) : [])),
  )
  const names = [...step.prompts, ...(step.reprompt ?? []), ...again]
  return new Set(
    names.flatMap((name) => {
      const spoken = plan.prompts.get(name)?.spoken.get(plan.language.default)
      return spoken?.kind === 'audio' ? [soundName(plan.name, spoken.file)] : []
    }),
  )
}
