import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fed, Feed } from '../dialer/ports.ts'
import type { Contact } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { countingIds } from '../kernel/ids.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { RememberedFeed } from './remembered-feed.ts'
import { sampleRecord } from './sample-record.ts'
import { StaticList } from './static-list.ts'
import { openStore, type Store } from './store.ts'

let dir: string
let store: Store
const clock = new TestClock()
const ids = countingIds()
const never = new AbortController().signal
const line = { number: '02155550001' }
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-feeds-'))
  store = openStore(join(dir, 'salehi.db'), clock)
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

function restart(): void {
  store[Symbol.dispose]()
  store = openStore(join(dir, 'salehi.db'), clock)
  store.recoverInterrupted()
}

function list(values: readonly string[], log: Log = silentLog): StaticList {
  return new StaticList({ contacts: store.contacts, values, country: 'IR', ids, log })
}

async function handedOut(feed: Feed, size = 10): Promise<readonly Contact[]> {
  const fed = await feed.next(size, never)
  return fed.kind === 'batch' ? fed.batch.contacts : []
}

async function phones(feed: Feed, size?: number): Promise<readonly string[]> {
  return (await handedOut(feed, size)).map(({ phone }) => phone)
}

function called(contact: Contact): void {
  const id = ids.next()
  store.contacts.dialing(id, contact, line, clock.now())
  store.recordCall(sampleRecord({ id, contact }), [])
}

test('a static list hands out every number once, in order, however it is written', async () => {
  const feed = list(['0935 000 0001', '+989350000002', '۰۹۳۵۰۰۰۰۰۰۱', '9350000003'])
  expect(await phones(feed, 2)).toEqual(['09350000001', '09350000002'])
  expect(await phones(feed, 2)).toEqual(['09350000003'])
  expect(await feed.next(2, never)).toEqual({ kind: 'finished' })
})

test('wrong numbers are told once, by position and not by number', async () => {
  const told: unknown[] = []
  const log: Log = { ...silentLog, warn: (event, _message, fields) => void told.push([event, fields]) }
  const feed = list(['12', '09350000001', 'x'], log)
  expect(feed.wrongPositions).toEqual([1, 3])
  expect(told).toEqual([['static_contacts.wrong', { positions: '1, 3' }]])
  expect(await phones(feed)).toEqual(['09350000001'])
})

test('a restart rings nobody again, and whoever was handed out but not dialled comes back', async () => {
  const [first] = await handedOut(list(['09350000001', '09350000002', '09350000003']), 2)
  called(first as Contact)
  restart()
  expect(await phones(list(['09350000001', '09350000002', '09350000003']))).toEqual(['09350000002', '09350000003'])
})

test('a number taken off the list does not ring, one added does', async () => {
  list(['09350000001', '09350000002'])
  restart()
  expect(await phones(list(['09350000002', '09350000003']))).toEqual(['09350000002', '09350000003'])
})

test('someone released stays with the dialer in this run and is not handed out beside it', async () => {
  const feed = list(['09350000001'])
  const [first] = await handedOut(feed)
  store.contacts.dialing('a1', first as Contact, line, clock.now())
  store.contacts.release((first as Contact).id)
  expect(await feed.next(1, never)).toEqual({ kind: 'finished' })
  expect(feed.settled).toBe(false)
  called(first as Contact)
  expect(feed.settled).toBe(true)
  restart()
  expect(await phones(list(['09350000001']))).toEqual([])
})

test('after a reset everyone had their call rings again, and only they', async () => {
  const feed = list(['09350000001', '09350000002', '09350000003'])
  const [one, two, three] = (await handedOut(feed)) as [Contact, Contact, Contact]
  called(one)
  called(two)
  store.contacts.dialing('a3', three, line, clock.now())
  store.contacts.release(three.id)
  expect(store.contacts.reset('static')).toBe(2)
  expect(await phones(feed)).toEqual(['09350000001', '09350000002'])
})

class Panel implements Feed {
  readonly finite = false
  readonly #answers: Fed[]
  constructor(...answers: readonly Fed[]) {
    this.#answers = [...answers]
  }
  async next(): Promise<Fed> {
    return this.#answers.shift() ?? { kind: 'batch', batch: { contacts: [] } }
  }
}

function person(n: number): Contact {
  return { id: `panel:${n}`, phone: `0935000000${n}` as PhoneNumber, source: 'panel', panelId: n, fields: {} }
}

function batch(...numbers: readonly number[]): Fed {
  return { kind: 'batch', batch: { contacts: numbers.map(person) } }
}

test("a panel's numbers survive a crash: first who was left, once the panel allows calls, and none twice", async () => {
  const before = new RememberedFeed(new Panel(batch(1, 2, 3)), store.contacts)
  expect(await phones(before)).toEqual(['09350000001', '09350000002', '09350000003'])
  called(person(1))
  store.contacts.dialing('a2', person(2), line, clock.now())
  restart()
  const closed: Fed = { kind: 'batch', batch: { contacts: [], closed: { because: 'night', retryAfterMs: 1 } } }
  const after = new RememberedFeed(new Panel(closed, batch(2, 3, 4), batch(3, 4)), store.contacts)
  expect(await phones(after)).toEqual([])
  expect(await phones(after)).toEqual(['09350000003', '09350000004'])
  expect(await phones(after)).toEqual([])
})
