import { expect, test } from 'bun:test'
import { paperPlan } from '../../testing/paper-plan.ts'
import { differenceOf, rehearsed } from './paper-rehearsal.ts'

const prompts = `prompts:
  ${['hello', 'question', 'repeat', 'onhold', 'hm', 'open', 'closed', 'goodby'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`
const transferring = paperPlan(
  'transferring',
  `${prompts}dispositions: { keen: connected }
flow:
  outbound:
    - say: hello
    - ask: question
      expect: yes_no
      reprompt: repeat
      attempts: 2
      filler: hm
      on:
        yes: [{ disposition: disconnected }]
        no: { hangup: not_interested }
        else: { hangup: unknown }
    - transfer: operators
      hold: onhold
      on: { answered: { disposition: keen }, else: { hangup: failed, because: operator_failed } }
    - say: goodby
`,
)

test.each([
  ['[hears: hello, hears: question, says: "yes", operator: answers, hears: goodby]', 'ends: connected'],
  [
    '[hears: [hello, question], says: "yes", hears: [hm, onhold, onhold], operator: answers, hears: goodby]',
    'ends: keen',
  ],
  [
    '[hears: [hello, question], says: "yes", operator: answers, operator: hangs_up after 20s, hears: goodby]',
    'ends: keen',
  ],
  ['[hears: [hello, question], says: "yes", operator: hangs up after 20m, hears: goodby]', 'ends: connected'],
  ['[hears: [hello, question], says: "yes", operator: answers, hangs up after 40m]', 'ends: keen'],
  ['[hears: [hello, question], says: "yes", hangs up after 1s]', 'ends: disconnected'],
  ['[hears: [hello, question], says: "yes", hears: onhold, hangs up during onhold]', 'ends: disconnected'],
  ['[hears: [hello, question], says: "yes", operator: no answer]', 'ends: failed'],
  ['[hears: [hello, question], silence, hears: repeat, says: "no"]', 'ends: not_interested'],
  ['[hears: hello, hangs up during question]', 'ends: hangup'],
  ['[hangs up during hello]', 'ends: hangup'],
])('a talk that is kept to says nothing: %s', async (steps, ends) => {
  expect(await differenceOf(transferring, steps, ends)).toBe('')
})

/** Line 4 of a file of talks is the talk itself, line 5 its end. */
test.each<[string, string, string, readonly string[]]>([
  [
    'another prompt is heard',
    '[hears: [hello, goodby]]',
    'ends: hangup',
    [
      'x.talk.yaml:4:25: the talk has «hears goodby», the call has «hears question» [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '  - hears goodby  (x.talk.yaml:4)',
      '  + hears question  (transferring.yaml:17)',
    ],
  ],
  [
    'the scenario listens where the talk hears on',
    '[hears: [hello, question, goodby]]',
    'ends: hangup',
    [
      'x.talk.yaml:4:35: the talk has «hears goodby», the call has «we listen to the caller» [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '  - hears goodby  (x.talk.yaml:4)',
      '  + we listen to the caller  (transferring.yaml:17)',
    ],
  ],
  [
    'the talk is at its end and the scenario listens',
    '[hears: [hello, question]]',
    'ends: hangup',
    [
      'x.talk.yaml:5:9: the talk is at its end, but the call goes on: we listen to the caller [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '  - ends: hangup  (x.talk.yaml:5)',
      '  + we listen to the caller  (transferring.yaml:17)',
    ],
  ],
  [
    'the talk goes on behind the end',
    '[hears: [hello, question], says: "no", hears: goodby]',
    'ends: not_interested',
    [
      'x.talk.yaml:4:55: the talk goes on with «hears goodby», but the call is over [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '    says «no» → no  (transferring.yaml:17)',
      '  - hears goodby  (x.talk.yaml:4)',
      '  + we hang up; ends: not_interested  (transferring.yaml:24)',
    ],
  ],
  [
    'the words are taken for something else',
    '[hears: [hello, question], { says: "no", means: yes }]',
    'ends: hangup',
    [
      'x.talk.yaml:4:57: the talk has «means yes», the call has «understood as no» [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '    says «no» → no  (transferring.yaml:17)',
      '  - means yes  (x.talk.yaml:4)',
      '  + understood as no  (transferring.yaml:17)',
    ],
  ],
  [
    'an operator is rung and the talk does not say what comes of it',
    '[hears: [hello, question], says: "yes", hears: goodby]',
    'ends: connected',
    [
      'x.talk.yaml:4:56: the talk has «hears goodby», the call has «an operator is rung (what comes of it? "operator: answers", for example)» [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '    says «yes» → yes  (transferring.yaml:17)',
      '  - hears goodby  (x.talk.yaml:4)',
      '  + an operator is rung (what comes of it? "operator: answers", for example)  (transferring.yaml:26)',
    ],
  ],
  [
    'it ends as something else',
    '[hears: [hello, question], says: "no"]',
    'ends: unknown',
    [
      'x.talk.yaml:5:9: the call ends as not_interested, the talk as unknown [talk]',
      '  a call',
      '    hears hello  (transferring.yaml:16)',
      '    hears question  (transferring.yaml:17)',
      '    says «no» → no  (transferring.yaml:17)',
      '  - ends: unknown  (x.talk.yaml:5)',
      '  + we hang up; ends: not_interested  (transferring.yaml:24)',
    ],
  ],
])('a difference is shown with the lines of both: %s', async (_what, steps, ends, lines) => {
  expect((await differenceOf(transferring, steps, ends)).split('\n')).toEqual([...lines])
})

