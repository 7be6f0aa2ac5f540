import { expect, test } from 'bun:test'
import { paperPlan } from '../../testing/paper-plan.ts'
import { rehearsed } from './paper-rehearsal.ts'

const prompts = `prompts:
  ${['hello', 'question', 'repeat', 'onhold', 'hm', 'open', 'closed', 'goodby'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`
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

test('a prompt that is missing ends the call', async () => {
  expect(
    await kept(
      '- { name: x, world: { missing: [question] }, talk: [hears: hello], ends: failed, because: prompt_failed }',
    ),
  ).toEqual([])
})
