import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../kernel/test-clock.ts'
import { openDatabase } from '../store/database.ts'
import { StoredOutbox } from '../store/outbox.ts'
import { openStore, type Store } from '../store/store.ts'
import { transact } from '../store/transaction.ts'
import { outboxCommand } from './outbox.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-outbox-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const clock = new TestClock(Date.UTC(2026, 0, 5, 8))

function inStore<T>(work: (store: Store) => T): T {
  using store = openStore(join(dir, 'salehi.db'), clock)
  return work(store)
}

/** Four reports: one waiting after a try, one set aside, one delivered, one waiting. */
function owed(): void {
  inStore(({ outbox }) => {
    for (const key of ['a1', 'a2', 'a3', 'a4']) {
      outbox.owe({ kind: 'panel.report', key, body: '{"phone_number":"09121111111"}' })
    }
    outbox.postpone(1, clock.now() + 60_000, 'the panel cannot be reached (ECONNREFUSED)')
    outbox.setAside(2, 'the panel refused it (HTTP 422)')
    outbox.delivered(3)
  })
}

const states = (): unknown => inStore(({ outbox }) => [1, 2, 3, 4].map((id) => outbox.find(id)?.state))

async function outbox(args: readonly string[], typed: readonly string[] = []) {
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    lines: (async function* () {
      yield* typed
    })(),
    env: { DATA_DIR: dir, TIMEZONE: 'Asia/Tehran' },
    cwd: dir,
    home: dir,
  }
  const code = await outboxCommand.run(args, terminal, new AbortController().signal)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('what is owed is listed: what, for which call, since when, how often tried, why not taken; nobody’s number', async () => {
  owed()
  const { out } = await outbox(['list'])
  expect(out.split('\n')).toEqual([
    '     1  waiting    report to the panel, call a1  since 2026-01-05 11:30  1 failed try, next try 2026-01-05 11:31  the panel cannot be reached (ECONNREFUSED)',
    '     2  SET ASIDE  report to the panel, call a2  since 2026-01-05 11:30  0 failed tries  the panel refused it (HTTP 422)',
    '     4  waiting    report to the panel, call a4  since 2026-01-05 11:30  0 failed tries',
    '2 waiting (the oldest since 2026-01-05 11:30), 1 set aside',
    'Set aside: correct the cause, then "salehi outbox resend --all-set-aside".',
  ])
  expect((await outbox(['list', '--all'])).out).toContain('     3  delivered  report to the panel, call a3')
  expect((await outbox(['list', '--bodies'])).out).toContain('{"phone_number":"09121111111"}')
})

test('a program reads the list as JSON', async () => {
  owed()
  expect(JSON.parse((await outbox(['list', '--json'])).out)).toEqual([
    {
      id: 1,
      kind: 'panel.report',
      key: 'a1',
      state: 'waiting',
      tries: 1,
      why: 'the panel cannot be reached (ECONNREFUSED)',
      since: '2026-01-05T08:00:00Z',
      changed: '2026-01-05T08:00:00Z',
      due: '2026-01-05T08:01:00Z',
    },
    expect.objectContaining({ id: 2, state: 'set_aside' }),
    expect.not.objectContaining({ body: expect.anything() }),
  ])
  expect(JSON.parse((await outbox(['list', '--json', '--all', '--bodies'])).out)).toHaveLength(4)
})

test('one is sent again by its ID; a delivered one never', async () => {
  owed()
  const { code, out, err } = await outbox(['resend', '1', '2', '3', '9'])
  expect([code, out]).toEqual([1, '1 will be sent now\n2 will be sent now'])
  expect(err.split('\n')).toEqual([
    '3 was delivered: it is not sent again',
    '9 is no ID of the outbox (see: salehi outbox list --all): it is not sent again',
  ])
  expect(states()).toEqual(['waiting', 'waiting', 'delivered', 'waiting'])
  expect(inStore((store) => store.outbox.due(systemNow(), 9).map(({ key }) => key))).toEqual(['a1', 'a2', 'a4'])
})

test('all that were set aside are sent again at once', async () => {
  owed()
  {
    using db = openDatabase(join(dir, 'salehi.db'))
    const many = new StoredOutbox(db, clock)
    transact(db, 'sample', () => {
      for (let n = 0; n < 1_100; n++) many.owe({ kind: 'panel.report', key: `b${n}`, body: '{}' })
      for (let id = 5; id < 1_105; id++) many.setAside(id, 'refused')
    })
  }
  expect(await outbox(['resend', '--all-set-aside'])).toEqual({ code: 0, out: '1101 will be sent again', err: '' })
  expect(inStore((store) => store.outbox.counts())).toMatchObject({ waiting: 1_103, setAside: 0 })
})

test('one is dropped only by somebody who says yes; it stays on record', async () => {
  owed()
  for (const typed of [[], ['no'], ['']]) expect(await outbox(['drop', '2'], typed)).toMatchObject({ code: 1 })
  expect(states()).toEqual(['waiting', 'set_aside', 'delivered', 'waiting'])
  expect(await outbox(['drop', '2'], ['yes'])).toMatchObject({ code: 0 })
  expect(await outbox(['drop', '3', '4', '--yes'])).toMatchObject({
    code: 1,
    out: '4 is dropped',
    err: '3 was delivered',
  })
  expect(states()).toEqual(['waiting', 'dropped', 'delivered', 'dropped'])
  expect((await outbox(['list', '--all'])).out).toContain('dropped by hand')
})

test('where salehi has not run yet it says so and makes nothing', async () => {
  await expect(outbox(['list'])).rejects.toThrow('is not there')
  expect(await Bun.file(join(dir, 'salehi.db')).exists()).toBe(false)
})

test.each([
  [['list', '3']],
  [['resend']],
  [['resend', '3', '--all-set-aside']],
  [['drop']],
  [['drop', 'a1']],
  [[]],
  [['burn']],
])('what is missing is told: %j', async (args) => {
  owed()
  await expect(outbox(args)).rejects.toThrow(/^(write|outbox list|"a1" is no ID)/)
  expect(states()).toEqual(['waiting', 'set_aside', 'delivered', 'waiting'])
})

/** The command writes with the clock on the wall. */
function systemNow(): number {
  return Date.now()
}
