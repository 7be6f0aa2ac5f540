import { expect, test } from 'bun:test'
import type { PhoneNumber } from '../../domain/phone-number.ts'
import { sampleRecord } from '../../store/sample-record.ts'
import type { CallRecord } from '../pbx/call-record.ts'
import type { DemoCustomer } from './customers.ts'
import { paint } from './paint.ts'
import { type DemoDay, demoResults } from './result.ts'
import { demoTable } from './table.ts'
import { DemoWatch, onThePhone } from './watch.ts'
import { words } from './words.ts'

const number = '09412200000'
const customer: DemoCustomer = { who: 'says no', number, ends: 'not_interested', says: ['no'] }
const [turn] = sampleRecord().turns
const kept = sampleRecord({
  contact: { id: 'k1', phone: number as PhoneNumber, source: 'static', fields: {} },
  turns: turn === undefined ? [] : [{ ...turn, transcript: words.no.text, intent: 'no' }],
})
const plain = paint(false)

function call(changes: Partial<CallRecord> = {}): CallRecord {
  const nothing = { heard: [], said: [], pressed: [], spokeWith: [] }
  const ours = { direction: 'outbound', channelId: 'a', endpoint: `PJSIP/${number}@trunk`, number } as const
  return { ...ours, ...nothing, presented: '021', createdMs: 0, ...changes }
}

function rows(day: Partial<DemoDay>): readonly string[] {
  return demoTable(demoResults([customer], { kept: [kept], calls: [call()], barred: () => false, ...day }), plain)
}

test('a customer who came to what they must has one row: how it ended, what a panel is told, what they said', () => {
  const [, ...below] = rows({})
  expect(below).toEqual([
    `✓  ${number}  says no       not_interested, 15 s  NOT_INTERESTED   ${words.no.text}`.replace(
      words.no.text,
      `«${words.no.text}»`,
    ),
  ])
})

test.each([
  ['no record', { kept: [] }, 'records of the call: 0 instead of 1'],
  ['rung twice', { calls: [call(), call()] }, 'how often the phone rang: 2 instead of 1'],
  [
    'another end',
    { kept: [{ ...kept, outcome: { disposition: 'failed', reason: 'stt_failure' } }] },
    'disposition: failed instead of not_interested',
  ],
  ['not understood', { kept: [{ ...kept, turns: [] }] }, `understood: none instead of «${words.no.text}»`],
  ['barred', { barred: () => true }, 'on the do-not-call list: true instead of false'],
  [
    'an operator who was not wanted',
    { calls: [call(), call({ endpoint: 'PJSIP/09200000001@trunk', presented: number, answeredMs: 1 })] },
    'an operator’s phone that showed the number: true instead of false',
  ],
] as const)('%s is told below the row', (_name, day, difference) => {
  const [, row, ...below] = rows(day as Partial<DemoDay>)
  expect(row).toStartWith('✗')
  expect(below).toContain(`   ${difference}`)
})

test('the view tells once who is rung, who answers, what is said and how it ended', () => {
  const watch = new DemoWatch(plain)
  const one = call({ endpoint: 'PJSIP/09412200000@trunk' })
  expect(watch.look({ calls: [one], ended: [] })).toEqual([`${number}  is rung  says no`])
  expect(onThePhone([one])).toBe(1)
  one.answeredMs = 1
  one.said.push({ text: 'نه', startedMs: 2, lastsMs: 1 })
  expect(watch.look({ calls: [one], ended: [] })).toEqual([`${number}  answers`, `${number}  says: «نه»`])
  one.endedMs = 3
  one.endedBy = 'us'
  const { id, direction, outcome, attemptedAt } = kept
  const ended = [{ id, direction, phone: number, transcripts: [], outcome, attemptedAt, durationMs: 1 }]
  expect(watch.look({ calls: [one], ended })).toEqual([`${number}  we hang up`, `${number}  not_interested`])
  expect(watch.look({ calls: [one], ended })).toEqual([])
  expect(onThePhone([one])).toBe(0)
})

test('colours are for terminals alone', () => {
  expect(plain.good('x')).toBe('x')
  expect(paint(true).good('x')).toBe('\u001b[32mx\u001b[0m')
})