test.each([
  [
    '[hears: [hello, question], operator: answers]',
    'ends: hangup',
    'the talk has «operator: answers», the call has «we listen to the caller»',
  ],
  ['[says: "yes"]', 'ends: hangup', 'the talk has «says «yes»», the call has «hears hello»'],
  ['[hears: hello, hangs up]', 'ends: hangup', 'the talk has «hangs up», the call has «hears question»'],
  [
    '[hears: [hello, question], hangs up during goodby]',
    'ends: hangup',
    'the talk has «hangs up during goodby», the call has «we listen to the caller»',
  ],
  [
    '[hears: [hello, question], presses 1 during question]',
    'ends: hangup',
    'the talk has «presses 1 during question», the call has «we listen to the caller»',
  ],
  ['[]', 'ends: hangup', 'the talk is at its end, but the call goes on: hears hello'],
  [
    '[hears: [hello, question], says: "yes", operator: busy]',
    '{ ends: failed, because: stt_failure }',
    'the call ends as failed because of operator_failed, the talk because of stt_failure',
  ],
  [
    '[hears: [hello, question], says: "no"]',
    '{ ends: not_interested, because: stt_failure }',
    'the call ends as not_interested because of no reason, the talk because of stt_failure',
  ],
  [
    '[hears: [hello, question], says: "no"]',
    '{ ends: not_interested, reported: HANGUP }',
    'the panel is told NOT_INTERESTED, the talk says HANGUP',
  ],
  ['[hears: [hello, question], says: "no"]', 'ends: keen', 'the call ends as not_interested, the talk as keen'],
  [
    '[hears: [hello, question], says: "yes", operator: answers, hears: goodby]',
    'ends: hangup',
    'the call ends as connected (keen), the talk as hangup',
  ],
])('every way to be wrong has its sentence: %s', async (steps, ends, message) => {
  const flat = ends.startsWith('{') ? ends.slice(1, -1).split(',').join('\n ') : ends
  expect((await differenceOf(transferring, steps, flat.trim())).split('\n')[0]).toEndWith(`: ${message} [talk]`)
})

const menu = paperPlan(
  'menu',
  `${prompts}hours: { desk: { timezone: Asia/Tehran, open: { sat-wed: 09:00-17:00 }, closed: [1405-01-01] } }
contact: { name: text }
intents:
  drink:
    tea: { means: wants tea, phrases: ["tea please"] }
    coffee: { means: wants coffee, phrases: ["coffee please"] }
always:
  price: { means: asks the price, phrases: ["how much is it please"], then: { say: open } }
flow:
  outbound:
    - say: hello
      barge_in: key
    - ask: question
      expect: drink
      keys: { 1: tea, 2: coffee }
      on: { tea: hours, coffee: { hangup: not_interested }, else: { hangup: unknown } }
  hours:
    - route:
        - { if: open(desk), then: [{ say: open }, { hangup: connected }] }
        - { if: known(contact.name), then: { hangup: disconnected } }
        - { else: [{ say: closed }, { hangup: unknown }] }
  inbound: [{ say: hello }, { hangup: connected }]
`,
)

async function kept(talk: string): Promise<readonly string[]> {
  const { problems, failures } = await rehearsed(menu, talk)
  return [...problems, ...failures].map(({ line, message }) => `${line}: ${message}`)
}

