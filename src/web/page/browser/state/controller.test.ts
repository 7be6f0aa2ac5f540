import { expect, test } from 'bun:test'
import { TestClock } from '../../../../kernel/test-clock.ts'
import { paperDay } from '../paper-day.ts'
import { Api } from './api.ts'
import { Controller } from './controller.ts'
import { Hearing, worthSaying } from './hearing.ts'
import { Lists, searchOf } from './lists.ts'
import { Loading } from './loading.ts'
import { firstModel } from './model.ts'
import { Store } from './store.ts'

interface Asked {
  readonly path: string
  readonly token: string | undefined
  readonly body: unknown
  answer(status: number, body: unknown): void
}

/** A controller whose server answers when the test says so. */
function staged(kind: 'calls' | 'outbox' = 'outbox') {
  const asked: Asked[] = []
  const clock = new TestClock()
  const api = new Api((path, init) => {
    const { promise, resolve } = Promise.withResolvers<Response>()
    const headers = new Headers(init.headers)
    asked.push({
      path,
      token: headers.get('x-csrf-token') ?? undefined,
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
      answer: (status, body) => resolve(Response.json(body, { status })),
    })
    return promise
  })
  const store = new Store(
    { ...firstModel('en', 'auto', { kind }, clock.now()), me: { access: 'session', role: 'admin' } },
    () => undefined,
  )
  const { signal } = new AbortController()
  const said: string[] = []
  const lists: Lists = new Lists(store, api, new Loading(store, () => controller.signedOut(), signal), () => undefined)
  const device = {
    remember: (name: string, value: string) => void said.push(`${name} ${value}`),
    push: (path: string) => void said.push(path),
    ...{ dress: () => undefined, toBeginning: () => undefined, toLine: () => undefined, toFirstLit: () => undefined },
  }
  const listening = {
    listen: () => void said.push('listen'),
    hush: () => void said.push('hush'),
    hurry: () => undefined,
  }
  const controller: Controller = new Controller({ store, api, lists, clock, device, ...listening }, signal)
  return { asked, store, lists, controller, said, clock, flush: () => clock.advance(0) }
}

test('a token that grew old is fetched anew and the order given again, once', async () => {
  const { asked, store, controller, flush } = staged()
  controller.resend(4)
  asked[0]?.answer(403, { code: 'foreign_request', error: '', advice: '' })
  await flush()
  asked[1]?.answer(200, { access: 'session', role: 'admin', csrf: 'fresh' })
  await flush()
  expect(asked[2]).toMatchObject({ path: '/api/outbox/resend', token: 'fresh', body: { id: 4 } })
  asked[2]?.answer(403, { code: 'foreign_request', error: '', advice: '' })
  await flush()
  expect(asked).toHaveLength(3)
  expect(store.model.notice).toMatchObject({ tone: 'wrong' })
  expect(store.model.ordering).toBe(false)
})

test('of two searches the later one counts, in whatever order they are answered', async () => {
  const { asked, store, lists, flush } = staged()
  lists.number('0935')
  lists.number('0936')
  asked[1]?.answer(200, { kind: 'unknown', advice: 'second' })
  await flush()
  asked[0]?.answer(200, { kind: 'unknown', advice: 'first' })
  await flush()
  expect(store.model.number).toEqual({ value: { kind: 'unknown', advice: 'second' }, loading: false })
})

test('a further page is put behind the first; a page that cannot be had leaves what is there', async () => {
  const { asked, store, controller, lists, flush } = staged()
  lists.open(false)
  asked[0]?.answer(200, { entries: [{ id: 9 }], next: 9 })
  await flush()
  controller.moreOutbox()
  expect(asked[1]?.path).toContain('before=9')
  asked[1]?.answer(200, { entries: [{ id: 5 }], next: 5 })
  await flush()
  expect(store.model.outbox.value?.entries.map(({ id }) => id)).toEqual([9, 5])
  controller.moreOutbox()
  asked[2]?.answer(500, { code: 'fault', error: '', advice: '' })
  await flush()
  expect(store.model.outbox).toMatchObject({ trouble: 'fault', loading: false })
  expect(store.model.outbox.value?.entries).toHaveLength(2)
})

test('whoever is signed out keeps nothing of the day on the screen', async () => {
  const { asked, store, lists, said, flush } = staged()
  store.change({ day: paperDay(), lines: [{ n: 1, at: 1, level: 'info', event: 'e', text: 't' }] })
  lists.open(false)
  asked[0]?.answer(401, { code: 'not_signed_in', error: '', advice: '' })
  await flush()
  expect(store.model).toMatchObject({
    me: { access: 'none' },
    lines: [],
    login: { ended: true },
    outbox: { loading: false },
  })
  expect(store.model.day).toBeUndefined()
  expect(said).toContain('hush')
})

test('too many wrong passwords make one wait as long as the server says', async () => {
  const { asked, store, controller, clock, flush } = staged()
  controller.login('guess')
  asked[0]?.answer(429, { code: 'too_many_tries', error: '', advice: '', retryAfter: 30 })
  await flush()
  expect(store.model.login).toMatchObject({
    trouble: 'too_many_tries',
    waitUntil: clock.now() + 30_000,
    working: false,
  })
  controller.login('right')
  asked[1]?.answer(200, { access: 'session', role: 'operator', csrf: 'c' })
  await flush()
  expect(store.model.me?.role).toBe('operator')
  expect(store.model.login).toEqual({ working: false, ended: false, shown: false })
})

test('numbers typed in Persian digits are sent in Latin ones', () => {
  const { asked, controller } = staged()
  controller.bar(['۰۹۳۵۰۰۰۰۰۰۱'], '')
  controller.searchNumber('۰۹۳۵۰۰۰۰۰۰۲')
  expect(asked.map(({ body }) => body)).toEqual([{ numbers: ['09350000001'] }, { about: '09350000002' }])
})

test('the days of a search are those of the company', () => {
  const now = Date.UTC(2026, 0, 5, 8)
  const midnight = Date.UTC(2026, 0, 4, 20, 30)
  const dayMs = 86_400_000
  expect(searchOf({ range: 'today', direction: 'inbound' }, now, 'Asia/Tehran')).toEqual({
    from: midnight,
    direction: 'inbound',
  })
  expect(searchOf({ range: 'yesterday' }, now, 'Asia/Tehran')).toEqual({ from: midnight - dayMs, until: midnight })
  expect(searchOf({ range: 'week' }, now, 'Asia/Tehran')).toEqual({ from: midnight - 6 * dayMs })
  expect(searchOf({ range: 'all' }, now, 'Asia/Tehran')).toEqual({})
})

test('the page keeps the time of the server, not of the device it runs on', () => {
  const { store, lists, clock } = staged()
  new Hearing(store, lists, clock, () => undefined).onHeard(clock.now() + 90_000)
  expect(store.model.aheadMs).toBe(90_000)
})

test('aloud it says only what matters: whether it dials, and new alerts', () => {
  const before = paperDay()
  const alert = { id: 1, kind: 'trunk', because: 'down', openedAt: 0 }
  expect(worthSaying(before, paperDay({ calls: [] }), 'en')).toBeUndefined()
  expect(worthSaying(before, paperDay({ alerts: [alert] }), 'en')).toBe('New alert: The trunk is down')
  expect(worthSaying(paperDay({ alerts: [alert] }), before, 'en')).toBeUndefined()
  const { engine } = before
  const idle = paperDay({ engine: { ...engine, dialing: { kind: 'idle', text: '' } } })
  expect(worthSaying(before, idle, 'fa')).toBe('وضعیت: کسی برای تماس نیست')
})
