import { expect, test } from 'bun:test'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { History } from './history.ts'
import { sampleRecord } from './sample-record.ts'
import { SampleRows, sampleNow } from './sample-rows.ts'

const phone = '09350000001'

test('a number nobody knows has no history', () => {
  using rows = new SampleRows()
  expect(new History(rows.db).ofNumber(phone)).toBeUndefined()
})

test('a number has its places on lists, its attempts in order, its reports, and its bar', () => {
  using rows = new SampleRows()
  rows.insert('imports', { id: 3, file: 'march.csv', at: 5, rows: 1, taken: 1, undone_at: 9 })
  rows.contact({ state: 'done', report_key: 'barred-1' })
  rows.contact({
    id: 'k2',
    source: 'import',
    import_id: 3,
    zone: 'Asia/Tehran',
    technical: 2,
    because: 'busy',
    due_at: 8,
  })
  rows.attempt({ id: 'a2', dialled_at: sampleNow + 5, contact_id: 'k2', scenario_json: null })
  rows.attempt({ state: 'recorded' })
  rows.call(sampleRecord())
  rows.call(sampleRecord({ id: 'a0', direction: 'inbound', attemptedAt: sampleNow - 5 }))
  rows.report()
  rows.report({ key: 'barred-1', state: 'waiting', why: 'the panel is away', attempts: 2 })
  rows.report({ key: 'another' })
  rows.insert('do_not_call', { phone, since: 7, call_id: 'a1', source: 'spoken', note: 'angry' })
  rows.insert('do_not_call', { phone, since: 8, source: 'file' })
  const known = new History(rows.db).ofNumber(phone)!
  expect(known.contacts).toMatchObject([
    { id: 'k1', source: 'panel', panelId: 7, state: 'done', reportKey: 'barred-1' },
    {
      id: 'k2',
      zone: 'Asia/Tehran',
      technical: 2,
      because: 'busy',
      import: { id: 3, file: 'march.csv', at: 5, open: false, undoneAt: 9 },
    },
  ])
  expect(known.attempts.map(({ id, state, scenario }) => [id, state, scenario])).toEqual([
    ['a0', 'recorded', 'sina'],
    ['a1', 'recorded', 'sina'],
    ['a2', 'open', undefined],
  ])
  expect(known.attempts[1]?.call).toEqual(sampleRecord())
  expect(known.reports.map(({ key, state, why }) => [key, state, why])).toEqual([
    ['a1', 'delivered', undefined],
    ['barred-1', 'waiting', 'the panel is away'],
  ])
  expect(known.bars).toEqual([
    { since: 7, callId: 'a1', source: 'spoken', note: 'angry' },
    { since: 8, source: 'file' },
  ])
})

test('a call that is up is known as far as it was written down', () => {
  using rows = new SampleRows()
  rows.attempt()
  const { turns, answeredAt } = sampleRecord()
  rows.insert('live_calls', { id: 'a1', at: 9, progress_json: JSON.stringify({ soFar: { turns, answeredAt } }) })
  const [attempt] = new History(rows.db).ofNumber(phone)?.attempts ?? []
  expect(attempt?.progress).toEqual({ at: 9, known: { turns, answeredAt: answeredAt as number } })
})

test('the number of a call that is up is found, whoever rang whom', () => {
  using rows = new SampleRows()
  rows.attempt()
  const contact = { id: 'c', phone: '09350000009' as PhoneNumber, source: 'manual', fields: {} }
  rows.insert('live_calls', { id: 'in1', at: 9, progress_json: JSON.stringify({ soFar: { contact } }) })
  const history = new History(rows.db)
  expect(['a1', 'in1', 'nobody'].map((id) => history.phoneOf(id))).toEqual([phone, '09350000009', undefined])
})

test('calls are found by how their ids begin, each once', () => {
  using rows = new SampleRows()
  rows.attempt({ id: 'abcd0001', state: 'recorded' })
  rows.call(sampleRecord({ id: 'abcd0001' }))
  rows.call(sampleRecord({ id: 'abcd0002', direction: 'inbound', attemptedAt: sampleNow + 1 }))
  rows.attempt({ id: 'abce0001' })
  const ids = (begin: string): readonly string[] => new History(rows.db).callsLike(begin, 10).map(({ id }) => id)
  expect(ids('abcd')).toEqual(['abcd0001', 'abcd0002'])
  expect(ids('abce0001')).toEqual(['abce0001'])
  expect(ids('ab%')).toEqual([])
})

test('a number rung without end is told of by its latest calls', () => {
  using rows = new SampleRows()
  for (let nth = 0; nth < 250; nth++) rows.attempt({ id: `a${nth}`, dialled_at: nth, contact_id: `k${nth}` })
  const attempts = new History(rows.db).ofNumber(phone)?.attempts ?? []
  expect([attempts.length, attempts[0]?.id, attempts.at(-1)?.id]).toEqual([200, 'a50', 'a249'])
})