test.each([
  ['a key while the question plays', '[hears: hello, presses 1 during question, hears: open]', 'ends: connected'],
  ['a key while a sentence before it plays', '[presses: 1 during hello, hears: open]', 'ends: connected'],
  ['a key while we listen', '[hears: [hello, question], presses: 2]', 'ends: not_interested'],
  [
    'a key that means nothing, and then words',
    '[hears: [hello, question], presses: 9, says: coffee please]',
    'ends: not_interested',
  ],
  ['a key that means nothing, and nothing more', '[hears: [hello, question], presses: 9]', 'ends: unknown'],
  [
    'what may be asked at any time',
    '[hears: [hello, question], says: how much is it please, hears: [open, question], presses: 2]',
    'ends: not_interested',
  ],
  [
    'a wish to be left alone',
    '[hears: [hello, question], { says: stop calling me, means: remove_me }, hears: goodby]',
    'ends: complained',
  ],
  [
    'a model that answers',
    '[hears: [hello, question], { says: something warm, llm: tea }, hears: open]',
    'ends: connected',
  ],
  [
    'a model that answers nonsense to nobody',
    '[hears: [hello, question], { says: something warm, llm: no_input }]',
    'ends: unknown',
  ],
  ['a model without money', '[hears: [hello, question], { says: something warm, llm: quota }]', 'ends: unknown'],
  [
    'a recogniser that hears no words',
    '[hears: [hello, question], { says: hm, recogniser: empty, means: no_input }]',
    'ends: unknown',
  ],
])('a caller on paper can do it: %s', async (_what, steps, ends) => {
  expect(await kept(`- { name: x, at: "monday 10:00", talk: ${steps}, ${ends} }`)).toEqual([])
})

test.each([
  ['at: "monday 10:00"', 'open', 'connected'],
  ['at: "Wed 16:59"', 'open', 'connected'],
  ['at: "Wed 17:00"', 'closed', 'unknown'],
  ['at: friday 10:00', 'closed', 'unknown'],
  ['at: 1405-01-01 10:00', 'closed', 'unknown'],
  ['at: 2026-03-22 10:00', 'open', 'connected'],
  ['at: "8:59"', 'closed', 'unknown'],
  ['direction: outbound', 'open', 'connected'],
])('the time of the call decides what is open: %s', async (when, prompt, ends) => {
  expect(
    await kept(
      `- { name: x, ${when}, talk: [hears: hello, presses 1 during question, hears: ${prompt}], ends: ${ends} }`,
    ),
  ).toEqual([])
})

test('the contact brings its fields, and an inbound call is filed as one', async () => {
  const named =
    '{ name: x, at: friday 10:00, contact: { name: Sara, phone: 09121234567 }, talk: [presses 1 during hello], ends: disconnected }'
  expect(await kept(`- ${named}`)).toEqual([])
  expect(
    await kept('- { name: x, direction: inbound, talk: [hears: hello], ends: connected, reported: INBOUND_CALL }'),
  ).toEqual([])
})

test.each([
  ['recogniser: quota', 'because: vira_quota, reported: FAILED'],
  ['recogniser: wrong key', 'because: stt_auth, reported: FAILED'],
  ['recogniser: slow', 'because: stt_failure, reported: NOT_INTERESTED'],
  ['recogniser: down', 'because: stt_failure'],
  ['recogniser: no_recording', 'because: recording'],
])('the world can be out of order for a whole call: %s', async (fault, filed) => {
  const talk = `talk: [hears: [hello, question], says: tea please, hears: goodby], ends: failed, ${filed}`
  expect(await kept(`- { name: x, world: { ${fault} }, ${talk} }`)).toEqual([])
})

test('a prompt that is missing ends the call, and what the world says of operators stands where the talk is silent', async () => {
  expect(
    await kept(
      '- { name: x, world: { missing: [question] }, talk: [hears: hello], ends: failed, because: prompt_failed }',
    ),
  ).toEqual([])
  const { failures } = await rehearsed(
    transferring,
    `- { name: a, world: { operator: none free }, talk: [hears: [hello, question], says: "yes"], ends: failed }
- { name: b, world: { operator: busy }, talk: [hears: [hello, question], says: "yes", operator: answers, hears: goodby], ends: keen }
- { name: c, world: { operator: hangs_up }, talk: [hears: [hello, question], says: "yes", hears: goodby], ends: keen }
`,
  )
  expect(failures).toEqual([])
})

test('a talk takes no time, and gives the same account each time', async () => {
  const steps = '[hears: [hello, question], says: "yes", operator: answers, hangs up after 2h]'
  const accounts = [
    await differenceOf(transferring, steps, 'ends: unknown'),
    await differenceOf(transferring, steps, 'ends: unknown'),
  ]
  expect(accounts[0]).toBe(accounts[1] ?? '')
  const startedMs = performance.now()
  for (let round = 0; round < 20; round++) await differenceOf(transferring, steps, 'ends: keen')
  expect((performance.now() - startedMs) / 20).toBeLessThan(50)
})
