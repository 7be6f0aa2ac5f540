import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import type { Progress } from '../session/ports.ts'
import { openDatabase } from './database.ts'
import { StoredLiveCalls } from './live-calls.ts'
import { sampleRecord } from './sample-record.ts'
import { Store } from './store.ts'

/** A store in a folder of its own, and what is live in it. */
function kept() {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-live-'))
  const db = openDatabase(join(folder, 'salehi.db'))
  const store = new Store(db, systemClock)
  return {
    store,
    live: new StoredLiveCalls(db),
    [Symbol.dispose]() {
      store[Symbol.dispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

function progressOf(id: string, over: Partial<Progress> = {}): Progress {
  const { endedAt: at, endedBy: _by, hangup: _hangup, ...soFar } = sampleRecord({ id })
  return { at, soFar, ...over }
}

test('the last word on a call that is up is kept as it was said, and outlives everything but its record', () => {
  using it = kept()
  const joined = { bridgeId: 'bridge', operatorLegId: 'operator' }
  it.live.note(progressOf('a1'))
  it.live.note(progressOf('a2'))
  it.live.note(progressOf('a1', { at: 5.4, joined, yesAt: 7 }))
  expect(it.live.all()).toEqual([progressOf('a1', { at: 5.4, joined, yesAt: 7 }), progressOf('a2')])
  expect(['a1', 'operator', 'a2', 'bridge', 'x'].filter((id) => it.live.keeps(id))).toEqual([
    'a1',
    'operator',
    'a2',
    'bridge',
  ])
  expect(it.store.recordCall(sampleRecord({ id: 'a1', direction: 'inbound' }), [])).toBe(true)
  expect(it.live.all()).toEqual([progressOf('a2')])
  it.live.note(progressOf('a1')) // a word that comes too late
  expect(it.live.all().map(({ soFar }) => soFar.id)).toEqual(['a2'])
  expect(['a1', 'operator'].filter((id) => it.live.keeps(id))).toEqual([])
})

test('calls that are up are told of in the order they began', () => {
  using it = kept()
  const { soFar } = progressOf('a3')
  it.live.note(progressOf('a1', { soFar: { ...soFar, id: 'late', attemptedAt: soFar.attemptedAt + 1 } }))
  it.live.note(progressOf('a2', { soFar: { ...soFar, id: 'early' } }))
  expect(it.live.all().map((each) => each.soFar.id)).toEqual(['early', 'late'])
})
