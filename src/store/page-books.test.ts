import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { StoredAudit } from './audit.ts'
import { barredCount, barredPage, incidentsPage, openIncidents, outboxPage } from './pages.ts'
import { SampleRows, sampleNow } from './sample-rows.ts'
import { ScenarioTexts } from './scenario-texts.ts'
import { StoredSessions } from './sessions.ts'

const session = { key: 'k', role: 'viewer', seal: 's', openedAt: 10, usedAt: 10 } as const

test('a session is there until it is closed, unused or old', () => {
  using rows = new SampleRows()
  const sessions = new StoredSessions(rows.db)
  sessions.open(session)
  sessions.open({ ...session, key: 'other', openedAt: 50, usedAt: 60 })
  sessions.used('k', 40)
  expect(sessions.find('k')).toEqual({ ...session, usedAt: 40 })
  sessions.sweep(40, 10)
  expect(sessions.find('k')).toBeDefined()
  sessions.sweep(41, 10)
  expect([sessions.find('k'), sessions.find('other')?.usedAt]).toEqual([undefined, 60])
  sessions.sweep(0, 51)
  expect(sessions.find('other')).toBeUndefined()
  sessions.open(session)
  sessions.close('k')
  expect(sessions.find('k')).toBeUndefined()
})

test('the audit is read from its end, and forgets with the retention', async () => {
  using rows = new SampleRows()
  const clock = new TestClock()
  const audit = new StoredAudit(rows.db, clock)
  const by = { role: 'admin', access: 'session', from: '10.0.0.1', outcome: 'done' }
  for (const action of ['a', 'b', 'c']) {
    audit.write({ ...by, action, ...(action === 'b' ? { about: 'x'.repeat(500) } : {}) })
    await clock.advance(1_000)
  }
  const first = audit.page({ limit: 2 })
  expect(first.entries.map(({ action, about }) => [action, about?.length])).toEqual([
    ['c', undefined],
    ['b', 300],
  ])
  const second = audit.page({ limit: 2, ...(first.next === undefined ? {} : { before: first.next }) })
  expect([second.entries.map(({ action }) => action), second.next]).toEqual([['a'], undefined])
})

test('the text a call walked stays when the scenario is changed', () => {
  using rows = new SampleRows()
  const texts = new ScenarioTexts(rows.db)
  const text = { hash: 'h1', name: 'sina', file: 'sina.yaml', source: 'old' }
  texts.keep([text])
  texts.keep([{ ...text, hash: 'h2', source: 'new' }, text])
  expect([texts.find('h1')?.source, texts.find('h2')?.source, texts.find('h3')]).toEqual(['old', 'new', undefined])
})

test('what stopped dialing is listed newest first, and what is not over apart', () => {
  using rows = new SampleRows()
  rows.insert('incidents', { kind: 'disk', because: 'full', opened_at: 1, closed_at: 2 })
  rows.insert('incidents', { kind: 'trunk', because: 'down', opened_at: 3 })
  expect(incidentsPage(rows.db, { limit: 9 })).toEqual([
    { id: 2, kind: 'trunk', because: 'down', openedAt: 3 },
    { id: 1, kind: 'disk', because: 'full', openedAt: 1, closedAt: 2 },
  ])
  expect(incidentsPage(rows.db, { limit: 9, before: 2 }).map(({ id }) => id)).toEqual([1])
  expect(openIncidents(rows.db).map(({ id }) => id)).toEqual([2])
})

test('reports are listed by state, newest first', () => {
  using rows = new SampleRows()
  for (const [key, state] of [
    ['a', 'set_aside'],
    ['b', 'delivered'],
    ['c', 'set_aside'],
  ] as const)
    rows.report({ key, state })
  expect(outboxPage(rows.db, { state: 'set_aside', limit: 9 }).map(({ key }) => key)).toEqual(['c', 'a'])
  expect(outboxPage(rows.db, { state: 'set_aside', limit: 9, before: 3 }).map(({ key }) => key)).toEqual(['a'])
  expect(outboxPage(rows.db, { state: 'dropped', limit: 9 })).toEqual([])
})

test('the do-not-call list is read from its latest entry, page by page, each once', () => {
  using rows = new SampleRows()
  const entries = ['1', '2', '3', '4', '5'].map((phone, n) => ({
    phone,
    source: 'manual',
    since: sampleNow + (n >> 1),
  }))
  for (const entry of entries) rows.insert('do_not_call', entry)
  const seen: string[] = []
  for (let page = barredPage(rows.db, 2); page.length > 0; page = barredPage(rows.db, 2, page.at(-1))) {
    seen.push(...page.map(({ phone }) => phone))
  }
  expect([seen, barredCount(rows.db)]).toEqual([['5', '4', '3', '2', '1'], 5])
})
