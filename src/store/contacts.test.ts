import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contact, ContactSource } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { countingIds } from '../kernel/ids.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { sampleRecord } from './sample-record.ts'
import { listStaticContacts } from './static-list.ts'
import { openStore, type Store } from './store.ts'

let dir: string
let store: Store
let clock: TestClock
const ids = countingIds()
const sources: readonly ContactSource[] = ['panel', 'static', 'import']
const line = { number: '02155550001', panelId: 3 }
const report = { kind: 'panel.report', key: 'a1', body: '{"status":"NOT_INTERESTED"}' } as const
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-contacts-'))
  clock = new TestClock()
  store = openStore(join(dir, 'salehi.db'), clock)
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

function reopen(): void {
  store[Symbol.dispose]()
  store = openStore(join(dir, 'salehi.db'), clock)
}

function person(n: number): Contact {
  return { id: `panel:${n}`, phone: `0935000000${n}` as PhoneNumber, source: 'panel', panelId: n, fields: {} }
}

function next(): string | undefined {
  return store.contacts.next(clock.now(), sources)?.contact.phone
}

/** Takes the next contact and gives the order to dial. */
function dial(id: string, permitted = true): Contact {
  const due = store.contacts.next(clock.now(), sources)
  if (due === undefined) throw new Error('nobody is due')
  const scenario = { name: 'sina', hash: 'h' }
  store.contacts.dialing({ id, contact: due.contact, line, scenario, at: clock.now() }, () => permitted)
  return due.contact
}

function listStatic(values: readonly string[], log: Log = silentLog): void {
  listStaticContacts({ lists: store.lists, values, country: 'IR', ids, log })
}

test("a panel's number does not ring again while its attempt or its report is open, and does once that is acknowledged", () => {
  expect(store.lists.admit([person(1), person(2)])).toBe(2)
  expect(store.lists.admit([person(1), person(3)])).toBe(1)
  dial('a1')
  expect(store.lists.admit([person(1)])).toBe(0)
  store.recordCall(sampleRecord({ contact: person(1) }), [report])
  expect(store.lists.admit([person(1)])).toBe(0)
  const [owed] = store.outbox.due(clock.now(), 1)
  store.outbox.setAside(owed!.id, 'refused')
  expect(store.lists.admit([person(1)])).toBe(0)
  store.outbox.restore(owed!.id)
  store.outbox.delivered(owed!.id)
  expect(store.lists.admit([person(1)])).toBe(1)
  expect([next(), next(), next(), next()]).toEqual([...[1, 2, 3].map((n) => String(person(n).phone)), undefined])
})

test("a panel's number that was given up may come again once the panel knows", () => {
  store.lists.admit([person(1)])
  next()
  store.contacts.setAside('panel:1', 'on the do-not-call list', [report])
  expect(store.lists.admit([person(1)])).toBe(0)
  store.outbox.delivered(store.outbox.due(clock.now(), 1)[0]!.id)
  expect(store.lists.admit([person(1)])).toBe(1)
})

test('a panel that writes an id as a number and later as text means the same one', () => {
  expect(store.lists.admit([person(7), { ...person(7), panelId: '7' }])).toBe(1)
  store.recordCall(sampleRecord({ contact: dial('a1') }), [])
  expect(store.lists.admit([{ ...person(7), panelId: '7' }])).toBe(1)
  expect(store.contacts.next(clock.now(), sources)?.contact.panelId).toBe('7')
})

test('nobody is dialled who is not in our hands, twice at once, or against the last word', () => {
  store.lists.admit([person(1)])
  const start = { id: 'a1', contact: person(1), line, scenario: undefined, at: clock.now() }
  expect(store.contacts.dialing(start, () => true)).toBe(false)
  next()
  expect(store.contacts.dialing(start, () => false)).toBe(false)
  expect(store.attempts.open()).toEqual([])
  expect(store.contacts.dialing(start, () => true)).toBe(true)
  expect(store.contacts.dialing({ ...start, id: 'a2' }, () => true)).toBe(false)
  store.recordCall(sampleRecord({ contact: person(1) }), [])
  expect(store.contacts.dialing({ ...start, id: 'a2' }, () => true)).toBe(false)
})

