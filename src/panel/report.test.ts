import { expect, test } from 'bun:test'
import type { Contact } from '../domain/contact.ts'
import { type Disposition, dispositions, type Reason, reasons } from '../domain/disposition.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord, Turn } from '../domain/record.ts'
import { reasonSentence, reasonSentences } from './reason-sentence.ts'
import { panelReport } from './report.ts'
import { panelStatus } from './status.ts'

const phone = '09121111111' as PhoneNumber
const contact: Contact = { id: 'panel:123', phone, source: 'panel', panelId: 123, fields: {} }
const bare: CallRecord = {
  id: 'attempt-1',
  direction: 'outbound',
  company: 'sina',
  contact,
  line: { number: '02191302954' },
  outcome: { disposition: 'hangup' },
  attemptedAt: Date.UTC(2026, 1, 22, 10, 0, 0, 700),
  endedAt: Date.UTC(2026, 1, 22, 10, 1),
  endedBy: 'them',
  turns: [],
  trace: [],
}
const turn = (transcript: string): Turn => ({
  at: 0,
  transcript,
  intent: 'yes',
  by: 'rule',
  listenMs: 0,
  enhanceMs: 0,
  recogniseMs: 0,
  thinkMs: 0,
})
const full: CallRecord = {
  ...bare,
  line: { number: '02191302954', panelId: 4 },
  scenario: { name: 'sina', hash: 'h', panelId: 1 },
  outcome: { disposition: 'connected' },
  operator: { key: 'panel:7', panelId: 7, phone: '09120000007', endpoint: 'PJSIP/09120000007@trunk' },
  turns: [turn(' بله '), turn(''), turn('چند؟')],
}
const v2 = { api: 'v2', zone: 'Asia/Tehran' } as const
const v1 = { api: 'v1', zone: 'Asia/Tehran' } as const

test('a report says everything the contract asks for, in the company’s own time', () => {
  expect(panelReport(full, v2)).toEqual({
    kind: 'panel.report',
    key: 'attempt-1',
    body:
      '{"number_id":123,"phone_number":"09121111111","company":"sina","scenario_id":1,"outbound_line_id":4,' +
      '"status":"CONNECTED","reason":"The customer agreed and was served.","attempted_at":"2026-02-22T13:30:00+03:30",' +
      '"agent_id":7,"agent_phone":"09120000007","user_message":"بله | چند؟"}',
  })
})

test('what the panel never gave is left out', () => {
  expect(JSON.parse(panelReport(bare, v2)?.body ?? '')).toEqual({
    number_id: 123,
    phone_number: '09121111111',
    company: 'sina',
    status: 'HANGUP',
    reason: 'The customer left or stayed silent before any usable reply.',
    attempted_at: '2026-02-22T13:30:00+03:30',
  })
})

test('the same call gives the same bytes, so a repeat can be told', () => {
  expect(panelReport(structuredClone(full), v2)).toEqual(panelReport(full, v2))
})

test('an inbound call is reported by phone, without a number id', () => {
  const inbound: CallRecord = {
    ...full,
    direction: 'inbound',
    outcome: { disposition: 'inbound_call', detail: 'not_interested' },
  }
  expect(JSON.parse(panelReport(inbound, v2)?.body ?? '')).toMatchObject({
    number_id: null,
    phone_number: '09121111111',
    status: 'INBOUND_CALL',
    reason: 'The customer said no.',
  })
})

test('a number nobody at the panel knows is reported by phone too', () => {
  const { panelId: _id, ...own } = contact
  expect(panelReport({ ...bare, contact: own }, v2)?.body).toStartWith('{"number_id":null,"phone_number":"09121111111"')
})

test('a caller who hides their number is reported all the same', () => {
  const hidden: CallRecord = { ...bare, direction: 'inbound', contact: { ...contact, phone: '' as PhoneNumber } }
  expect(panelReport(hidden, v2)?.body).toStartWith('{"number_id":null,"phone_number":"anonymous"')
})

test('the panel is asked to pause only when that is wanted', () => {
  expect(panelReport(bare, { ...v2, askToPause: true })?.body).toEndWith('"call_allowed":false}')
  expect(panelReport(bare, { ...v2, askToPause: false })?.body).not.toContain('call_allowed')
})

test('the old form has its own words', () => {
  expect(panelReport(full, v1)?.body).toBe(
    '{"contact_id":123,"status":"CONNECTED","user_message":"بله | چند؟","agent_id":7,"agent_phone":"09120000007",' +
      '"timestamp":"2026-02-22T13:30:00+03:30"}',
  )
  expect(panelReport({ ...full, direction: 'inbound' }, v1)).toBeUndefined()
})

test('a very long conversation is cut without breaking a character', () => {
  const { user_message: message } = JSON.parse(
    panelReport({ ...full, turns: [turn(`a${'😀'.repeat(3_000)}`)] }, v2)?.body ?? '',
  ) as {
    user_message: string
  }
  expect(message.length).toBe(4_000)
  expect(message.isWellFormed()).toBe(true)
})

test.each([
  ['connected', undefined, 'CONNECTED'],
  ['not_interested', undefined, 'NOT_INTERESTED'],
  ['disconnected', undefined, 'DISCONNECTED'],
  ['hangup', undefined, 'HANGUP'],
  ['no_answer', undefined, 'MISSED'],
  ['busy', undefined, 'BUSY'],
  ['power_off', undefined, 'POWER_OFF'],
  ['banned', undefined, 'BANNED'],
  ['unknown', undefined, 'UNKNOWN'],
  ['inbound_call', undefined, 'INBOUND_CALL'],
  ['inbound_call', 'stt_failure', 'INBOUND_CALL'],
  ['complained', undefined, 'COMPLAINED'],
  ['failed', undefined, 'FAILED'],
  ['failed', 'operator_failed', 'FAILED'],
  ['failed', 'recording', 'FAILED'],
  ['failed', 'vira_quota', 'FAILED'],
  ['failed', 'llm_quota', 'FAILED'],
  ['failed', 'stt_failure', 'NOT_INTERESTED'],
] as const satisfies readonly (readonly [Disposition, Reason | undefined, string])[])(
  '%p (%p) is %p to the panel',
  (disposition, reason, status) => {
    expect(panelStatus(disposition, reason)).toBe(status)
  },
)

test('every outcome has a sentence of the closed list, each short and in English', () => {
  const closed = new Set(reasonSentences)
  for (const disposition of dispositions) {
    for (const reason of [undefined, ...reasons]) {
      for (const cause of [0, 16, 17, 21, 34, 41, 42]) {
        const outcome = reason === undefined ? { disposition } : { disposition, reason }
        expect(closed).toContain(reasonSentence(outcome, { cause }))
        expect(closed).toContain(reasonSentence({ ...outcome, detail: 'a word of the scenario' }, { cause }))
      }
    }
  }
  for (const sentence of closed) expect(sentence).toMatch(/^[A-Z][ -~]{5,80}\.$/)
  expect(closed.size).toBe(reasonSentences.length)
})

test('a blocked call says what the network said', () => {
  const told = [21, 34, 42, 38].map((cause) => reasonSentence({ disposition: 'banned' }, { cause }))
  expect(told).toEqual([
    'The network rejected the call.',
    'The network had no room for the call.',
    'The network had no room for the call.',
    'The network blocked the call.',
  ])
})
