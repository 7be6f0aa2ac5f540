import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { openDatabase } from './database.ts'
import type { BarredPlace } from './do-not-call.ts'
import { migrations } from './migrations.ts'
import { openStore, type Store } from './store.ts'

let dir: string
let store: Store
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-dnc-'))
  store = openStore(join(dir, 'salehi.db'), new TestClock())
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

const phone = (n: number): PhoneNumber => `0912${String(n).padStart(7, '0')}` as PhoneNumber
const files = (fingerprint: string, ...phones: readonly PhoneNumber[]) => ({
  fingerprint,
  numbers: () => phones.map((each) => ({ phone: each, file: 'list.csv' })),
})

test('a number stays barred until every source that barred it has taken it back', () => {
  const list = store.doNotCall
  list.add(phone(1), 100.4, 'call-1')
  list.add(phone(1), 900, 'call-2')
  expect(list.enter([phone(1), phone(2)], 200, 'asked by e-mail')).toBe(2)
  expect(list.enter([phone(2)], 300)).toBe(0)
  expect(list.replaceFiles(files('one', phone(1)), 400)).toBe(1)
  expect(list.reasons(phone(1))).toEqual([
    { phone: phone(1), source: 'spoken', since: 100, callId: 'call-1' },
    { phone: phone(1), source: 'manual', since: 200, note: 'asked by e-mail' },
    { phone: phone(1), source: 'file', since: 400, note: 'list.csv' },
  ])
  expect(list.remove(phone(1))).toBe(2)
  expect(list.has(phone(1))).toBe(true)
  expect(list.replaceFiles(files('two'), 500)).toBe(0)
  expect([phone(1), phone(2)].map((each) => list.has(each))).toEqual([false, true])
  expect(list.reasons(phone(2))).toEqual([{ phone: phone(2), source: 'manual', since: 200, note: 'asked by e-mail' }])
})

test("a company's files are put in place as a whole, once for each content", () => {
  const list = store.doNotCall
  expect(list.replaceFiles(files('one', phone(1), phone(2), phone(2)), 100)).toBe(2)
  expect(list.replaceFiles(files('one', phone(9)), 200)).toBeUndefined()
  expect(list.replaceFiles(files('two', phone(2), phone(3)), 300)).toBe(2)
  expect([1, 2, 3, 9].map((n) => list.has(phone(n)))).toEqual([false, true, true, false])
  const broken = {
    fingerprint: 'three',
    *numbers() {
      yield { phone: phone(4), file: 'list.csv' }
      throw new Error('row 2 is no number')
    },
  }
  expect(() => list.replaceFiles(broken, 400)).toThrow('row 2')
  expect([2, 3, 4].map((n) => list.has(phone(n)))).toEqual([true, true, false])
  expect(list.replaceFiles(files('two'), 500)).toBeUndefined()
})

test('the list is read page by page, the oldest first, each entry once', () => {
  const list = store.doNotCall
  for (let n = 1; n <= 7; n++) list.enter([phone(n)], n < 4 ? 100 : 50 * n)
  list.add(phone(1), 100)
  const seen: string[] = []
  for (let after: BarredPlace | undefined; ; ) {
    const page = list.page(3, after)
    seen.push(...page.map((entry) => `${entry.phone} ${entry.source}`))
    after = page.at(-1)
    if (page.length < 3 || after === undefined) break
  }
  expect(seen).toEqual([
    `${phone(1)} manual`,
    `${phone(1)} spoken`,
    ...[2, 3, 4, 5, 6, 7].map((n) => `${phone(n)} manual`),
  ])
})

test('those who asked for it under an earlier release still have asked for it', () => {
  const path = join(dir, 'old.db')
  const old = openDatabase(path, migrations.slice(0, 1))
  old.run("INSERT INTO do_not_call (phone, since, call_id) VALUES ('09120000001', 77, 'call-1')")
  old.run(`INSERT INTO outbox (id, kind, key, body, state, attempts, due_at, created_at, changed_at)
    VALUES (5, 'panel.report', 'a1', '{}', 'waiting', 3, 1, 2, 3)`)
  old.close()
  using now = openStore(path, new TestClock())
  expect(now.doNotCall.reasons(phone(1))).toEqual([{ phone: phone(1), source: 'spoken', since: 77, callId: 'call-1' }])
  expect(now.outbox.page(['waiting'], 9)).toEqual([
    {
      id: 5,
      kind: 'panel.report',
      key: 'a1',
      body: '{}',
      attempts: 3,
      state: 'waiting',
      createdAt: 2,
      changedAt: 3,
      dueAt: 1,
    },
  ])
})
