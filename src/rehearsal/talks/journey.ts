import type { Turn } from '../../domain/record.ts'
import { Story } from '../../flow/story.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { AskStep, Step, StepPlace } from '../../scenario/plan.ts'
import { againWays, askedAgain, byKey, type Chart, done, isRetried, leavings, wayKey } from './ways.ts'

/** A question under way, and which time of listening it is. */
interface Question {
  readonly step: AskStep
  attempt: number
}

/** The story of a call that also keeps which ways of the chart it took. */
export class Journey extends Story {
  readonly #chart: Chart
  readonly #walked = new Set<string>()
  readonly #questions: Question[] = []
  #current: Step | undefined
  #came = false
  #transfer: Step | undefined
  #key: string | undefined
  /** Told of every reply once it is understood. */
  onTurn: ((turn: Turn) => void) | undefined

  constructor(chart: Chart, clock: Clock) {
    super(clock)
    this.#chart = chart
  }

  /** Keys of the ways taken. */
  get walked(): ReadonlySet<string> {
    return this.#walked
  }

  /** The step the call is at; undefined before the first. */
  get at(): Step | undefined {
    const step = this.#current
    if (step === undefined || (!this.#came && step.verb !== 'ask')) return step
    // Behind a step that is over, what speaks and listens is the question around it.
    return step.verb === 'transfer' ? step : (this.#questions.at(-1)?.step ?? step)
  }

  begins(place: StepPlace): void {
    const step = this.#chart.steps.get(place.path)
    if (step === undefined) return
    this.#current = step
    this.#came = false
    while (this.#questions.length > 0 && !isBelow(step, this.#questions.at(-1)!.step)) this.#questions.pop()
    if (step.verb === 'ask') this.#questions.push({ step, attempt: 1 })
    if (step.verb === 'transfer') this.#transfer = step
  }

  /** A key of the caller was read. */
  keyed(key: string): void {
    this.#key = key
  }

  left(where: keyof typeof leavings): void {
    const step = where === 'step' ? this.at : this.#transfer
    if (step !== undefined) this.#walk(step, leavings[where])
  }

  override turn(turn: Turn): void {
    super.turn(turn)
    const question = this.#questions.at(-1)
    if (turn.by === 'key' && this.#key !== undefined && question !== undefined)
      this.#walk(question.step, byKey(this.#key))
    this.onTurn?.(turn)
  }

  override step(place: StepPlace, result: string): void {
    super.step(place, result)
    this.#came = true
    const step = this.#chart.steps.get(place.path)
    if (step === undefined) return
    switch (step.verb) {
      case 'ask':
        this.#answered(step, result)
        return
      case 'again':
        this.#again(step)
        return
      case 'say':
        if (result === 'said') this.#walk(step, done)
        return
      case 'transfer':
      case 'route':
        this.#walk(step, result)
        return
      default:
        this.#walk(step, done)
    }
  }

  #answered(step: AskStep, event: string): void {
    const question = this.#questions.at(-1)
    const retried = question !== undefined && isRetried(step, event) && question.attempt < step.attempts
    if (retried) question.attempt++
    this.#walk(step, retried ? askedAgain(event) : event)
  }

  #again(step: Step): void {
    const question = this.#questions.at(-1)
    const asks = question !== undefined && question.attempt < question.step.attempts
    if (asks) question.attempt++
    this.#walk(step, asks ? againWays.asks : againWays.over)
  }

  /** What is no way of the chart (a fault of the world) is none to be walked. */
  #walk(step: Step, what: string): void {
    const key = wayKey(step, what)
    if (this.#chart.ways.has(key)) this.#walked.add(key)
  }
}

const anywhere = 'always.'

/** Whether a step can follow from a question: it stands below it, or below an intent heard at every question. */
function isBelow(step: Step, question: Step): boolean {
  if (step.path.startsWith(`${question.path}.on.`)) return true
  return step.path.startsWith(anywhere) && !question.path.startsWith(anywhere)
}
