import { expect, test } from 'bun:test'
import { paperPlan } from '../testing/paper-plan.ts'
import { listens } from './listens.ts'

const ask = '{ ask: hello, expect: yes_no, on: { else: { hangup: unknown }, yes: { hangup: connected } } }'

test.each([
  ['says something and hangs up', '[{ say: hello }, { hangup: connected }]', false],
  ['asks', `[${ask}]`, true],
  ['asks in a branch', `[{ route: [{ if: 'contact.phone = "1"', then: ${ask} }] }, { hangup: unknown }]`, true],
  [
    'asks when no operator is there',
    `[{ transfer: operators, on: { answered: { disposition: connected }, else: ${ask} } }, { hangup: unknown }]`,
    true,
  ],
])('a scenario that %s', (_what, steps, expected) => {
  const plan = paperPlan('survey', `prompts: { hello: { audio: hello.mp3 } }\nflow: { outbound: ${steps} }\n`)
  expect(listens(plan)).toBe(expected)
})
