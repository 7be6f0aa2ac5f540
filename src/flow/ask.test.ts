import { expect, test } from 'bun:test'
import { TimedFlow, type TimedReply } from '../testing/paper-flow.ts'
import { paperPlan } from '../testing/paper-plan.ts'

const prompts = `prompts:
  ${['hello', 'question', 'repeat', 'where', 'hm', 'thanks', 'goodby'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`

/** A scenario whose outbound flow is one question, and what it leads to. */
function asking(question: string, rest = ''): ReturnType<typeof paperPlan> {
  return paperPlan(
    'survey',
    `${prompts}${rest}flow:\n  outbound:\n    - say: hello\n    - ${question}\n    - hangup: connected\n`,
  )
}

const withReprompt = `ask: question
      expect: yes_no
      reprompt: repeat
      attempts: 3
      on: { yes: { say: thanks }, no: { hangup: not_interested }, else: { hangup: unknown } }`

const silence: TimedReply = { kind: 'silence', timing: { listenMs: 2_000, enhanceMs: 0, recogniseMs: 0 } }

async function played(plan: ReturnType<typeof paperPlan>, replies: readonly TimedReply[]): Promise<TimedFlow> {
  const flow = await new TimedFlow({ plan, replies }).run(120_000)
  expect(await flow.ended).toBeUndefined()
  return flow
}

/** What was heard, without the times. */
function heard(flow: TimedFlow): readonly string[] {
  return flow.log.map((line) => line.split(' ')[1] ?? '')
}

test('what is not understood and what is not said are asked again with the reprompt, attempts times in all', async () => {
  const flow = await played(asking(withReprompt), ['banana', silence, 'apple', 'yes'])
  expect(heard(flow)).toEqual(['hello', 'question', 'ear', 'repeat', 'ear', 'repeat', 'ear'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'unknown' })
  expect(flow.context.story.trace.map(({ result }) => result)).toEqual([
    'said',
    'unknown',
    'no_input',
    'unknown',
    'unknown',
  ])
})

test('an answer to the reprompt counts, and the flow goes on behind the question', async () => {
  const flow = await played(asking(withReprompt), ['banana', 'yes'])
  expect(heard(flow)).toEqual(['hello', 'question', 'ear', 'repeat', 'ear', 'thanks'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
  expect(flow.context.story.turns.map(({ intent, by, listenMs }) => [intent, by, listenMs])).toEqual([
    ['unknown', 'rule', 2_000],
    ['yes', 'rule', 2_000],
  ])
})

const intents = `intents:
  interest:
    yes: { phrases: ["yes"] }
    no: { phrases: ["no"] }
    where: { phrases: ["where from"] }
`

test('«again» says its own prompt, counts as an attempt, and is «unknown» when they are used up', async () => {
  const plan = asking(
    `ask: question
      expect: interest
      attempts: 2
      on: { yes: { say: thanks }, no: { hangup: not_interested }, where: { again: where }, else: { hangup: unknown } }`,
    intents,
  )
  const flow = await played(plan, ['where from', 'where from'])
  expect(heard(flow)).toEqual(['hello', 'question', 'ear', 'where', 'ear'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'unknown' })
  expect(heard(await played(plan, ['where from', 'yes']))).toEqual([
    'hello',
    'question',
    'ear',
    'where',
    'ear',
    'thanks',
  ])
})

test('«again» without a prompt puts the question itself', async () => {
  const plan = asking(
    `ask: question
      expect: interest
      attempts: 2
      on: { yes: { say: thanks }, no: { hangup: not_interested }, where: [{ say: where }, { again: }], else: { hangup: unknown } }`,
    intents,
  )
  expect(heard(await played(plan, ['where from', 'yes']))).toEqual([
    'hello',
    'question',
    'ear',
    'where',
    'question',
    'ear',
    'thanks',
  ])
})

const always = `always:
  who: { phrases: ["who are you"], then: { say: where } }
  agent: { phrases: ["give me a human"], then: handover }
`
const handover = '\n  handover: [{ disposition: not_interested }, { say: goodby }]\n'

function withAlways(question: string): ReturnType<typeof paperPlan> {
  const text = `${prompts}${always}flow:\n  outbound:\n    - say: hello\n    - ${question}\n    - hangup: connected${handover}`
  return paperPlan('survey', text)
}

test('an «always» intent is heard at the question, which is then put again and costs no attempt', async () => {
  const flow = await played(withAlways(withReprompt), ['who are you', 'banana', 'who are you', 'yes'])
  expect(heard(flow)).toEqual([
    ...['hello', 'question', 'ear', 'where'],
    ...['question', 'ear', 'repeat', 'ear', 'where'],
    ...['question', 'ear', 'thanks'],
  ])
})

test('an «always» intent that jumps leaves the question', async () => {
  const flow = await played(withAlways(withReprompt), ['give me a human'])
  expect(heard(flow)).toEqual(['hello', 'question', 'ear', 'goodby'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'not_interested' })
})

test('someone who asks the same thing for ever is at last not understood: the flow does not go on as if they had answered', async () => {
  const flow = await played(withAlways(withReprompt), Array<string>(20).fill('who are you'))
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'unknown' })
  expect(heard(flow).filter((name) => name === 'where')).toHaveLength(6)
})

