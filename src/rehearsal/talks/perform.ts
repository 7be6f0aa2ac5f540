import type { FlowContext } from '../../flow/context.ts'
import { runFlow } from '../../flow/interpreter.ts'
import { Verdict } from '../../flow/verdict.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Span } from '../../scenario/problem.ts'
import { compareEnd, endInWords } from './compare-end.ts'
import { type Happening, Happenings, type Parting } from './happenings.ts'
import { Journey } from './journey.ts'
import { Script } from './script.ts'
import { CallerLeft, Stage } from './stage.ts'
import type { Talk } from './talk.ts'
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
  /** What happened until then, as the talk says. */
  readonly before: readonly Happening[]
  readonly expected: string
  readonly actual: Happening
}

/** A number nobody has, and our line's. */
const numbers = { caller: '09120000000', line: '02100000000' }
const thinkBudgetMs = 4_000
const hourMs = 3_600_000
/** Beyond this a rehearsed call would never end. */
const longestHours = 48

/** Plays one talk against its scenario: the real interpreter and rules, on a clock that takes no time. */
export async function perform(talk: Talk, plan: Plan, chart: Chart): Promise<Performed> {
  const clock = new TestClock(talk.atMs)
  const journey = new Journey(chart, clock)
  const happenings = new Happenings(journey)
  const script = new Script(talk)
  const stage = new Stage({ script, world: talk.world, clock, journey, happenings })
  journey.onTurn = (turn) => stage.understood(turn)
  const context = contextOf(talk, plan, clock, journey, stage)
  const entry = talk.direction === 'inbound' && plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const error = await untilItEnds(runFlow(entry, context, stage.signal), clock)
  const fault = error !== undefined && error !== stage.signal.reason ? error : undefined
  const difference = differenceOf(talk, {
    script,
    happenings,
    journey,
    outcome: context.verdict.outcome,
    fault,
    left: stage.signal.reason instanceof CallerLeft,
  })
  return { walked: journey.walked, ...(difference && { difference }) }
}

/** What a rehearsed call left behind. */
interface Remains {
  readonly script: Script
  readonly happenings: Happenings
  readonly journey: Journey
  readonly outcome: Verdict['outcome']
  /** A bug of ours. */
  readonly fault: Error | undefined
  readonly left: boolean
}

function differenceOf(talk: Talk, remains: Remains): Difference | undefined {
  const { script, happenings, journey, outcome, fault, left } = remains
  const before = happenings.lines
  if (happenings.parting !== undefined) return { ...apart(talk, happenings.parting), before }
  const line = journey.trace.at(-1)?.line
  const ends = `ends: ${talk.ends.word}`
  if (fault !== undefined) {
    const actual = { text: `the engine failed: ${fault.message}`, line: journey.at?.line ?? line }
    return { at: talk.ends.at, message: actual.text, before, expected: ends, actual }
  }
  const actual = { text: `${left ? 'the caller hung up' : 'we hang up'}; ends: ${endInWords(outcome)}`, line }
  const { expected } = script
  if (expected !== undefined) {
    const message = `the talk goes on with «${expected.words}», but the call is over`
    return { at: expected.at, message, before, expected: expected.words, actual }
  }
  const wrong = compareEnd(talk, outcome)
  return wrong && { ...wrong, before, actual }
}

function apart(talk: Talk, { expected, actual }: Parting): Omit<Difference, 'before'> {
  if (expected === undefined) {
    const message = `the talk is at its end, but the call goes on: ${actual.text}`
    return { at: talk.ends.at, message, expected: `ends: ${talk.ends.word}`, actual }
  }
  const message = `the talk has «${expected.words}», the call has «${actual.text}»`
  return { at: expected.at, message, expected: expected.words, actual }
}

function contextOf(talk: Talk, plan: Plan, clock: TestClock, journey: Journey, stage: Stage): FlowContext {
  const caller = talk.contact['phone'] ?? numbers.caller
  return {
    plan,
    facts: {
      contact: { ...talk.contact, phone: caller },
      call: { caller, line: numbers.line, direction: talk.direction },
      slots: {},
    },
    voice: stage.voice,
    ear: stage.ear,
    keypad: stage.keypad,
    desk: stage.desk,
    get classifier() {
      return stage.classifier
    },
    thinkBudgetMs,
    clock,
    verdict: new Verdict(),
    story: journey,
    onUnavailable: () => undefined,
    onStep: (place) => journey.begins(place),
    conversationMs: 0,
    pendingKey: undefined,
  }
}

/** Lets time pass until the flow has ended; returns what it was rejected with. */
async function untilItEnds(flow: Promise<void>, clock: TestClock): Promise<Error | undefined> {
  let over = false
  let failure: Error | undefined
  const settled = flow
    .catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error))
    })
    .finally(() => {
      over = true
    })
  for (let hour = 0; !over; hour++) {
    if (hour === longestHours) return new Error(`the call does not end within ${longestHours} hours`)
    await clock.advance(hourMs)
  }
  await settled
  return failure
}
