import { Lines } from '../../scenario/document/lines.ts'
import type { SourceFile } from '../../scenario/library.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Problem } from '../../scenario/problem.ts'
import { type Difference, perform } from './perform.ts'
import { readTalks, type TalkedTo } from './read-talks.ts'
import type { Talk } from './talk.ts'
import { Chart, type Way } from './ways.ts'

/** A talk that was not kept to, with everything needed to show it. */
export interface TalkFailure extends Omit<Problem, 'rule'> {
  readonly rule: 'talk'
  /** The talk's name. */
  readonly talk: string
  /** As shown to people; the lines of the account are its. */
  readonly scenario: string
  readonly difference: Difference
}

/** How far the talks of a scenario reach. */
export interface Coverage {
  readonly plan: Plan
  readonly talks: number
  readonly ways: number
  /** Ways no talk that was kept to has walked, in the order of the file. */
  readonly open: readonly Way[]
}

/** What came of all talks. */
export interface Rehearsal {
  /** Files that could not be read as talks. */
  readonly problems: readonly Problem[]
  readonly failures: readonly TalkFailure[]
  /** Of every scenario, in the order of their names. */
  readonly coverage: readonly Coverage[]
}

/** Plays every talk of the files against its scenario. Talks of a scenario that is broken are read and not played. */
export async function rehearse(files: readonly SourceFile[], about: TalkedTo): Promise<Rehearsal> {
  const problems: Problem[] = []
  const failures: TalkFailure[] = []
  const tallies = new Map([...about.plans.values()].map((plan) => [plan.name, new Tally(plan)]))
  for (const { file, text } of files) {
    const { plan, talks, problems: found } = readTalks(text, file, about)
    problems.push(...found)
    const tally = plan && tallies.get(plan.name)
    if (talks === undefined || tally === undefined) continue
    for (const talk of talks.talks) {
      const difference = await tally.play(talk)
      if (difference !== undefined) failures.push(failureOf(talk, difference, tally.plan, { file, text }))
    }
  }
  const coverage = [...tallies.values()].map((tally) => tally.coverage)
  return { problems, failures, coverage: coverage.sort((a, b) => (a.plan.name < b.plan.name ? -1 : 1)) }
}

/** The ways of one scenario, and those its talks have walked so far. */
class Tally {
  readonly plan: Plan
  readonly #chart: Chart
  readonly #walked = new Set<string>()
  #talks = 0

  constructor(plan: Plan) {
    this.plan = plan
    this.#chart = new Chart(plan)
  }

  async play(talk: Talk): Promise<Difference | undefined> {
    this.#talks++
    const { difference, walked } = await perform(talk, this.plan, this.#chart)
    if (difference === undefined) for (const key of walked) this.#walked.add(key)
    return difference
  }

  get coverage(): Coverage {
    const { ways } = this.#chart
    const open = [...ways].filter(([key]) => !this.#walked.has(key)).map(([, way]) => way)
    return { plan: this.plan, talks: this.#talks, ways: ways.size, open: open.sort((a, b) => a.line - b.line) }
  }
}

function failureOf(
  talk: Talk,
  difference: Difference,
  plan: Plan,
  { file, text }: Pick<SourceFile, 'file' | 'text'>,
): TalkFailure {
  const { at, message } = difference
  const lines = new Lines(text)
  const { line, column } = lines.place(at.start)
  const source = lines.text(line)
  const length = Math.max(1, Math.min(at.end - at.start, source.length - column + 1))
  const place = { file, line, column, length, source }
  return { ...place, rule: 'talk', message, talk: talk.name.value, scenario: plan.file, difference }
}