test('«remove_me» ends the call as a complaint wherever it is said', async () => {
  const flow = await played(asking(withReprompt), ['banana', 'please do not call me again'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'complained' })
  expect(heard(flow).at(-1)).toBe('goodby')
})

const withKeys = `ask: question
      expect: yes_no
      keys: { 1: "yes", 2: "no" }
      filler: hm
      on: { yes: { say: thanks }, no: { hangup: not_interested }, else: { hangup: unknown } }`

test('a key answers during the question, which it cuts short', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys) }).run(1_400)
  flow.press('1')
  await flow.run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question…', '1.4 thanks'])
  expect(flow.context.story.turns).toMatchObject([{ intent: 'yes', by: 'key', transcript: '' }])
})

test('a key that means nothing here interrupts nothing', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys) }).run(1_400)
  flow.press('9')
  await flow.run(1_000)
  flow.press('7')
  await flow.run(200)
  flow.press('2')
  await flow.run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question', '2 ear…'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'not_interested' })
})

test('a key pressed before its question is asked answers it, for those who know the way', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys) }).run(500)
  flow.press('1')
  await flow.run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question…', '1 thanks'])
})

test('a key pressed while we think is the answer, and the filler is silent at once', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys), replies: ['banana'] }).run(4_200)
  expect(flow.log.at(-1)).toBe('4 hm')
  flow.press('1')
  await flow.run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question', '2 ear', '4 hm…', '4.2 thanks'])
})

test('a key of an announcement that may be interrupted answers the question behind it', async () => {
  const plan = paperPlan(
    'survey',
    `${prompts}flow:\n  outbound:\n    - { say: [hello, where], barge_in: key }\n    - ${withKeys}\n    - hangup: connected\n`,
  )
  const flow = await new TimedFlow({ plan }).run(300)
  flow.press('2')
  await flow.run(60_000)
  expect(flow.log).toEqual(['0 hello…'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'not_interested' })
  const other = await new TimedFlow({ plan, replies: ['yes'] }).run(300)
  other.press('9') // ends the announcement, but is no answer: the question is put
  await other.run(60_000)
  expect(other.log.slice(0, 3)).toEqual(['0 hello…', '0.3 question', '1.3 ear'])
})

test('the filler begins when the caller has stopped speaking and is cut when the answer is ready', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys), replies: ['yes'] }).run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question', '2 ear', '4 hm…', '4.5 thanks'])
})

test('a caller who says nothing hears no filler', async () => {
  const flow = await new TimedFlow({ plan: asking(withKeys) }).run(60_000)
  expect(flow.log).toEqual(['0 hello', '1 question', '2 ear'])
})
