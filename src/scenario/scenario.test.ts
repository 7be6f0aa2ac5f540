import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../kernel/assert.ts'
import type { AskStep, Plan, RouteStep, Step, TransferStep } from './plan.ts'
import { defaultPolicy } from './policy.ts'
import { renderProblems } from './render-problems.ts'
import { readScenario } from './scenario.ts'

const head = 'salehi: 1\nname: a\nlanguage: en-US\nprompts: { hello: Hello, bye: Bye, goodbye: Farewell }\n'

function planOf(text: string): Plan {
  const { plan, problems } = readScenario(text, 'a.yaml')
  expect(renderProblems(problems)).toBe('')
  assert(plan !== undefined, 'no plan')
  return plan
}

function stepOf(plan: Plan, block: string, index = 0): Step {
  const step = plan.blocks.get(block)?.steps[index]
  assert(step !== undefined, `no step ${index} in ${block}`)
  return step
}

test('«else» of a question stands for every intent not named, unknown and silence', () => {
  const ask = stepOf(
    planOf(
      `${head}flow: { outbound: [{ ask: hello, expect: yes_no, on: { yes: [{ hangup: connected }], else: [{ hangup: unknown }] } }] }`,
    ),
    'outbound',
  ) as AskStep
  expect([...ask.on.keys()].sort()).toEqual(['no', 'no_input', 'unknown', 'yes'])
  expect(ask.on.get('no')).toEqual([
    { verb: 'hangup', disposition: 'unknown', path: 'outbound[0].on.else[0]', line: 5 },
  ])
  expect(ask).toMatchObject({
    attempts: 1,
    bargeIn: false,
    listen: { endpointingMs: 2000, noInputMs: 5000, maxUtteranceMs: 10000 },
  })
})

test('«else» of a transfer never stands for its success', () => {
  const plan = planOf(
    `${head}flow: { inbound: [{ transfer: operators, ring: 20s, on: { busy: [], else: [{ hangup: failed, because: operator_failed }] } }, { hangup: connected }] }`,
  )
  const transfer = stepOf(plan, 'inbound') as TransferStep
  expect([...transfer.on.keys()].sort()).toEqual(['busy', 'failed', 'no_answer', 'unavailable'])
  expect(transfer.on.get('failed')?.[0]).toMatchObject({ disposition: 'failed', because: 'operator_failed' })
  expect(transfer.ringMs).toBe(20_000)
  expect(plan.offers).toEqual(['inbound'])
})

test('a request to be left alone is heard at every question, with the farewell where there is one', () => {
  const plan = planOf(
    `${head}flow: { outbound: [{ ask: hello, expect: yes_no, on: { else: [{ hangup: unknown }] } }] }`,
  )
  const [remove] = plan.always
  expect(remove?.name).toBe('remove_me')
  expect(remove?.phrases).toContain('stop calling me')
  expect(remove?.then).toMatchObject([
    { verb: 'say', prompts: ['goodbye'] },
    { verb: 'hangup', disposition: 'complained' },
  ])
  const persian = planOf(
    readFileSync(join(import.meta.dir, '../../scenarios/sina/sina.yaml'), 'utf8')
      .replace(/^ {4}remove_me:[\s\S]*?\n\n/m, '\n')
      .replace(/^ +remove_me: .*\n/m, ''),
  )
  expect(persian.always[0]?.phrases).toContain('دیگه زنگ نزنید')
  expect(persian.always[0]?.then).toMatchObject([{ prompts: ['goodby'] }, { disposition: 'complained' }])
})

test('a scenario that speaks of remove_me itself decides what follows', () => {
  const own = planOf(
    `${head}always: { remove_me: { means: wants out, then: [{ hangup: not_interested }] } }\nflow: { outbound: [{ ask: hello, expect: yes_no, on: { else: [{ hangup: unknown }] } }] }`,
  )
  expect(own.always.map(({ name, means }) => [name, means])).toEqual([['remove_me', 'wants out']])
  const inSet = planOf(
    `${head}intents: { answer: { remove_me: wants out } }\nflow: { outbound: [{ ask: hello, expect: answer, on: { remove_me: [{ hangup: complained }], else: [{ hangup: unknown }] } }] }`,
  )
  expect(inSet.always).toEqual([])
  const atOneQuestion = planOf(
    `${head}flow: { outbound: [{ ask: hello, expect: yes_no, on: { remove_me: [{ say: bye }, { hangup: complained }], else: [{ hangup: unknown }] } }] }`,
  )
  expect((stepOf(atOneQuestion, 'outbound') as AskStep).on.has('remove_me')).toBe(true)
  expect(atOneQuestion.always).toHaveLength(1)
})

test('our own words are reported as the shared ones, older names as today’s', () => {
  const plan = planOf(
    `${head}dispositions: { sold: connected_to_operator }\nflow: { outbound: [{ disposition: sold }, { hangup: connected_to_operator }] }`,
  )
  expect(stepOf(plan, 'outbound')).toMatchObject({ disposition: 'connected', detail: 'sold' })
  expect(stepOf(plan, 'outbound', 1)).toMatchObject({ disposition: 'connected' })
  expect(stepOf(plan, 'outbound', 1)).not.toHaveProperty('detail')
})

