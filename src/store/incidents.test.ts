import type { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Incident } from '../dialer/ports.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { openDatabase } from './database.ts'
import { Incidents } from './incidents.ts'
import { StoredOutbox } from './outbox.ts'

const clock = new TestClock()
const spent = { kind: 'recogniser', because: 'its account is empty', openedAt: 1_000.4 } as const
const alert = ({ id }: Pick<Incident, 'id'>): readonly Outgoing[] => [
  { kind: 'sms.alert', key: `incident-${id}`, body: '{}' },
]

let dir: string
let db: Database
let outbox: StoredOutbox
let incidents: Incidents
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-incidents-'))
  reopen()
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

function reopen(): void {
  db = openDatabase(join(dir, 'salehi.db'))
  outbox = new StoredOutbox(db, clock)
  incidents = new Incidents(db, outbox)
}

const owed = (): readonly string[] => outbox.due(clock.now(), 10).map(({ key }) => key)

test('an incident is written with what is owed for it, and is there after a restart', () => {
  expect(incidents.open(spent, alert)).toEqual({ ...spent, id: 1 })
  db.close()
  reopen()
  expect(incidents.openIncidents()).toEqual([{ ...spent, openedAt: 1_000, id: 1 }])
  expect(owed()).toEqual(['incident-1'])
})

test('one that is open already is not written a second time, and nothing more is owed for it', () => {
  incidents.open(spent, alert)
  expect(incidents.open({ ...spent, because: 'again', openedAt: 2_000 }, alert)).toMatchObject({
    id: 1,
    openedAt: 1_000,
  })
  expect(incidents.open({ ...spent, kind: 'llm' }, alert)).toMatchObject({ id: 2 })
  expect([incidents.openIncidents().length, owed()]).toEqual([2, ['incident-1', 'incident-2']])
})

test('a closed one is over; the next of its kind is a new one', () => {
  const { id } = incidents.open(spent, alert)
  const over: readonly Outgoing[] = [{ kind: 'sms.alert', key: 'over', body: '{}' }]
  incidents.close(id, 5_000, over)
  incidents.close(id, 9_000, [{ kind: 'sms.alert', key: 'over twice', body: '{}' }])
  expect(incidents.openIncidents()).toEqual([])
  expect(db.query('SELECT closed_at FROM incidents').get()).toEqual({ closed_at: 5_000 })
  expect(incidents.open(spent, alert)).toMatchObject({ id: 2 })
  expect(owed()).toEqual(['incident-1', 'over', 'incident-2'])
})

test('what cannot be owed is not written either', () => {
  const failing = (): never => {
    throw new Error('no')
  }
  expect(() => incidents.open(spent, failing)).toThrow('no')
  expect([incidents.openIncidents(), owed()]).toEqual([[], []])
})
