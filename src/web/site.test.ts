import { expect, test } from 'bun:test'
import { browser, codeOf, paperHome as home, paperPasswords as passwords, tried } from './paper-browser.ts'
import { paperCall, paperNumber, paperSite, paperWords } from './paper-site.ts'

test('who is not signed in gets nothing but the door, whatever the route', async () => {
  const { site, ask } = browser({ passwords })
  for (const route of site.routes.filter(({ least }) => least !== 'anybody')) {
    const response = await ask(tried(route), { method: route.method })
    expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 401, 'not_signed_in'])
  }
})

test('no route is lost to the list of routes', () => {
  const { site } = paperSite()
  const served = site.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  expect(served).toEqual(site.routes.map(({ method, path }) => `${method} ${path}`))
})

test.each(['viewer', 'operator'] as const)(
  'a %s is refused what only greater roles may, whatever the route',
  async (role) => {
    const { site, ask, get, signIn, told } = browser({ passwords })
    await signIn(role)
    const lesser = role === 'viewer' ? ['operator', 'admin'] : ['admin']
    const routes = site.routes.filter(({ least }) => lesser.includes(least))
    expect(routes.length).toBeGreaterThan(2)
    for (const route of routes) {
      const response = await ask(tried(route), { method: route.method })
      expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 403, 'not_allowed'])
    }
    expect(told).toEqual([])
    expect((await get('/api/day')).status).toBe(200)
  },
)

test('an order without the token of the page is refused, whoever gives it', async () => {
  for (const options of [{}, { passwords }]) {
    const { site, post, signIn, told } = browser(options)
    if ('passwords' in options) await signIn('admin')
    for (const route of site.routes.filter(({ method, path }) => method === 'POST' && path !== '/api/login')) {
      for (const wrong of ['', 'x'.repeat(64)]) {
        const response = await post(tried(route), {}, { 'x-csrf-token': wrong })
        expect([route.path, response.status, await codeOf(response)]).toEqual([route.path, 403, 'foreign_request'])
      }
    }
    expect(told).toEqual([])
  }
})

test('on this machine alone, without a password, everything is open to who asks by its own name', async () => {
  const { get, post, know, told } = browser()
  expect(await know()).toMatchObject({ role: 'admin', access: 'open', csrf: expect.any(String) })
  expect((await get('/api/day')).status).toBe(200)
  expect((await post('/api/dialer/pause', { because: 'lunch' })).status).toBe(200)
  expect(told).toEqual(['pause lunch'])
  for (const headers of [
    { host: 'evil.example' },
    { host: 'evil.example:8188' },
    { host: '' },
    { 'x-forwarded-for': '1.2.3.4' },
  ]) {
    const response = await get('/api/day', headers as Record<string, string>)
    expect([response.status, await codeOf(response)]).toEqual([403, 'foreign_request'])
  }
  for (const host of ['localhost', 'localhost:8188', '[::1]:8188'])
    expect((await get('/api/day', { host })).status).toBe(200)
})

test("what another site's page makes a browser send is refused; a link to the page is followed", async () => {
  const { get, post, know } = browser()
  await know()
  const foreign: Record<string, string>[] = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: home },
  ]
  for (const headers of foreign) {
    expect((await get('/api/day', headers)).status).toBe(403)
    expect((await post('/api/dialer/resume', {}, headers)).status).toBe(403)
  }
  expect((await post('/api/dialer/resume', {}, { origin: home })).status).toBe(200)
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect((await get('/api/me', link)).status).toBe(200)
  expect((await post('/api/dialer/resume', {}, link)).status).toBe(403)
})

test('the password decides the role; a session ends by signing out, by rest, and by another password', async () => {
  const { get, post, signIn, know, clock } = browser({ passwords })
  expect(await know()).toEqual({ access: 'none' } as never)
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    const response = await signIn(role)
    expect(await response.json()).toMatchObject({ role, access: 'session' })
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict/)
  }
  expect((await post('/api/logout')).status).toBe(200)
  expect((await get('/api/day')).status).toBe(401)
  await signIn('admin')
  await clock.advance(11.9 * 3_600_000)
  expect((await get('/api/day')).status).toBe(200)
  await clock.advance(12 * 3_600_000)
  expect((await get('/api/day')).status).toBe(401)
})

