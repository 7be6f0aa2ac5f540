import type { FlowContext } from '../../flow/context.ts'
import { runFlow } from '../../flow/interpreter.ts'
import { Verdict } from '../../flow/verdict.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Outcome } from '../../domain/disposition.ts'
import { panelStatus } from '../../panel/status.ts'
import type { Span } from '../../scenario/problem.ts'
import { type Happening, Happenings } from './happenings.ts'
import { Journey } from './journey.ts'
import { Script } from './script.ts'
import { CallerLeft, Stage, WentAnotherWay } from './stage.ts'
import type { Ends, Talk } from './talk.ts'
import type { Chart } from './ways.ts'

/** How a rehearsed call went. */
export interface Performed {
  /** Where it was not as the talk says; absent = the talk was kept to. */
  readonly difference?: Difference
  /** Keys of the ways it took. */
  readonly walked: ReadonlySet<string>
}

/** What a talk says and what happened instead. */
export interface Difference {
  /** Where the talk says it. */
  readonly at: Span
  /** In a sentence. */
  readonly message: string
  /** What was as the talk says, until then. */
  readonly before: readonly Happening[]
  /** Undefined where the talk was at its end. */
  readonly expected: string | undefined
  readonly actual: Happening
}

/** Numbers of a rehearsed call: nobody's. */
const numbers = { caller: '09120000000', line: '02100000000' }
const thinkBudgetMs = 4_000
const hourMs = 3_600_000
const longestHours = 24

/** Plays one talk against its scenario with the real interpreter, on a clock of its own: it takes no time. */
export async function perform(talk: Talk, plan: Plan, chart: Chart): Promise<Performed> {
  const clock = new TestClock(talk.atMs)
  const journey = new RehearsedJourney(chart, clock)
  const happenings = new Happenings(journey)
  const script = new Script(talk)
  const stage = new Stage({ script, world: talk.world, clock, journey, happenings })
  journey.onTurn = (turn) => stage.understood(turn)
  const context = contextOf(talk, plan, { clock, journey, stage })
  const entry = talk.direction === 'inbound' && plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const ended = await toTheEnd(runFlow(entry, context, stage.signal), clock)
  const { outcome } = context.verdict
  const hungUp = ended === 'over' ? 'we hang up' : 'the caller hangs up'
  const here: Happening = { text: `${hungUp}: ${describeOutcome(outcome)}`, line: journey.trace.at(-1)?.line }
  const differs = (at: Span, message: string, expected: string, actual: Happening): Performed => ({
    difference: { at, message, before: happenings.lines, expected, actual },
    walked: journey.walked,
  })
  const { parting } = happenings
  if (parting !== undefined) {
    const { expected, actual } = parting
    const at = expected?.at ?? talk.ends.at
    const message = expected === undefined ? `the talk ends here, but the call goes on: ${actual.text}` : `the talk has «${expected.words}», but ${sentence(actual.text)}`
    return { difference: { at, message, before: happenings.lines, expected: expected?.words, actual }, walked: journey.walked }
  }
  if (ended instanceof Error) {
    const fault = { text: `the engine failed: ${ended.message}`, line: journey.at?.line }
    return differs(talk.ends.at, fault.text, `ends ${talk.ends.word}`, fault)
  }
  const { expected } = script
  if (expected !== undefined) return differs(expected.at, `the talk has «${expected.words}», but the call is over`, expected.words, here)
  const wrong = compareEnds(talk, outcome)
  if (wrong !== undefined) return differs(wrong.at, wrong.message, wrong.expected, here)
  return { walked: journey.walked }
}
