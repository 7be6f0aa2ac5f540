import { expect, test } from 'bun:test'
import { changeSchema, daySchema } from '../web/api/contract.ts'
import { guards, serveEngine } from './web/guarded-engine.ts'
import { RawSocket } from './web/raw-socket.ts'
import { Visitor } from './web/visitor.ts'

const { signal } = new AbortController()

test('a page that is open is told of an order in about a second, and told to leave when its session ends', async () => {
  await using served = await serveEngine(guards, signal)
  const [admin, viewer] = [new Visitor(served.url), new Visitor(served.url)]
  await admin.signIn(guards.WEB_PASSWORD)
  await viewer.signIn(guards.WEB_VIEWER_PASSWORD)
  using page = new RawSocket(served.port)
  page.send(`GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${viewer.cookie}\r\n\r\n`)
  const first = await page.come(/event: day\ndata: .*\n\n/)
  expect(first).toContain('text/event-stream')
  daySchema.parse(JSON.parse(/event: day\ndata: (.*)\n/.exec(first)?.[1] ?? ''))
  const startMs = performance.now()
  await admin.ask('POST', '/api/dialer/pause', { because: 'a fire drill' })
  const told = await page.come(/event: change\ndata: .*fire drill.*\n\n/)
  expect(performance.now() - startMs).toBeLessThan(3_000)
  const change = /event: change\ndata: (.*fire drill.*)\n/.exec(told)?.[1] ?? ''
  expect(changeSchema.parse(JSON.parse(change)).engine?.paused?.because).toBe('a fire drill')
  await admin.ask('POST', '/api/logout-all', {})
  expect(await page.come(/event: end\ndata: .*\n\n/)).toContain('{"code":"not_signed_in"}')
}, 60_000)

test('sixty-four pages may be open, the next is told to come back, and one that is closed makes room', async () => {
  await using served = await serveEngine({}, signal)
  using stack = new DisposableStack()
  const request = 'GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
  const pages = Array.from({ length: 64 }, () => stack.use(new RawSocket(served.port)))
  for (const page of pages) page.send(request)
  await Promise.all(pages.map((page) => page.come(/event: day/)))
  const visitor = new Visitor(served.url)
  expect((await visitor.ask('GET', '/api/live')).status).toBe(503)
  pages[0]?.socket.destroy()
  for (;;) {
    using next = new RawSocket(served.port)
    next.send(request)
    if (/^HTTP\/1\.1 200/.test(await next.come(/^HTTP\/1\.1 \d{3}/))) break // the engine has seen it close
  }
  expect((await visitor.ask('GET', '/api/day')).status).toBe(200)
}, 60_000)
