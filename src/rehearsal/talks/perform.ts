import type { Outcome } from '../../domain/disposition.ts'
import type { FlowContext } from '../../flow/context.ts'
import { runFlow } from '../../flow/interpreter.ts'
import { Verdict } from '../../flow/verdict.ts'
import type { TestClock } from '../../kernel/test-clock.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Span } from '../../scenario/problem.ts'
import { compareEnd, endInWords } from './compare-end.ts'
import type { Happening, Parting } from './happenings.ts'
import { CallerLeft, RehearsedCall } from './rehearsed-call.ts'
import type { Talk } from './talk.ts'
import { TalkDesk } from './talk-desk.ts'
import { TalkEar } from './talk-ear.ts'
import { TalkVoice } from './talk-voice.ts'
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
  const call = new RehearsedCall(talk, chart)
  const verdict = new Verdict()
  const entry = talk.direction === 'inbound' && plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const flow = runFlow(entry, contextOf(talk, plan, call, verdict), call.signal)
  const error = await untilItEnds(flow, call.clock)
  const fault = error === call.signal.reason ? undefined : error
  const difference = differenceOf(talk, call, verdict.outcome, fault)
  return { walked: call.journey.walked, ...(difference && { difference }) }
}

/** @param fault a bug of ours */
function differenceOf(
  talk: Talk,
  { script, happenings, journey, signal }: RehearsedCall,
  outcome: Outcome,
  fault: Error | undefined,
): Difference | undefined {
  const before = happenings.lines
  if (happenings.parting !== undefined) return { ...apart(talk, happenings.parting), before }
  const line = journey.trace.at(-1)?.line
  if (fault !== undefined) {
    const actual = { text: `the engine failed: ${fault.message}`, line: journey.at?.line ?? line }
    return { at: talk.ends.at, message: actual.text, before, expected: `ends: ${talk.ends.word}`, actual }
  }
  const whoEnds = signal.reason instanceof CallerLeft ? 'the caller hung up' : 'we hang up'
  const actual = { text: `${whoEnds}; ends: ${endInWords(outcome)}`, line }
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

function contextOf(talk: Talk, plan: Plan, call: RehearsedCall, verdict: Verdict): FlowContext {
  const { clock, journey, keys } = call
  const caller = talk.contact['phone'] ?? numbers.caller
  const ear = new TalkEar(call)
  return {
    plan,
    facts: {
      contact: { ...talk.contact, phone: caller },
      call: { caller, line: numbers.line, direction: talk.direction },
      slots: {},
    },
    voice: new TalkVoice(call),
    ear,
    keypad: {
      async next(signal) {
        const key = await keys.take(signal)
        journey.keyed(key)
        return key
      },
    },
    desk: new TalkDesk(call),
    get classifier() {
      return ear.classifier
    },
    thinkBudgetMs,
    clock,
    verdict,
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