test('a block’s name, one step, or a list may stand wherever steps stand', () => {
  const plan = planOf(
    `${head}flow:\n  outbound: next\n  next: { goto: last }\n  last: [{ say: [hello, bye] }, { hangup: connected }]`,
  )
  expect(stepOf(plan, 'outbound')).toEqual({ verb: 'goto', block: 'next', path: 'outbound[0]', line: 6 })
  expect(stepOf(plan, 'next')).toMatchObject({ verb: 'goto', block: 'last' })
  expect(stepOf(plan, 'last')).toMatchObject({ verb: 'say', prompts: ['hello', 'bye'] })
})

test('every setting of a question reaches the plan', () => {
  const text = `${head}speech: { no_input: 7s, hotwords: { en-US: [yes], fr-FR: [oui] }, barge_in: never }
language: x
flow: { outbound: [{ ask: [hello, bye], expect: yes_no, keys: { 1: yes, "#": no }, filler: bye, reprompt: [bye, hello], attempts: 3, endpointing: 900ms, max_utterance: 20s, on: { yes: { again: [bye] }, else: [{ hangup: unknown }] } }] }`
  const plan = planOf(
    text
      .replace('language: x\n', '')
      .replace('language: en-US', 'language: { default: en-US, offered: [fr-FR] }')
      .replace(
        '{ hello: Hello, bye: Bye, goodbye: Farewell }',
        '{ hello: { en-US: Hello, fr-FR: Salut }, bye: { audio: bye.mp3, says: Bye } }',
      ),
  )
  const ask = stepOf(plan, 'outbound') as AskStep
  expect(ask).toMatchObject({
    prompts: ['hello', 'bye'],
    filler: 'bye',
    reprompt: ['bye', 'hello'],
    attempts: 3,
    bargeIn: true,
  })
  expect(ask.listen).toEqual({ endpointingMs: 900, noInputMs: 7_000, maxUtteranceMs: 20_000 })
  expect([...ask.keys]).toEqual([
    ['1', 'yes'],
    ['#', 'no'],
  ])
  expect(ask.on.get('yes')).toMatchObject([{ verb: 'again', prompts: ['bye'] }])
  expect(plan.speech.hotwords).toEqual(['yes'])
  expect(plan.language).toEqual({ default: 'en-US', offered: ['en-US', 'fr-FR'] })
  expect(plan.prompts.get('bye')?.spoken.get('fr-FR')).toEqual({ kind: 'audio', file: 'bye.mp3', says: 'Bye' })
})

test('conditions and templates are compiled with their paths', () => {
  const plan = planOf(
    `${head}contact: { amount: money }\nhours: { desk: { open: { sat-wed: 09:00-17:00 } } }\nflow: { outbound: [{ route: [{ if: contact.amount > 5 and open(desk), then: low }, { else: low }] }], low: [{ transfer: operators, brief: "owes {contact.amount:money}", on: { else: [{ hangup: failed }] } }, { hangup: connected }] }`,
  )
  const route = stepOf(plan, 'outbound') as RouteStep
  expect(route.branches[0]?.if).toMatchObject({
    kind: 'and',
    terms: [{ kind: 'compare' }, { kind: 'open', hours: 'desk' }],
  })
  expect(route.branches[1]?.if).toBeUndefined()
  expect((stepOf(plan, 'low') as TransferStep).brief).toEqual([
    'owes ',
    { path: ['contact', 'amount'], format: 'money' },
  ])
  expect(plan.hours.get('desk')?.timezone).toBe('Asia/Tehran')
})

test('a plan carries its source and its hash', () => {
  const text = `${head}flow: { outbound: [{ hangup: connected }] }`
  expect(planOf(text)).toMatchObject({ source: text, file: 'a.yaml', title: 'a' })
  expect(planOf(text).hash).toMatch(/^[0-9a-f]{64}$/)
  expect(planOf(`${text}\n`).hash).not.toBe(planOf(text).hash)
})

test('queues are checked once the company is known', () => {
  const text = `${head}flow: { outbound: [{ transfer: support, on: { else: [{ hangup: failed }] } }, { hangup: connected }] }`
  expect(readScenario(text, 'a.yaml').problems).toEqual([])
  expect(readScenario(text, 'a.yaml', { policy: defaultPolicy('sina') }).problems.map((one) => one.rule)).toEqual([
    'unknown-name',
  ])
  const queues = new Map([['support', { name: 'support', members: [] }]])
  expect(readScenario(text, 'a.yaml', { policy: { ...defaultPolicy('sina'), queues } }).problems).toEqual([])
})

test('a question inside what may be heard at any question is read without going round for ever', () => {
  const text = `${head}always: { help: { means: asks for help, then: [{ ask: bye, expect: yes_no, on: { yes: [{ hangup: connected }], else: [] } }] } }\nflow: { outbound: [{ ask: hello, expect: yes_no, on: { else: [{ hangup: unknown }] } }] }`
  expect(planOf(text).always.map((one) => one.name)).toEqual(['help', 'remove_me'])
})

test('no mistake hides another: a file with twelve shows twelve, in order', () => {
  const text = `salehi: 2
name: Bad Name
language: persian
title: [x]
speech: { no_input: soon }
prompts: { hello: "{contact.nam}", 1: x }
flow:
  outbound:
    - sya: hello
    - ask: helo
      expect: yes_no
      on: { yes: nowhere, maybe: [] }
    - hangup: busy
`
  const { problems } = readScenario(text, 'a.yaml')
  expect(problems.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
    '1 shape',
    '2 shape',
    '3 shape',
    '4 shape',
    '5 shape',
    '6 unknown-name',
    '6 shape',
    '9 unknown-verb',
    '12 not-covered',
    '12 unknown-name',
    '12 unknown-event',
    '13 network-disposition',
  ])
})
