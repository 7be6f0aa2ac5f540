import { expect, test } from 'bun:test'
import { sampleRecord } from '../store/sample-record.ts'
import { barredPage, numberFound, outboxPage } from '../web/api/contract-calls.ts'
import { PaperEngine } from './paper-engine.ts'

test('a number is found however it is written, with its calls, lists and bars', () => {
  using paper = new PaperEngine()
  paper.rows.contact({ state: 'done' })
  paper.rows.attempt({ state: 'recorded' })
  paper.rows.call(sampleRecord())
  const { numbers } = paper.ports()
  expect(numbers.bar({ numbers: ['+98 935 000 0001', '۰۹۳۵۰۰۰۰۰۰۱', '09350000002'], note: 'by letter' })).toEqual({
    added: 2,
    already: 0,
  })
  for (const about of ['09350000001', '+98 935 000 0001', '۰۹۳۵ ۰۰۰ ۰۰۰۱']) {
    const found = numberFound.parse(numbers.search(about))
    expect(found).toMatchObject({
      ...{ kind: 'number', number: '09350000001' },
      calls: [{ id: 'a1', state: 'over', disposition: 'not_interested' }],
      lists: [{ source: 'panel', state: 'done' }],
      bars: [{ source: 'manual', note: 'by letter' }],
    })
  }
  expect(numbers.search('09350000003')).toMatchObject({ kind: 'unknown', advice: expect.stringContaining('never') })
  expect(numbers.search('hello')).toMatchObject({ kind: 'unknown', advice: expect.stringContaining('write') })
})

test('bars are listed, refused whole where one is no number, and taken back', () => {
  using paper = new PaperEngine()
  const { numbers } = paper.ports()
  expect(numbers.bar({ numbers: ['09350000001', 'abc', '12'] })).toEqual({ wrong: [1, 2] })
  expect(barredPage.parse(numbers.barred(10))).toEqual({ total: 0, entries: [] })
  numbers.bar({ numbers: ['09350000001', '09350000002', '09350000003'] })
  paper.rows.insert('do_not_call', { phone: '09350000001', source: 'file', since: 1, note: 'dnc.txt' })
  const first = barredPage.parse(numbers.barred(2))
  expect([first.total, first.entries.map(({ number }) => number.at(-1)), first.next]).toEqual([
    4,
    ['3', '2'],
    expect.any(String),
  ])
  expect(numbers.barred(2, first.next).entries.map(({ source }) => source)).toEqual(['manual', 'file'])
  expect(numbers.unbar('0935 000 0001')).toEqual({
    removed: 1,
    left: [{ number: '09350000001', source: 'file', since: 1, note: 'dnc.txt' }],
  })
  expect(numbers.unbar('abc')).toBeUndefined()
})

test('reports that were set aside are listed with their call, sent again, or dropped', () => {
  using paper = new PaperEngine()
  paper.rows.attempt()
  paper.rows.report({ state: 'set_aside', why: 'HTTP 422', body: '{"phone_number":"09350000001","status":"BUSY"}' })
  paper.rows.report({ key: 'alert-1', kind: 'sms.alert', state: 'set_aside', body: 'a text' })
  const { outbox } = paper.ports()
  const page = outboxPage.parse(outbox.page({ state: 'set_aside', limit: 9 }))
  expect(page.entries.map(({ kind, callId, number, status }) => [kind, callId, number, status])).toEqual([
    ['sms.alert', undefined, undefined, undefined],
    ['panel.report', 'a1', '09350000001', 'BUSY'],
  ])
  expect([outbox.resend(1), outbox.drop(2, 'old'), outbox.drop(2, 'old'), outbox.resend(99)]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
