import { expect, test } from 'bun:test'
import { SampleRows, sampleNow } from './sample-rows.ts'
import { Tally } from './tally.ts'

test('an empty store has an empty queue', () => {
  using rows = new SampleRows()
  const tally = new Tally(rows.db)
  expect(tally.queue(sampleNow)).toEqual({ waiting: 0, onPhone: 0, setAside: 0, done: 0, dueNow: 0, sources: [] })
  expect([tally.outbox(), tally.incidents()]).toEqual([{ waiting: 0, setAside: 0 }, []])
})

test('the queue counts every contact once: by state, by source, each imported file for itself', () => {
  using rows = new SampleRows()
  for (const id of [1, 2])
    rows.insert('imports', { id, file: `list-${id}.csv`, at: sampleNow, rows: 3, taken: 3, ready_at: sampleNow })
  const contacts = [
    { source: 'panel', state: 'waiting', due_at: sampleNow },
    { source: 'panel', state: 'waiting', due_at: sampleNow + 1 },
    { source: 'panel', state: 'reserved' },
    { source: 'static', state: 'done' },
    { source: 'import', import_id: 1, state: 'waiting', due_at: sampleNow + 500 },
    { source: 'import', import_id: 1, state: 'set_aside' },
    { source: 'import', import_id: 2, state: 'done' },
  ]
  for (const [nth, contact] of contacts.entries()) {
    rows.contact({ id: `k${nth}`, phone: `0935000000${nth}`, panel_id_json: String(nth), ...contact })
  }
  expect(new Tally(rows.db).queue(sampleNow)).toEqual({
    waiting: 3,
    onPhone: 1,
    setAside: 1,
    done: 2,
    dueNow: 1,
    nextDueAt: sampleNow + 1,
    sources: [
      { source: 'panel', waiting: 2, onPhone: 1, setAside: 0, done: 0 },
      { source: 'static', waiting: 0, onPhone: 0, setAside: 0, done: 1 },
      { source: 'import', import: { id: 2, file: 'list-2.csv' }, waiting: 0, onPhone: 0, setAside: 0, done: 1 },
      { source: 'import', import: { id: 1, file: 'list-1.csv' }, waiting: 1, onPhone: 0, setAside: 1, done: 0 },
    ],
  })
})

test('people of a list that is being read in, or was taken back, wait for nothing', () => {
  using rows = new SampleRows()
  rows.insert('imports', { id: 1, file: 'list.csv', at: sampleNow, rows: 2, taken: 2, undone_at: sampleNow })
  rows.contact({ id: 'k1', source: 'import', import_id: 1 })
  rows.contact({ id: 'k2', source: 'import', import_id: 1, phone: '09350000002', state: 'done' })
  const { waiting, dueNow, done } = new Tally(rows.db).queue(sampleNow)
  expect([waiting, dueNow, done]).toEqual([0, 0, 1])
})

test('reports that were delivered are owed no more; incidents that are over are not told of', () => {
  using rows = new SampleRows()
  rows.report({ key: 'a1' })
  rows.report({ key: 'a2', state: 'waiting', created_at: 5 })
  rows.report({ key: 'a3', state: 'waiting', created_at: 3 })
  rows.report({ key: 'a4', state: 'set_aside', created_at: 1 })
  rows.insert('incidents', { kind: 'disk', because: 'full', opened_at: 1, closed_at: 2 })
  rows.insert('incidents', { kind: 'trunk', because: 'down', opened_at: 3 })
  const tally = new Tally(rows.db)
  expect(tally.outbox()).toEqual({ waiting: 2, setAside: 1, oldestAt: 3 })
  expect(tally.incidents()).toEqual([{ kind: 'trunk', because: 'down', openedAt: 3 }])
})

test('a long list is counted in slices, and the sums are the same', () => {
  using rows = new SampleRows()
  rows.insert('imports', { id: 1, file: 'a.csv', at: 1, rows: 1, taken: 1, ready_at: 2 })
  rows.db.transaction(() => {
    for (let n = 0; n < 45_000; n++) {
      rows.contact({
        id: `k${n}`,
        phone: String(n),
        source: 'import',
        import_id: 1,
        due_at: n % 2 === 0 ? 0 : sampleNow + n,
      })
    }
    for (let n = 0; n < 40_000; n++) rows.contact({ id: `d${n}`, source: 'static', phone: `s${n}`, state: 'done' })
  })()
  const tally = new Tally(rows.db)
  const slices = [...tally.queueSlices(sampleNow)]
  expect(slices.length).toBeGreaterThanOrEqual(5)
  expect(tally.queue(sampleNow)).toEqual({
    ...{ waiting: 45_000, onPhone: 0, setAside: 0, done: 40_000, dueNow: 22_500, nextDueAt: sampleNow + 1 },
    sources: [
      { source: 'static', waiting: 0, onPhone: 0, setAside: 0, done: 40_000 },
      { source: 'import', import: { id: 1, file: 'a.csv' }, waiting: 45_000, onPhone: 0, setAside: 0, done: 0 },
    ],
  })
})
