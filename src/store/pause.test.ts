import { expect, test } from 'bun:test'
import { openDatabase } from './database.ts'
import { Pause } from './pause.ts'
import { openReadOnly } from './read-only.ts'
import { SampleRows } from './sample-rows.ts'

test('a pause holds over a restart, until it is ended', () => {
  using rows = new SampleRows()
  const pause = new Pause(rows.db)
  expect(pause.get()).toBeUndefined()
  pause.set('lunch', 1_000.4)
  using again = openDatabase(rows.path)
  expect(new Pause(again).get()).toEqual({ because: 'lunch', since: 1_000 })
  new Pause(again).clear()
  expect(pause.get()).toBeUndefined()
})

test('who pauses what is paused gives a new reason, not a new beginning', () => {
  using rows = new SampleRows()
  const pause = new Pause(rows.db)
  pause.set('lunch', 1_000)
  pause.set('the trunk', 2_000)
  expect(pause.get()).toEqual({ because: 'the trunk', since: 1_000 })
})

test('the store can be looked into beside its writer, and nothing can be written that way', () => {
  using rows = new SampleRows()
  using db = openReadOnly(rows.path)!
  new Pause(rows.db).set('lunch', 1_000)
  expect(new Pause(db).get()?.because).toBe('lunch')
  expect(() => new Pause(db).clear()).toThrow('readonly')
})

test('where nothing was ever kept there is nothing to look into; what another version wrote is told as such', () => {
  using rows = new SampleRows()
  expect(openReadOnly(`${rows.folder}/other.db`)).toBeUndefined()
  rows.db.run('PRAGMA user_version = 1')
  expect(() => openReadOnly(rows.path)).toThrow('written by an older salehi')
  rows.db.run('PRAGMA user_version = 99')
  expect(() => openReadOnly(rows.path)).toThrow('written by a newer salehi')
})