test('a session outlives a restart, but not its password, and not a week', async () => {
  const sessions = new Map()
  const first = browser({ passwords, sessions })
  const cookie = ((await first.signIn('viewer')).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  expect([...sessions.values()].map((each) => JSON.stringify(each)).join()).not.toContain(
    cookie.split('=')[1] as string,
  )
  const again = browser({ passwords, sessions })
  expect((await again.get('/api/day', { cookie })).status).toBe(200)
  const changed = browser({ passwords: { ...passwords, viewer: 'another password' }, sessions })
  expect((await changed.get('/api/day', { cookie })).status).toBe(401)
  const next = ((await first.signIn('viewer')).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
    await first.clock.advance(11 * 3_600_000)
    expect((await first.get('/api/day', { cookie: next })).status).toBe(200)
  }
  await first.clock.advance(11 * 3_600_000)
  expect((await first.get('/api/day', { cookie: next })).status).toBe(401)
})

test('an admin ends every session', async () => {
  const { get, post, signIn, sessions } = browser({ passwords })
  await signIn('viewer')
  await signIn('admin')
  expect(sessions.size).toBe(2)
  expect((await post('/api/logout-all')).status).toBe(200)
  expect([sessions.size, (await get('/api/day')).status]).toEqual([0, 401])
})

test('who guesses passwords has to wait, also with the right one, and others do not', async () => {
  const { post, clock, moveTo } = browser({ passwords })
  const login = (password: string) => post('/api/login', { password })
  moveTo('10.0.0.1')
  for (let n = 0; n < 5; n++) expect((await login('wrong')).status).toBe(401)
  const refused = await login(passwords.admin)
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 900])
  moveTo('10.0.0.2')
  expect((await login(passwords.admin)).status).toBe(200)
  moveTo('10.0.0.1')
  await clock.advance(15 * 60_000)
  expect((await login(passwords.admin)).status).toBe(200)
})

test('guesses from many addresses are slowed together, and a network of IPv6 addresses is one', async () => {
  const { post, moveTo } = browser({ passwords })
  const statuses: number[] = []
  for (let n = 0; n < 60; n++) {
    moveTo(`10.0.0.${n}`)
    statuses.push((await post('/api/login', { password: 'wrong' })).status)
  }
  expect(statuses).toEqual([...Array(50).fill(401), ...Array(10).fill(429)])
  const other = browser({ passwords })
  for (let n = 0; n < 6; n++) {
    other.moveTo(`2001:db8:1:2:${n}::1`)
    expect((await other.post('/api/login', { password: 'wrong' })).status).toBe(n < 5 ? 401 : 429)
  }
})

test('a program shows its token and needs no other proof; a wrong token is nobody, whatever else is shown', async () => {
  const { get, post, signIn, told } = browser({ passwords, token: 'the-token-of-programs' })
  const right = { authorization: 'Bearer the-token-of-programs', 'x-csrf-token': '' }
  expect((await get('/metrics', right)).status).toBe(200)
  expect((await post('/api/dialer/resume', {}, right)).status).toBe(200)
  expect((await post('/api/dialer/drain', {}, right)).status).toBe(403)
  await signIn('admin')
  for (const authorization of ['Bearer wrong', 'Bearer ', 'Basic YTpi', 'Bearer the-token-of-programs-and-more']) {
    expect((await get('/api/day', { authorization })).status).toBe(401)
  }
  expect(told).toEqual(['resume'])
})

test('a token opens nothing where none is set', async () => {
  const { get } = browser({ passwords })
  for (const authorization of ['Bearer ', 'Bearer undefined', 'Bearer x']) {
    expect((await get('/api/day', { authorization })).status).toBe(401)
  }
})

