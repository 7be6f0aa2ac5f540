import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../web/api/contract.ts'
import type { Route } from '../web/api/route.ts'
import { paperSite } from '../web/paper-site.ts'
import { runSalehi } from './command-run.ts'
import { guards, type ServedEngine, serveEngine, storedCall, storedNumber, storedWords } from './web/guarded-engine.ts'
import { rawStatus } from './web/raw-socket.ts'
import { Visitor } from './web/visitor.ts'

const { signal } = new AbortController()
let served: ServedEngine
const admin = (): Visitor => visitors.admin
let visitors: Readonly<Record<Role, Visitor>>

/** The routes of the program itself: one that is added is tried here without being named. */
const { routes } = paperSite().site

beforeAll(async () => {
  served = await serveEngine(guards, signal)
  visitors = { viewer: new Visitor(served.url), operator: new Visitor(served.url), admin: new Visitor(served.url) }
  expect(await visitors.viewer.signIn(guards.WEB_VIEWER_PASSWORD)).toBe(200)
  expect(await visitors.operator.signIn(guards.WEB_OPERATOR_PASSWORD)).toBe(200)
  expect(await visitors.admin.signIn(guards.WEB_PASSWORD)).toBe(200)
}, 30_000)

afterAll(async () => {
  await served[Symbol.asyncDispose]()
}, 20_000)

function pathOf({ path }: Route): string {
  return path.replace(':id', storedCall).replace(':n', '1')
}

async function codeOf(response: Response): Promise<string> {
  const text = await response.text()
  return text.startsWith('{') ? String((JSON.parse(text) as { code?: unknown }).code) : text
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('the executable serves the routes that are tried here, and no other', async () => {
  const document = (await (await admin().ask('GET', '/api/openapi.json')).json()) as { paths: Record<string, object> }
  const served = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const known = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(served.toSorted()).toEqual(known.toSorted())
})

test('every route without rights, and with wrong ones, is refused and tells nothing', async () => {
  const wrong: readonly Visitor[] = [
    new Visitor(served.url),
    new Visitor(served.url, { cookie: `salehi_session=${'A'.repeat(43)}` }),
    new Visitor(served.url, { cookie: "salehi_session=' OR 1=1 --" }),
    new Visitor(served.url, bearer('wrong')),
    new Visitor(served.url, bearer(guards.WEB_PASSWORD)),
    new Visitor(served.url, { authorization: `Basic ${btoa(`admin:${guards.WEB_PASSWORD}`)}` }),
  ]
  for (const route of routes.filter(({ least }) => least !== 'anybody')) {
    for (const visitor of wrong) {
      const response = await visitor.ask(route.method, pathOf(route))
      expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 401, 'not_signed_in'])
    }
  }
})

test('every route with lesser rights is refused', async () => {
  const lesser: readonly (readonly [Visitor, readonly Role[]])[] = [
    [visitors.viewer, ['operator', 'admin']],
    [visitors.operator, ['admin']],
    [new Visitor(served.url, bearer(guards.API_TOKEN)), ['admin']],
  ]
  for (const [visitor, above] of lesser) {
    const tried = routes.filter(({ least }) => above.some((role) => role === least))
    expect(tried.length).toBeGreaterThan(2)
    for (const route of tried) {
      const response = await visitor.ask(route.method, pathOf(route))
      expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 403, 'not_allowed'])
    }
  }
})

test('every route answers those who may, in the shape it promises', async () => {
  const bodies: Readonly<Record<string, unknown>> = {
    '/api/numbers/search': { about: storedNumber },
    '/api/do-not-call/add': { numbers: ['09350000002'], note: 'asked by letter' },
    '/api/do-not-call/remove': { number: '0935 000 0002' },
    '/api/dialer/pause': { because: 'a test' },
  }
  const notNow = [
    '/api/login',
    '/api/logout',
    '/api/logout-all',
    '/api/dialer/drain',
    '/api/outbox/resend',
    '/api/outbox/drop',
  ]
  for (const route of routes.filter(({ path }) => !notNow.includes(path))) {
    if (route.path === '/api/live' || route.path.endsWith('/enhanced')) continue
    const body = route.method === 'POST' ? (bodies[route.path] ?? {}) : undefined
    const response = await admin().ask(route.method, pathOf(route), body)
    const unwell = ['/healthz', '/readyz'].includes(route.path)
    expect([route.path, response.status]).toEqual([route.path, unwell ? 503 : 200])
    if (typeof route.answer === 'string') await response.arrayBuffer()
    else expect(route.answer.safeParse(await response.json()).error).toBeUndefined()
  }
})

test('a viewer gets no number and no word of a caller', async () => {
  const { viewer } = visitors
  for (const route of routes.filter(
    ({ least, path }) => least === 'viewer' && path !== '/api/live' && !path.includes('logout'),
  )) {
    const text = await (await viewer.ask(route.method, pathOf(route), route.method === 'POST' ? {} : undefined)).text()
    expect([route.path, text.includes(storedNumber), text.includes(storedWords)]).toEqual([route.path, false, false])
  }
  const call = await (await visitors.operator.ask('GET', `/api/calls/${storedCall}`)).text()
  expect([call.includes(storedNumber), call.includes(storedWords)]).toEqual([true, true])
})

