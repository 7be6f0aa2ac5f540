import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../kernel/random.ts'
import { importOldScenario } from './import.ts'
import type { AskStep, Plan, TransferStep } from './plan.ts'
import { readScenario } from './scenario.ts'

function example(name: string): string {
  return readFileSync(join(import.meta.dir, 'import/examples', `${name}.yaml`), 'utf8')
}

function imported(name: string): { readonly plan: Plan | undefined; readonly notes: readonly string[] } {
  const { yaml, notes } = importOldScenario(example(name), `${name}.yaml`)
  const { plan, problems } = readScenario(yaml, `${name}.yaml`)
  expect(problems).toEqual([])
  return { plan, notes }
}

function question(plan: Plan | undefined): AskStep {
  return plan?.blocks.get('outbound')?.steps[0] as AskStep
}

test('the usual outreach file comes over whole: one question in place of twenty-one steps', () => {
  const { plan } = imported('salehi-old')
  expect(plan).toMatchObject({ name: 'salehi', company: 'salehi', title: 'آموزشگاه زبان صالحی', offers: ['outbound'] })
  expect(plan?.speech).toMatchObject({ endpointingMs: 2_000, maxUtteranceMs: 10_000, hotwords: ['بله', 'نه', 'کلاس'] })
  const ask = question(plan)
  expect(ask).toMatchObject({ prompts: ['hello', 'alo'], attempts: 2 })
  expect(ask.on.get('number_question')).toMatchObject([{ verb: 'again', prompts: ['number'] }])
  expect(plan?.blocks.get('mark_disconnected')?.steps).toMatchObject([
    { verb: 'disposition', disposition: 'disconnected' },
    { verb: 'say', prompts: ['yes'] },
    { verb: 'hangup', disposition: 'connected' },
  ])
  expect(plan?.blocks.get('bye_no')?.steps).toMatchObject([{ prompts: ['goodby'] }, { disposition: 'not_interested' }])
  expect(plan?.intents.get('answer')?.intents.get('yes')?.phrases).toEqual(['بله', 'آره', 'باشه', 'حتما'])
})

test('what could not be carried over is said, and nothing else', () => {
  expect(imported('salehi-old').notes).toEqual([
    'llm.prompt_template: not carried over; write what an answer means under "means" of each intent',
    'llm.model: has no place in a scenario; the settings choose the model',
    'stt.hotwords: the weights were left out; every hotword counts the same',
    'stt.provider: has no place in a scenario',
  ])
})

test('a repeat within a retry limit becomes a reprompt, an operator a transfer, the second flow inbound', () => {
  const { plan, notes } = imported('sina-old')
  expect(plan).toMatchObject({ name: 'sina_offer', offers: ['outbound', 'inbound'] })
  expect(question(plan)).toMatchObject({
    reprompt: ['repeat'],
    attempts: 2,
    listen: { endpointingMs: 1_500, maxUtteranceMs: 8_000 },
  })
  const transfer = plan?.blocks.get('agreed')?.steps[2] as TransferStep
  expect(transfer).toMatchObject({ queue: 'operators', hold: 'onhold' })
  expect(transfer.on.get('answered')).toMatchObject([{ disposition: 'connected' }])
  expect(plan?.blocks.get('no_operator')?.steps[1]).toMatchObject({ disposition: 'failed', because: 'operator_failed' })
  expect(plan?.blocks.get('inbound_sorry')?.steps[1]).toMatchObject({ disposition: 'inbound_call' })
  expect(notes).toContain('line 17: the wait "breath" was left out; prompts follow each other without a gap')
  expect(notes).toContain('llm.fallback_tokens.no: "آره" already means something else and was left out')
})

test('steps, results and settings nobody knows are named with their line', () => {
  const { notes } = imported('odd-old')
  expect(notes).toContain('line 11: the step "text_them" of type "send_sms" could not be carried over')
  expect(notes).toContain('line 15: the result "sold_out" is not known; "unknown" stands in its place')
  expect(notes).toContain('line 16: the reason "bad_mood" is none of the closed list and was left out')
  expect(notes).toContain('crm: has no place in a scenario')
})

test('a file that is none says so', () => {
  expect(importOldScenario('- a\n- b', 'x.yaml')).toEqual({
    yaml: '',
    notes: ['x.yaml: the file is no mapping: this is no scenario of the older kind'],
  })
  expect(importOldScenario('a: [', 'x.yaml').notes[0]).toStartWith('x.yaml: line ')
  expect(importOldScenario('- '.repeat(60_000), 'x.yaml').yaml).toBe('')
  expect(importOldScenario('name: a', 'x.yaml').notes).toContain(
    'there is no flow in this file: write one under "flow"',
  )
})

test('a mangled older file never crashes the import', () => {
  const random = seededRandom(7)
  for (let round = 0; round < 300; round++) {
    const text = example(['salehi-old', 'sina-old', 'odd-old'][round % 3] ?? 'odd-old')
    const lines = text.split('\n')
    for (let times = 0; times < 3; times++) {
      const at = Math.floor(random() * lines.length)
      if (random() < 0.5) lines.splice(at, 1)
      else
        lines[at] = (lines[at] ?? '').replace(
          /: .*/,
          [': route_1', ': [1, 2]', ':', ': { a: b }', ': listen'][Math.floor(random() * 5)] ?? ':',
        )
    }
    const { yaml, notes } = importOldScenario(lines.join('\n'), 'mangled.yaml')
    expect(yaml !== '' || notes.length > 0).toBe(true)
  }
})
