import { expect, test } from 'bun:test'
import { paperPlan } from '../../testing/paper-plan.ts'
import { rehearsed } from './paper-rehearsal.ts'
import { renderCoverage, renderWay } from './render-rehearsal.ts'

const prompts = `prompts:
  ${['hello', 'question', 'repeat', 'where', 'price', 'goodby'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`
const plan = paperPlan(
  'survey',
  `${prompts}intents:
  interest:
    yes: { phrases: ["yes"] }
    no: { phrases: ["no"] }
    source: { phrases: ["where from"] }
always:
  price: { means: asks the price, phrases: ["how much is it please"], then: { say: price } }
flow:
  outbound:
    - ask: question
      expect: interest
      keys: { 1: yes, 2: no }
      reprompt: repeat
      attempts: 2
      on:
        yes: transfer
        no: [{ say: goodby }, { hangup: not_interested }]
        source: { again: where }
        else: { hangup: unknown }
  transfer:
    - route: [{ if: 'contact.phone = "1"', then: { hangup: unknown } }]
    - transfer: operators
      on: { answered: { disposition: connected }, else: { hangup: failed } }
    - hangup: connected
  inbound: [{ say: hello }, { hangup: connected }]
`,
)

async function open(talks: string): Promise<readonly string[]> {
  const { coverage, failures, problems } = await rehearsed(plan, talks)
  expect([...problems, ...failures].map(({ line, message }) => `${line}: ${message}`)).toEqual([])
  return coverage.flatMap((scenario) => scenario.open.map((way) => renderWay(way, scenario)))
}

const first = '- { name: first, talk: [hears: question, says: "no", hears: goodby], ends: not_interested }\n'

test('without a talk every path is named with its line: each answer, each key, each outcome, and the caller leaving', async () => {
  const all = await rehearsed(plan, '- { name: wrong, talk: [], ends: unknown }\n')
  expect(all.coverage.map(renderCoverage)).toEqual(['survey: 1 talk, 0 of 40 paths'])
  const { open: ways } = all.coverage[0]!
  expect(ways.map(({ path, what }) => `${path}: ${what}`)).toEqual([
    'always.remove_me[0]: done',
    'always.remove_me[0]: the caller hangs up',
    'always.remove_me[1]: done',
    'always.price[0]: done',
    'always.price[0]: the caller hangs up',
    'outbound[0]: yes',
    'outbound[0]: no',
    'outbound[0]: source',
    'outbound[0]: unknown, asked again',
    'outbound[0]: unknown',
    'outbound[0]: no_input, asked again',
    'outbound[0]: no_input',
    'outbound[0]: price',
    'outbound[0]: remove_me',
    'outbound[0]: key 1',
    'outbound[0]: key 2',
    'outbound[0]: the caller hangs up',
    'outbound[0].on.yes[0]: done',
    'outbound[0].on.no[0]: done',
    'outbound[0].on.no[0]: the caller hangs up',
    'outbound[0].on.no[1]: done',
    'outbound[0].on.source[0]: asks again',
    'outbound[0].on.source[0]: the attempts are used up',
    'outbound[0].on.else[0]: done',
    'transfer[0]: branch 1',
    'transfer[0]: no branch',
    'transfer[0].route[0].then[0]: done',
    'transfer[1]: answered',
    'transfer[1]: no_answer',
    'transfer[1]: busy',
    'transfer[1]: unavailable',
    'transfer[1]: failed',
    'transfer[1]: the caller hangs up while it rings',
    'transfer[1]: the caller hangs up in the conversation',
    'transfer[1].on.answered[0]: done',
    'transfer[1].on.else[0]: done',
    'transfer[2]: done',
    'inbound[0]: done',
    'inbound[0]: the caller hangs up',
    'inbound[1]: done',
  ])
})