test('contacts are handed out in the order they fall due, and none before', async () => {
  store.lists.admit([person(1), person(2)])
  await clock.advance(1_000)
  listStatic(['09350000005'])
  expect(next()).toBe(person(1).phone)
  store.contacts.postpone('panel:1', clock.now() + 60_000, 'was called once today already')
  expect([next(), next(), next()]).toEqual([person(2).phone, '09350000005', undefined])
  expect(store.contacts.nextDueAt(sources)).toBe(clock.now() + 60_000)
  await clock.advance(60_000)
  expect(store.contacts.next(clock.now(), ['static', 'import'])).toBeUndefined()
  expect(next()).toBe(person(1).phone)
})

test('an attempt by which no phone rang leaves the contact waiting, counts for the line and not for the person', () => {
  store.lists.admit([person(1)])
  dial('a1')
  store.contacts.release('panel:1', clock.now())
  expect(store.contacts.state('panel:1')).toBe('waiting')
  expect(store.contacts.next(clock.now(), sources)).toEqual({ contact: person(1), technical: 1 })
  store.contacts.postpone('panel:1', clock.now(), '')
  dial('a2')
  reopen()
  expect(store.attempts.startsSince(clock.now())).toHaveLength(2)
  expect(store.attempts.dialledOn(line.number, clock.now())).toBe(2)
  expect(store.attempts.timesRung(person(1).phone, clock.now())).toBe(1)
})

test('who is set aside stays so until someone brings them back, and then begins anew', () => {
  store.lists.admit([person(1)])
  dial('a1')
  store.contacts.release('panel:1', clock.now())
  dial('a2')
  store.contacts.setAside('panel:1', 'no_sip_answer')
  expect(store.lists.counts('panel')).toEqual({ waiting: 0, reserved: 0, done: 0, setAside: 1 })
  expect(next()).toBeUndefined()
  expect(store.lists.restoreSetAside()).toBe(1)
  expect(store.contacts.next(clock.now(), sources)?.technical).toBe(0)
})

test('after a crash who was not dialled waits again, and who was is told with line, scenario and instant', () => {
  store.lists.admit([person(1), person(2), person(3)])
  dial('a1')
  next()
  dial('a3')
  store.recordCall(sampleRecord({ id: 'a3', contact: person(3) }), [])
  reopen()
  expect(store.takeBack()).toBe(1)
  const scenario = { name: 'sina', hash: 'h' }
  expect(store.attempts.open()).toEqual([{ id: 'a1', contact: person(1), line, scenario, dialledAt: clock.now() }])
  expect([1, 2, 3].map((n) => store.contacts.state(`panel:${n}`))).toEqual(['reserved', 'waiting', 'done'])
  store.recordCall(sampleRecord({ contact: person(1), outcome: { disposition: 'failed', reason: 'engine_fault' } }), [])
  expect([store.takeBack(), store.attempts.open()]).toEqual([0, []])
})

test('a test call by hand counts against nobody, is nobody’s leftover, and rings whom it likes', () => {
  const contact: Contact = { ...person(1), id: 'manual:09350000001', source: 'manual' }
  const start = { id: 'a1', contact, line, scenario: undefined, at: clock.now() }
  store.contacts.reserve(contact)
  expect(store.contacts.dialing(start, () => true)).toBe(true)
  expect([store.contacts.isRinging(contact.phone), store.contacts.timesRung(contact.phone, 0)]).toEqual([false, 0])
  expect([store.takeBack(), store.attempts.open()]).toEqual([0, []])
  store.contacts.reserve(contact) // the first one died
  expect(store.contacts.dialing({ ...start, id: 'a2' }, () => true)).toBe(true)
})

