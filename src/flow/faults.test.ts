import { expect, test } from 'bun:test'
import { TimedFlow, type TimedFlowOptions, type TimedReply } from '../testing/paper-flow.ts'
import { paperPlan } from '../testing/paper-plan.ts'
import type { Classified, ClassifyQuestion, Heard } from './ports.ts'

const prompts = `prompts:
  ${['hello', 'question', 'hm', 'goodby', 'missing'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`

/** Two intents the rules know nothing of, so that anything but their phrases is for the model. */
const plan = paperPlan(
  'survey',
  `${prompts}intents:
  drink:
    tea: { means: wants tea, phrases: ["tea please"] }
    coffee: { means: wants coffee, phrases: ["coffee please"] }
flow:
  outbound:
    - ask: question
      expect: drink
      filler: hm
      on: { tea: { hangup: connected }, coffee: { hangup: not_interested }, else: { hangup: unknown } }
`,
)

async function played(replies: readonly TimedReply[], rest: Partial<TimedFlowOptions> = {}) {
  const flow = await new TimedFlow({ plan, replies, ...rest }).run(60_000)
  expect(await flow.ended).toBeUndefined()
  return flow
}

/** A model that takes `ms` and says `answer`. */
function model(
  ms: number,
  answer: Classified,
  asked: ClassifyQuestion[] = [],
): NonNullable<TimedFlowOptions['classifier']> {
  return (clock) => ({
    name: 'gapgpt',
    async classify(question, signal) {
      asked.push(question)
      await clock.sleep(ms, signal)
      return answer
    },
  })
}
const tea: Classified = { kind: 'intent', intent: 'tea' }

test.each<[string, Heard, string]>([
  ['a recogniser without money', { kind: 'unavailable', because: 'quota', provider: 'vira' }, 'vira_quota'],
  ['a recogniser that refuses our key', { kind: 'unavailable', because: 'auth', provider: 'vira' }, 'stt_auth'],
  ['a recogniser at a wrong address', { kind: 'unavailable', because: 'config', provider: 'vira' }, 'stt_auth'],
  ['a recogniser that is late', { kind: 'unavailable', because: 'timeout', provider: 'vira' }, 'stt_failure'],
  ['a recording that fails', { kind: 'recording_failed', because: 'no such folder' }, 'recording'],
])('%s ends the call as our fault, with a farewell', async (_what, heard, reason) => {
  const flow = await played([heard])
  expect(flow.context.verdict.outcome).toMatchObject({ disposition: 'failed', reason })
  expect(flow.log).toEqual(['0 question', '1 ear', '3 goodby'])
  expect(flow.unavailable).toEqual(heard.kind === 'unavailable' ? [`vira: ${heard.because}`] : [])
})

test('the caller who leaves during that farewell changes nothing about whose fault it was', async () => {
  const flow = await new TimedFlow({ plan, replies: [{ kind: 'recording_failed', because: 'full' }] }).run(3_500)
  const reason = new Error('hung up')
  flow.hangUp(reason)
  expect(await flow.ended).toBe(reason)
  expect(flow.context.verdict.outcome).toMatchObject({ disposition: 'failed', reason: 'recording' })
})

test.each([
  ['say', '- say: missing\n    - hangup: connected'],
  ['ask', '- { ask: missing, expect: yes_no, on: { else: { hangup: unknown }, yes: { hangup: connected } } }'],
])('a prompt that cannot be played (%s) ends the call at once as our fault', async (_verb, steps) => {
  const broken = paperPlan('broken', `${prompts}flow:\n  outbound:\n    ${steps}\n`)
  const flow = await new TimedFlow({ plan: broken }).run(60_000)
  expect(await flow.ended).toBeUndefined()
  expect(flow.context.verdict.outcome).toMatchObject({ disposition: 'failed', reason: 'prompt_failed' })
  expect(flow.log).toEqual([])
})

test('what the rules are not sure of is for the model; the filler covers its thinking', async () => {
  const asked: ClassifyQuestion[] = []
  const flow = await played(['something warm'], { classifier: model(1_500, tea, asked) })
  expect(asked.map(({ transcript, language }) => [transcript, language])).toEqual([['something warm', 'en']])
  expect(asked[0]?.intents.map(({ name }) => name)).toEqual(['tea', 'coffee', 'remove_me'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
  expect(flow.log).toEqual(['0 question', '1 ear', '3 hm'])
  expect(flow.context.story.turns).toMatchObject([{ intent: 'tea', by: 'llm', thinkMs: 1_500, recogniseMs: 500 }])
})

test('a phrase of the scenario heard whole asks no model', async () => {
  const asked: ClassifyQuestion[] = []
  const flow = await played(['Coffee, please!'], { classifier: model(1_500, tea, asked) })
  expect([asked.length, flow.context.verdict.outcome.disposition]).toEqual([0, 'not_interested'])
})

test.each<[string, Partial<TimedFlowOptions>, string, readonly string[]]>([
  ['too late', { classifier: model(9_000, tea) }, 'unknown', ['gapgpt: timeout']],
  [
    'too late for a shorter budget',
    { classifier: model(900, tea), thinkBudgetMs: 1_000 },
    'unknown',
    ['gapgpt: timeout'],
  ],
  ['not asked: hearing took the whole budget', { classifier: model(1, tea), thinkBudgetMs: 500 }, 'unknown', []],
  [
    'without money',
    { classifier: model(100, { kind: 'unavailable', because: 'quota' }) },
    'unknown',
    ['gapgpt: quota'],
  ],
  ['making things up', { classifier: model(100, { kind: 'intent', intent: 'juice' }) }, 'unknown', []],
  ['not there', {}, 'unknown', []],
])('with the model %s the rules decide alone', async (_what, rest, disposition, unavailable) => {
  const flow = await played(['something warm'], rest)
  expect(flow.context.verdict.outcome.disposition as string).toBe(disposition)
  expect(flow.unavailable).toEqual([...unavailable])
  expect(flow.clock.elapsed()).toBe(60_000)
  expect(flow.context.story.turns[0]?.thinkMs).toBeLessThanOrEqual(3_500)
})

test('a caller who leaves while we think ends it all at once', async () => {
  const flow = await new TimedFlow({ plan, replies: ['something warm'], classifier: model(2_000, tea) }).run(4_500)
  const reason = new Error('hung up')
  flow.hangUp(reason)
  expect(await flow.ended).toBe(reason)
  expect(flow.log).toEqual(['0 question', '1 ear', '3 hm'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'hangup' })
})
