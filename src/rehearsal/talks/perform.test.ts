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

test('what the world says of operators stands where the talk says nothing of them', async () => {
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