test('a call that is to be tried again puts its contact back on the list, so often and no oftener', async () => {
  store.lists.admit([person(1)])
  const again = (times: number): number | undefined => (times > 1 ? undefined : clock.now() + 3_600_000)
  for (const id of ['a1', 'a2']) {
    dial(id)
    store.recordCall(sampleRecord({ id, contact: person(1), outcome: { disposition: 'busy' } }), [], again)
    expect(next()).toBeUndefined()
    await clock.advance(3_600_000)
  }
  expect(store.contacts.state('panel:1')).toBe('done')
})

test('a static list is handed out once, in order, however it is written, and not again after a restart', () => {
  const list = ['0935 000 0001', '+989350000002', '۰۹۳۵۰۰۰۰۰۰۱', '9350000003']
  listStatic(list)
  const first = dial('a1')
  expect(first.phone).toBe('09350000001' as PhoneNumber)
  store.recordCall(sampleRecord({ id: 'a1', contact: first }), [])
  expect(next()).toBe('09350000002')
  reopen()
  store.takeBack()
  listStatic(list)
  expect([next(), next(), next()]).toEqual(['09350000002', '09350000003', undefined])
  expect(store.lists.settled(['static'])).toBe(false)
})

test('wrong numbers of a static list are told once, by position and not by number', () => {
  const told: unknown[] = []
  const log: Log = { ...silentLog, warn: (event, _message, fields) => void told.push([event, fields]) }
  listStatic(['12', '09350000001', 'x'], log)
  expect(told).toEqual([['static_contacts.wrong', { positions: '1, 3' }]])
  expect([next(), next()]).toEqual(['09350000001', undefined])
})

test('a number taken off the static list does not ring, one added does', () => {
  listStatic(['09350000001', '09350000002'])
  listStatic(['09350000002', '09350000003'])
  expect([next(), next(), next()]).toEqual(['09350000002', '09350000003', undefined])
})

test('after a reset everyone who had their call rings again, behind those who wait, and only they', async () => {
  listStatic(['09350000001', '09350000002', '09350000003'])
  for (const id of ['a1', 'a2']) store.recordCall(sampleRecord({ id, contact: dial(id) }), [])
  await clock.advance(1_000)
  expect(store.lists.reset('static')).toBe(2)
  expect([next(), next(), next(), next()]).toEqual(['09350000003', '09350000001', '09350000002', undefined])
})

test('a batch asked for before the panel took the report says nothing new about its number', async () => {
  store.lists.admit([person(1)])
  dial('a1')
  store.recordCall(sampleRecord({ contact: person(1) }), [report])
  const askedAt = clock.now()
  await clock.advance(50)
  store.outbox.delivered(store.outbox.due(clock.now(), 1)[0]!.id)
  expect(store.lists.admit([person(1)], askedAt)).toBe(0)
  await clock.advance(50)
  expect(store.lists.admit([person(1)], clock.now())).toBe(1)
})

test('sources are asked in the order named, and a long list of one holds up no other', () => {
  listStatic(['09350000005', '09350000006'])
  store.lists.admit([person(1), person(2)])
  const phones = (['panel', 'static'] as const).map((first) => {
    const order = first === 'panel' ? (['panel', 'static'] as const) : (['static', 'panel'] as const)
    return store.contacts.next(clock.now(), order)?.contact.phone
  })
  expect(phones).toEqual([person(1).phone, '09350000005' as PhoneNumber])
})

test('a clock put back shifts what waits once, however often the engine starts, and reports with it', async () => {
  store.lists.admit([person(1)])
  next()
  store.contacts.postpone('panel:1', clock.now() + 3_600_000, 'later')
  store.outbox.owe(report)
  store.outbox.postpone(store.outbox.due(clock.now(), 1)[0]!.id, clock.now() + 60_000, 'down')
  const before = clock.now()
  clock.setWall(before - 7_200_000)
  for (const _start of [1, 2, 3]) store.takeBack()
  expect(store.contacts.nextDueAt(sources)).toBe(before - 7_200_000 + 3_600_000)
  store.clockPutBack(7_200_000)
  expect(store.outbox.due(clock.now() + 60_000, 1)).toHaveLength(1)
})