test('a viewer sees no number and no word of a caller, on any route', async () => {
  const { site, ask, post, signIn } = browser({ passwords })
  await signIn('viewer')
  const routes = site.routes.filter(
    ({ least, path }) => least === 'viewer' && !path.includes('live') && !path.includes('logout'),
  )
  for (const route of routes) {
    const response = route.method === 'GET' ? await ask(tried(route)) : await post(tried(route))
    const text = await response.text()
    expect([route.path, response.status]).toEqual([route.path, 200])
    expect([route.path, text.includes(paperNumber), text.includes('09350000009'), text.includes(paperWords)]).toEqual([
      route.path,
      false,
      false,
      false,
    ])
  }
})

test('an operator sees numbers and words', async () => {
  const { get, signIn } = browser({ passwords })
  await signIn('operator')
  const text = await (await get(`/api/calls/${paperCall}`)).text()
  expect([text.includes(paperNumber), text.includes(paperWords)]).toEqual([true, true])
})

test('every answer is in the shape its schema says', async () => {
  const { site, ask, post, know } = browser()
  await know()
  const bodies: Record<string, unknown> = {
    '/api/numbers/search': { about: 'x' },
    '/api/do-not-call/add': { numbers: [paperNumber] },
    '/api/do-not-call/remove': { number: paperNumber },
    '/api/outbox/resend': { id: 1 },
    '/api/outbox/drop': { id: 1, because: 'old' },
  }
  for (const route of site.routes) {
    if (typeof route.answer === 'string' || route.path === '/api/login') continue
    const response = route.method === 'GET' ? await ask(tried(route)) : await post(tried(route), bodies[route.path])
    expect([route.path, response.status]).toEqual([route.path, 200])
    const answer: unknown = await response.json()
    expect(route.answer.parse(answer) as unknown).toEqual(answer)
  }
})

test('every order is written down with who gave it and what came of it, and no number whole', async () => {
  const { post, signIn, audited } = browser({ passwords })
  await signIn('admin')
  await post('/api/dialer/pause', { because: 'lunch' })
  await post('/api/do-not-call/add', { numbers: [paperNumber] })
  await post('/api/do-not-call/remove', { number: 'abc' })
  await post('/api/numbers/search', { about: paperNumber })
  await post('/api/outbox/drop', { id: 9, because: 'old' })
  const seen = audited.map(({ role, access, from, action, about, outcome }) => [
    role,
    access,
    from,
    action,
    about,
    outcome,
  ])
  const by = ['admin', 'session', '127.0.0.1'] as const
  expect(seen).toEqual([
    [...by, 'login', undefined, 'done'],
    [...by, 'pause', 'lunch', 'done'],
    [...by, 'bar', '…0001', 'done'],
    [...by, 'unbar', '…', 'wrong_input'],
    [...by, 'search', '…0001', 'done'],
    [...by, 'drop', '9: old', 'not_found'],
  ])
})

test('every answer carries the headers that protect it, faults and pages too', async () => {
  const { get } = browser()
  for (const path of ['/api/day', '/api/nothing', '/nothing', '/healthz', '/']) {
    const { headers } = await get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY'])
  }
  expect((await get('/api/day')).headers.get('cache-control')).toBe('no-store')
})

test('health and readiness answer anybody with yes or no, and those who may look with why', async () => {
  const reasons = [{ name: 'trunk', because: 'the trunk is down' }]
  const guarded = browser({ passwords, changes: { readiness: () => ({ reasons }) } })
  const shut = await guarded.get('/readyz')
  expect([shut.status, await shut.json()]).toEqual([503, { ready: false }])
  expect(await (await guarded.get('/healthz')).json()).toEqual({ healthy: true })
  await guarded.signIn('viewer')
  expect(await (await guarded.get('/readyz')).json()).toEqual({ ready: false, reasons })
  expect(await (await guarded.get('/healthz')).json()).toMatchObject({ company: 'sina', asterisk: { up: true } })
})

test('the document of the interface names every route, and its schemas', async () => {
  const { site, get } = browser()
  const document = (await (await get('/api/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> }
  const named = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((each) => `${each.toUpperCase()} ${path}`),
  )
  expect(named.toSorted()).toEqual(
    site.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).toSorted(),
  )
  expect(document.paths['/api/dialer/pause']?.['post']).toMatchObject({
    'x-least-role': 'operator',
    requestBody: { content: { 'application/json': { schema: { properties: { because: { maxLength: 200 } } } } } },
  })
})