test('an order from another page is refused, whatever it pretends', async () => {
  const foreign: readonly Record<string, string>[] = [
    { 'x-csrf-token': '' },
    { 'x-csrf-token': 'f'.repeat(64) },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `${served.url}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const route of routes.filter(({ method, path }) => method === 'POST' && path !== '/api/login')) {
    for (const headers of foreign) {
      const response = await admin().ask('POST', pathOf(route), {}, headers)
      expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 403, 'foreign_request'])
    }
  }
  const form = await admin().ask('POST', '/api/dialer/resume', {}, { 'content-type': 'text/plain' })
  expect([form.status, await codeOf(form)]).toEqual([400, 'wrong_input'])
})

test('who guesses passwords is slowed down', async () => {
  const guesser = new Visitor(served.url)
  const statuses: number[] = []
  for (let n = 0; n < 8; n++)
    statuses.push((await guesser.ask('POST', '/api/login', { password: `guess ${n}` })).status)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
})

test('what was done is in the book with who did it, and no number whole', async () => {
  const page = (await (await admin().ask('GET', '/api/audit?limit=200')).json()) as {
    entries: { action: string; role: string; outcome: string }[]
  }
  const done = page.entries.map(({ action, role, outcome }) => `${role} ${action} ${outcome}`)
  for (const each of [
    'admin pause done',
    'admin bar done',
    'admin unbar done',
    'admin search done',
    'admin listen done',
    'nobody login wrong_password',
    'viewer login done',
  ]) {
    expect(done).toContain(each)
  }
  expect(JSON.stringify(page)).not.toMatch(/09350000001|09350000002|Secret/)
})

test('numbers, words and secrets are in no log, no figure and no database of sessions', async () => {
  const figures = await (await admin().ask('GET', '/metrics')).text()
  expect(figures).toContain('salehi_calls_ended_total{disposition="not_interested"}')
  expect(figures).not.toMatch(/\d{10,}(?!\.?\d*$)|0215555/m)
  const log = readFileSync(join(served.folder, 'data', 'logs', 'app.log'), 'utf8')
  for (const text of [figures, log, served.engine.output]) {
    for (const secret of [...Object.values(guards), storedNumber, storedWords, '09350000002'])
      expect(text).not.toContain(secret)
  }
  using db = new Database(join(served.folder, 'data', 'salehi.db'), { readonly: true })
  const kept = JSON.stringify(db.query('SELECT * FROM sessions').all())
  for (const secret of Object.values(guards)) expect(kept).not.toContain(secret)
})

test('those who are signed in stay so when the engine starts again; an admin sends them all away', async () => {
  const visitor = new Visitor(served.url)
  await using first = await serveEngine({ ...guards }, signal)
  const there = new Visitor(first.url)
  expect(await there.signIn(guards.WEB_PASSWORD)).toBe(200)
  await first.engine[Symbol.asyncDispose]()
  await using again = await serveEngine({ ...guards, WEB_LISTEN: `127.0.0.1:${first.port}` }, signal, first.folder)
  expect(again.folder).toBe(first.folder)
  expect((await there.ask('GET', '/api/audit')).status).toBe(200)
  await there.know()
  expect((await there.ask('POST', '/api/logout-all', {})).status).toBe(200)
  expect((await there.ask('GET', '/api/day')).status).toBe(401)
  expect((await visitor.ask('GET', '/api/day')).status).toBe(401)
}, 60_000)

test('without a password the page is for this machine alone', async () => {
  await using open = await serveEngine({}, signal)
  const visitor = new Visitor(open.url)
  expect(await visitor.know()).toMatchObject({ role: 'admin', access: 'open' })
  expect((await visitor.ask('POST', '/api/dialer/pause', { because: 'lunch' })).status).toBe(200)
  for (const line of [
    'Host: evil.example',
    `Host: evil.example:${open.port}`,
    'Host: 127.0.0.1.evil.example',
    `Host: 127.0.0.1\r\nX-Forwarded-For: 10.0.0.1`,
    `Host: 127.0.0.1\r\nOrigin: http://evil.example`,
  ]) {
    const { status } = await rawStatus(open.port, `GET /api/day HTTP/1.1\r\n${line}\r\n\r\n`)
    expect([line, status]).toEqual([line, 403])
  }
  const settings = {
    WEB_LISTEN: `0.0.0.0:${open.port}`,
    COMPANY: 'sina',
    OUTBOUND_TRUNK: 't',
    OUTBOUND_NUMBERS: '02155550001',
    ARI_USERNAME: 'a',
    ARI_PASSWORD: 'b',
    AST_SOUND_DIR: './sounds',
  }
  const end = await runSalehi({ args: ['run'], settings }, AbortSignal.timeout(20_000))
  expect([end.code, end.output]).toEqual([
    78,
    expect.stringMatching(/WEB_LISTEN 0\.0\.0\.0:\d+ is an address others reach.*set WEB_PASSWORD/),
  ])
}, 60_000)
