import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../kernel/test-clock.ts'
import type { StoredOutbox } from './outbox.ts'
import { openStore, type Store } from './store.ts'

let dir: string
let store: Store
let outbox: StoredOutbox
const clock = new TestClock()
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-outbox-'))
  store = openStore(join(dir, 'salehi.db'), clock)
  outbox = store.outbox
  for (const key of ['a1', 'a2', 'a3', 'a4']) outbox.owe({ kind: 'panel.report', key, body: `{"of":"${key}"}` })
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

const next = (after?: number): number | undefined => outbox.next('panel.report', clock.now(), after)?.id

test('rows of a kind come one by one, in order, and only when their time has come', () => {
  expect([next(), next(1), next(4)]).toEqual([1, 2, undefined])
  outbox.postpone(1, clock.now() + 1_000, 'down')
  expect(next()).toBe(2)
  expect(outbox.next('sms.alert', clock.now())).toBeUndefined()
})

test('what a person drops is not sent, stays on record, and may be sent after all', () => {
  outbox.setAside(2, 'HTTP 422')
  expect([outbox.drop(1, 'by hand'), outbox.drop(2, 'by hand'), outbox.drop(99, 'by hand')]).toEqual([
    true,
    true,
    false,
  ])
  expect(next()).toBe(3)
  expect(outbox.counts()).toMatchObject({ waiting: 2, setAside: 0 })
  expect(outbox.page(['dropped'], 9).map(({ id, why }) => [id, why])).toEqual([
    [1, 'by hand'],
    [2, 'by hand'],
  ])
  expect(outbox.drop(1, 'again')).toBe(false)
  expect(outbox.resend(1)).toBe(true)
  expect(next()).toBe(1)
})

test('what was delivered while it was dropped was delivered, and is never sent again', () => {
  outbox.drop(1, 'by hand')
  outbox.delivered(1)
  expect(outbox.find(1)).toMatchObject({ state: 'delivered' })
  expect([outbox.resend(1), outbox.drop(1, 'by hand')]).toEqual([false, false])
})

test('those set aside are sent again some at a time, under the keys they had', () => {
  for (const id of [1, 2, 4]) outbox.setAside(id, 'HTTP 422')
  expect([outbox.restoreSetAside(2), outbox.restoreSetAside(2), outbox.restoreSetAside(2)]).toEqual([2, 1, 0])
  expect(outbox.due(clock.now(), 9).map(({ key }) => key)).toEqual(['a1', 'a2', 'a3', 'a4'])
})

test('the outbox is read page by page', () => {
  outbox.delivered(1)
  const all = ['waiting', 'set_aside', 'delivered', 'dropped'] as const
  expect(outbox.page(all, 2).map(({ id }) => id)).toEqual([1, 2])
  expect(outbox.page(all, 9, 2).map(({ id }) => id)).toEqual([3, 4])
  expect(outbox.page(['waiting'], 1, 2).map(({ id }) => id)).toEqual([3])
})
