import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contact } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { sampleRecord } from './sample-record.ts'
import { openStore, type Store } from './store.ts'

let dir: string
let store: Store
let clock: TestClock
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-store-'))
  clock = new TestClock()
  store = openStore(join(dir, 'salehi.db'), clock)
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

function reopen(): void {
  store[Symbol.dispose]()
  store = openStore(join(dir, 'salehi.db'), clock)
}

function person(n: number): Contact {
  return { id: `panel:${n}`, phone: `0935000000${n}` as PhoneNumber, source: 'panel', panelId: n, fields: {} }
}

const report = { kind: 'panel.report', key: 'a1', body: '{"status":"NOT_INTERESTED"}' } as const

test('a call comes back from the store exactly as it was recorded', () => {
  store.recordCall(sampleRecord(), [])
  reopen()
  expect(store.calls.find('a1')).toEqual(sampleRecord())
  expect(store.calls.find('a2')).toBeUndefined()
})

test('one record means one call, its contact done, and one report owed, whatever is repeated', () => {
  store.lists.admit([sampleRecord().contact])
  expect(store.recordCall(sampleRecord(), [report])).toBe(true)
  expect(
    store.recordCall(sampleRecord({ outcome: { disposition: 'connected' } }), [{ ...report, body: 'other' }]),
  ).toBe(false)
  expect(store.calls.find('a1')?.outcome.disposition).toBe('not_interested')
  expect(store.contacts.state('k1')).toBe('done')
  expect(store.outbox.due(clock.now(), 10).map(({ body }) => body)).toEqual([report.body])
})

test('a record that cannot be written whole is not written at all', () => {
  const broken = { ...report, body: undefined as unknown as string }
  expect(() => store.recordCall(sampleRecord(), [report, { ...broken, key: 'a2' }])).toThrow()
  expect(store.calls.find('a1')).toBeUndefined()
  expect(store.outbox.counts()).toEqual({ waiting: 0, setAside: 0 })
})

test('a report is due in order, put off, given up, brought back, and never due once delivered', () => {
  for (const key of ['a1', 'a2', 'a3']) store.outbox.owe({ ...report, key })
  const [first, second, third] = store.outbox.due(clock.now(), 10)
  store.outbox.delivered(first!.id)
  store.outbox.postpone(second!.id, clock.now() + 1_000.4, 'time out')
  store.outbox.setAside(third!.id, 'refused: 422')
  expect(store.outbox.due(clock.now(), 10)).toEqual([])
  expect(store.outbox.due(clock.now() + 1_001, 10)).toEqual([{ ...report, id: second!.id, key: 'a2', attempts: 1 }])
  expect(store.outbox.counts()).toEqual({ waiting: 1, setAside: 1, oldestAt: clock.now() })
  expect(store.outbox.setAsideEntries(10).map(({ key, why }) => [key, why])).toEqual([['a3', 'refused: 422']])
  store.outbox.restore(third!.id)
  store.outbox.restore(first!.id)
  reopen()
  expect(store.outbox.due(clock.now() + 5_000, 10).map(({ key }) => key)).toEqual(['a2', 'a3'])
})

test('who asked never to be called again is barred until somebody takes it back', () => {
  const phone = person(1).phone
  store.recordCall(sampleRecord({ contact: person(1), outcome: { disposition: 'complained' } }), [])
  expect(store.doNotCall.has(phone)).toBe(true)
  store.doNotCall.remove(phone)
  expect(store.doNotCall.has(phone)).toBe(false)
})

test('who asks it in a call of their own is barred too; one who hides the number cannot be', () => {
  const asked = { disposition: 'inbound_call', detail: 'complained' } as const
  store.recordCall(sampleRecord({ direction: 'inbound', contact: person(1), outcome: asked }), [])
  store.recordCall(
    sampleRecord({ id: 'a2', direction: 'inbound', contact: person(2), outcome: { ...asked, detail: 'hangup' } }),
    [],
  )
  const hidden = { ...person(3), phone: '' as never }
  store.recordCall(sampleRecord({ id: 'a3', direction: 'inbound', contact: hidden, outcome: asked }), [])
  expect([person(1), person(2), hidden].map(({ phone }) => store.doNotCall.has(phone))).toEqual([true, false, false])
})

test('the summary has one line a call: number, scenario, what was said, outcome, times', () => {
  const { answeredAt: _answered, scenario: _scenario, ...plain } = sampleRecord({ id: 'a2', turns: [], trace: [] })
  const late = { ...plain, attemptedAt: plain.attemptedAt + 1, outcome: { disposition: 'busy' } as const }
  store.recordCall(late, [])
  store.recordCall(sampleRecord(), [])
  const at = sampleRecord().attemptedAt
  expect(store.calls.summary(at)).toEqual([
    {
      id: 'a1',
      direction: 'outbound',
      phone: '09350000001',
      scenario: 'sina',
      transcripts: ['بله؟', 'نه'],
      outcome: { disposition: 'not_interested' },
      attemptedAt: at,
      durationMs: 20_000,
      talkMs: 15_000,
    },
    {
      id: 'a2',
      direction: 'outbound',
      phone: '09350000001',
      transcripts: [],
      outcome: { disposition: 'busy' },
      attemptedAt: at + 1,
      durationMs: 19_999,
    },
  ])
  expect(store.calls.summary(at + 20_001)).toEqual([])
})