test('a talk walks the paths of its own call, a talk that is not kept to walks none', async () => {
  const before = await open(first)
  expect(before).not.toContainEqual(expect.stringContaining('on.no[1]'))
  expect(before).toContain('survey.yaml:27 outbound[0].on.no[0]: the caller hangs up')
  const { coverage, failures } = await rehearsed(plan, first.replace('ends: not_interested', 'ends: unknown'))
  expect(failures).toHaveLength(1)
  expect(coverage[0]?.open).toHaveLength(coverage[0]?.ways ?? -1)
})

/** What one more talk walks that the first did not. */
async function adds(talk: string): Promise<readonly string[]> {
  const left = await open(`${first}- { name: more, ${talk} }\n`)
  return (await open(first)).filter((way) => !left.includes(way)).map((way) => way.replace(/^survey\.yaml:\d+ /, ''))
}

test.each<[string, readonly string[]]>([
  ['talk: [presses: 2 during question, hears: goodby], ends: not_interested', ['outbound[0]: key 2']],
  ['talk: [hears: question, presses: 2, hears: goodby], ends: not_interested', ['outbound[0]: key 2']],
  [
    'talk: [hears: question, says: "no", hangs up during goodby], ends: hangup',
    ['outbound[0].on.no[0]: the caller hangs up'],
  ],
  ['talk: [hangs up during question], ends: hangup', ['outbound[0]: the caller hangs up']],
  [
    'talk: [hears: question, silence, hangs up during repeat], ends: hangup',
    ['outbound[0]: no_input, asked again', 'outbound[0]: the caller hangs up'],
  ],
  [
    'talk: [hears: question, silence, hears: repeat, says: banana], ends: unknown',
    ['outbound[0]: unknown', 'outbound[0]: no_input, asked again', 'outbound[0].on.else[0]'],
  ],
  [
    'talk: [hears: question, says: where from, hears: where, hangs up], ends: hangup',
    ['outbound[0]: source', 'outbound[0]: the caller hangs up', 'outbound[0].on.source[0]: asks again'],
  ],
  [
    'talk: [hears: question, silence, hears: repeat, says: where from], ends: unknown',
    [
      'outbound[0]: source',
      'outbound[0]: no_input, asked again',
      'outbound[0].on.source[0]: the attempts are used up',
      'outbound[0].on.else[0]',
    ],
  ],
  [
    'talk: [hears: question, says: how much is it please, hears: [price, question], hangs up], ends: hangup',
    ['always.price[0]', 'outbound[0]: price', 'outbound[0]: the caller hangs up'],
  ],
  [
    'talk: [hears: question, says: how much is it please, hangs up during price], ends: hangup',
    ['always.price[0]: the caller hangs up', 'outbound[0]: price'],
  ],
  [
    'talk: [hears: question, says: stop calling me, hears: goodby], ends: complained',
    ['always.remove_me[0]', 'always.remove_me[1]', 'outbound[0]: remove_me'],
  ],
  [
    'talk: [hears: question, says: "yes", hangs up], ends: hangup',
    [
      'outbound[0]: yes',
      'outbound[0].on.yes[0]',
      'transfer[0]: no branch',
      'transfer[1]: the caller hangs up while it rings',
    ],
  ],
  [
    'talk: [presses: 1 during question, operator: answers, hangs up after 5s], ends: connected',
    [
      'outbound[0]: yes',
      'outbound[0]: key 1',
      'outbound[0].on.yes[0]',
      'transfer[0]: no branch',
      'transfer[1]: answered',
      'transfer[1]: the caller hangs up in the conversation',
      'transfer[1].on.answered[0]',
    ],
  ],
  [
    'contact: { phone: "1" }, talk: [hears: question, says: "yes"], ends: unknown',
    ['outbound[0]: yes', 'outbound[0].on.yes[0]', 'transfer[0]: branch 1', 'transfer[0].route[0].then[0]'],
  ],
  ['direction: inbound, talk: [hears: hello], ends: connected', ['inbound[0]', 'inbound[1]']],
  ['world: { recogniser: quota }, talk: [hears: question, says: "yes", hears: goodby], ends: failed', []],
])('each path is walked by the call that takes it: %s', async (talk, walked) => {
  expect(await adds(talk)).toEqual([...walked])
})
