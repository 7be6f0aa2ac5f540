import { afterAll, beforeAll, expect, test } from 'bun:test'
import { guards, type ServedEngine, serveEngine, storedCall, storedSound } from './web/guarded-engine.ts'
import { RawSocket, rawStatus } from './web/raw-socket.ts'
import { Visitor } from './web/visitor.ts'

const { signal } = new AbortController()
let served: ServedEngine
let visitor: Visitor
const admin = (): Visitor => visitor

beforeAll(async () => {
  served = await serveEngine(guards, signal)
  visitor = new Visitor(served.url)
  expect(await visitor.signIn(guards.WEB_PASSWORD)).toBe(200)
}, 30_000)

afterAll(async () => {
  await served[Symbol.asyncDispose]()
}, 20_000)

test('a recording is sent whole or in part, and nothing beside the recordings', async () => {
  const path = `/api/calls/${storedCall}/recordings`
  const whole = await admin().ask('GET', `${path}/1`)
  expect([whole.status, whole.headers.get('content-type'), (await whole.text()).endsWith(storedSound)]).toEqual([
    200,
    'audio/wav',
    true,
  ])
  const part = await admin().ask('GET', `${path}/1`, undefined, { range: 'bytes=44-46' })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 44-46/65', 'the'])
  expect((await admin().ask('GET', `${path}/1`, undefined, { range: 'bytes=999-' })).status).toBe(416)
  const elsewhere = [
    `${path}/2`,
    `${path}/3`,
    `${path}/1/enhanced`,
    `${path}/0`,
    `${path}/1.wav`,
    `${path}/%31%2e%2e`,
    `${path}/..%2f..%2f..%2f..%2fetc%2fpasswd`,
    `/api/calls/..%2f..%2f..%2f..%2fetc%2fpasswd%00/recordings/1`,
    `/api/calls/%2e%2e%2f%2e%2e%2fdata%2fsalehi.db%00aaaa/recordings/1`,
    `/api/calls/....//....//etc/passwd`,
    `/api/calls/${storedCall}%2f..%2f..%2fother`,
    '/assets/..%2f..%2f.env',
    '/assets/%2e%2e/%2e%2e/data/salehi.db',
  ]
  for (const place of elsewhere) {
    const response = await admin().ask('GET', place)
    const text = await response.text()
    expect([place, response.status]).toEqual([place, 404])
    expect([place, /root:|SQLite format|Secret/.test(text)]).toEqual([place, false])
  }
  // An address of the page's own, whatever it is called: its shell, which holds no data.
  const shell = await (await admin().ask('GET', '/')).text()
  expect(await (await admin().ask('GET', '/..%2f..%2fetc/passwd')).text()).toBe(shell)
  for (const place of [
    '/api/calls/../../../../etc/passwd',
    '/../../etc/passwd',
    '/assets/../../.env',
    '//etc/passwd',
  ]) {
    const { status, text } = await rawStatus(served.port, `GET ${place} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
    expect([place, status === 200 && /root:|Secret/.test(text)]).toEqual([place, false])
  }
})

test('no header can be put into an answer, and no request into another', async () => {
  const host = `Host: 127.0.0.1:${served.port}\r\n`
  const injected = [
    `GET /api/calls/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n${host}\r\n`,
    `GET /api/outcomes?day=%0d%0aX-Injected:1 HTTP/1.1\r\n${host}\r\n`,
    `GET /nothing%0aX-Injected:1 HTTP/1.1\r\n${host}\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}Origin: http://a\rX-Injected: 1\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}If-None-Match: "a\nX-Injected: 1"\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}X-Forwarded-Proto: https\r\n X-Injected: 1\r\n\r\n`,
  ]
  for (const request of injected) {
    const { text } = await rawStatus(served.port, request)
    const [head = ''] = text.split('\r\n\r\n')
    expect([request, /^(set-cookie|x-injected)/im.test(head)]).toEqual([request, false])
  }
  const smuggled = `POST /api/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n${host}\r\n`
  expect((await rawStatus(served.port, smuggled)).status).toBeGreaterThanOrEqual(400)
  const written = await new Visitor(served.url).ask('POST', '/api/login', { password: 'a\r\nSet-Cookie: b=c' })
  expect([written.status, written.headers.get('set-cookie')]).toEqual([401, null])
})

test('what is too large is not read, declared or not', async () => {
  const large = await admin().ask('POST', '/api/dialer/pause', { because: 'x'.repeat(200_000) })
  expect([large.status]).toEqual([413])
  const host = `Host: 127.0.0.1:${served.port}\r\n`
  const declared = await rawStatus(
    served.port,
    `POST /api/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{`,
  )
  expect(declared.status).toBe(413)
  using endless = new RawSocket(served.port)
  endless.send(
    `POST /api/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`
  for (let sent = 0; sent < 100; sent++) endless.send(chunk)
  expect(await endless.come(/^HTTP\/1\.1 \d{3}/)).toMatch(/^HTTP\/1\.1 413|^$/)
  for (const request of [
    `GET /healthz HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(200_000)}\r\n\r\n`,
    `GET /${'x'.repeat(200_000)} HTTP/1.1\r\n${host}\r\n`,
    `GET /healthz HTTP/1.1\r\n${host}${Array.from({ length: 5_000 }, (_, n) => `X-${n}: 1\r\n`).join('')}\r\n`,
  ]) {
    const { status } = await rawStatus(served.port, request)
    expect([status, status === 0 || status >= 400]).toEqual([status, true])
  }
  expect((await admin().ask('GET', '/api/day')).status).toBe(200)
})

test('nonsense is answered with what is wrong, and never ends the engine', async () => {
  const host = `Host: 127.0.0.1:${served.port}\r\n`
  for (const bytes of [
    '\u0000\u0001\u0002',
    'GET',
    'GET / HTTP/9.9\r\n\r\n',
    '{"a":1}\r\n\r\n',
    `TRACE / HTTP/1.1\r\n${host}\r\n`,
    `GET http://evil.example/api/day HTTP/1.1\r\n${host}\r\n`,
    `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
  ]) {
    using raw = new RawSocket(served.port)
    raw.send(bytes)
    raw.socket.end()
    expect(await raw.closed).not.toMatch(/^HTTP\/1\.1 (200|500)/)
  }
  for (const path of ['/api/day', '/api/calls/search', '/nothing']) {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await admin().ask(method, path)).status).toBe(404)
  }
  expect((await admin().ask('GET', '/api/day')).status).toBe(200)
})

test('two hundred who begin an order and never end it keep nobody else waiting, and are sent away', async () => {
  await using stack = new AsyncDisposableStack()
  const slow = Array.from({ length: 200 }, () => stack.use(new RawSocket(served.port)))
  for (const each of slow) each.send(`POST /api/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n`)
  const times: number[] = []
  for (let n = 0; n < 50; n++) {
    const startMs = performance.now()
    expect((await admin().ask('GET', '/api/day')).status).toBe(200)
    times.push(performance.now() - startMs)
  }
  expect(times.toSorted((one, other) => one - other)[45]).toBeLessThan(200)
  await Promise.all(slow.map(({ closed }) => closed))
}, 60_000)
