import { expect, test } from 'bun:test'
import { systemClock } from '../kernel/clock.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { startPanel } from '../testing/services/panel.ts'
import { PanelClient, type PanelReply, type PanelRequest } from './client.ts'

const never = new AbortController().signal
const ask: PanelRequest = { method: 'GET', path: 'api/dialer/next-batch?company=sina&size=10', wantsBody: true }
const tell: PanelRequest = { method: 'POST', path: 'api/dialer/report-result', body: '{}', wantsBody: false }

function panel(answer: (request: Request) => Response | Promise<Response>): { url: string } & Disposable {
  const server = Bun.serve({ port: 0, fetch: answer })
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.dispose]: () => void server.stop(true) }
}

function client(baseUrl: string, clock = systemClock): PanelClient {
  return new PanelClient({ baseUrl, token: new Secret('very-secret'), timeoutMs: 10_000 }, { clock, fetch })
}

async function replyTo(status: number, headers: Record<string, string> = {}, body = ''): Promise<PanelReply> {
  using server = panel(() => new Response(body, { status, headers }))
  return await client(server.url, new TestClock(Date.UTC(2026, 0, 5, 8, 0, 0))).send(ask, never)
}

test('a request carries the token, the body as it is, and the idempotency key', async () => {
  const seen: unknown[] = []
  using server = panel(async (request) => {
    const { pathname } = new URL(request.url)
    seen.push([
      pathname,
      request.headers.get('authorization'),
      request.headers.get('idempotency-key'),
      await request.text(),
    ])
    return Response.json({})
  })
  const body = '{"a" : "سلام"}'
  await client(`${server.url}/below`).send(
    { method: 'POST', path: 'x', body, idempotencyKey: 'k1', wantsBody: false },
    never,
  )
  expect(seen).toEqual([['/below/x', 'Bearer very-secret', 'k1', body]])
})

test('one connection serves one report after another', async () => {
  const ports = new Set<number | undefined>()
  const server = Bun.serve({
    port: 0,
    fetch(request, self) {
      ports.add(self.requestIP(request)?.port)
      return Response.json({})
    },
  })
  const there = client(`http://127.0.0.1:${server.port}`)
  for (const wantsBody of [true, false, true, false]) await there.send({ ...tell, wantsBody }, never)
  await server.stop(true)
  expect(ports.size).toBe(1)
})

test.each([401, 403])('HTTP %p means the token is not accepted', async (status) => {
  expect(await replyTo(status)).toMatchObject({ kind: 'unauthorised' })
})

test.each([400, 404, 410, 422])('HTTP %p means this request will never be taken', async (status) => {
  expect(await replyTo(status)).toMatchObject({ kind: 'refused', status })
})

test.each([408, 409, 425, 429, 500, 502, 503, 504])('HTTP %p means trying again', async (status) => {
  expect(await replyTo(status)).toMatchObject({ kind: 'unavailable' })
})

test('a refusal tells which of our fields it is about and repeats nothing else', async () => {
  const body = JSON.stringify({ message: 'bad', errors: { number_id: ['09121234567 is unknown'], status: ['no'] } })
  const reply = await replyTo(422, {}, body)
  expect(reply).toMatchObject({ because: 'the panel refused it (HTTP 422; it names number_id, status)' })
})

test('Retry-After is obeyed as seconds or as a date, up to an hour', async () => {
  expect(await replyTo(429, { 'retry-after': '30' })).toMatchObject({ retryAfterMs: 30_000 })
  expect(await replyTo(503, { 'retry-after': 'Mon, 05 Jan 2026 08:02:00 GMT' })).toMatchObject({
    retryAfterMs: 120_000,
  })
  expect(await replyTo(503, { 'retry-after': '999999' })).toMatchObject({ retryAfterMs: 3_600_000 })
  expect(await replyTo(503, { 'retry-after': 'later' })).not.toHaveProperty('retryAfterMs')
})

test('a redirect is not followed: the token stays here', async () => {
  let elsewhere = 0
  using other = panel(() => {
    elsewhere++
    return Response.json({})
  })
  expect(await replyTo(302, { location: other.url })).toMatchObject({
    kind: 'unavailable',
    because: expect.stringContaining('PANEL_BASE_URL'),
  })
  expect(elsewhere).toBe(0)
})

test("a login or maintenance page is not the panel's yes", async () => {
  using server = panel(() => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }))
  for (const wantsBody of [true, false]) {
    expect(await client(server.url).send({ ...ask, wantsBody }, never)).toMatchObject({ kind: 'unavailable' })
  }
})

test('an answer cut off in the middle is no answer', async () => {
  await using server = await startPanel({ token: 'very-secret', company: 'sina' })
  for (const fault of ['broken_off', 'hang'] as const) {
    server.next({ fault })
    const clock = new TestClock()
    const reply = client(server.url, fault === 'hang' ? clock : systemClock).send(ask, never)
    if (fault === 'hang') {
      await server.requests.reached(2, never)
      await clock.advance(10_001)
    }
    expect(await reply).toMatchObject({ kind: 'unavailable' })
  }
})

test('an endless answer is cut off', async () => {
  using server = panel(
    () => new Response(new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(1024 * 1024)) })),
  )
  const reply = await client(server.url).send(ask, never)
  expect(reply).toMatchObject({ kind: 'unavailable', because: expect.stringContaining('larger than') })
})

test('a panel nobody reaches is unavailable, and its address is not told', async () => {
  const reply = await client('http://127.0.0.1:1').send(ask, never)
  expect(reply).toMatchObject({ kind: 'unavailable' })
  expect(JSON.stringify(reply)).not.toContain('127.0.0.1')
})

test.each(['headers', 'body'])(
  'a panel that is silent before its %s is unavailable once the time is up',
  async (before) => {
    const clock = new TestClock()
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<Response>()
    using server = panel(() => {
      arrived.resolve()
      return before === 'headers'
        ? held.promise
        : new Response(new ReadableStream({ start: (out) => out.enqueue(new Uint8Array(9)) }))
    })
    const reply = client(server.url, clock).send(ask, never)
    await arrived.promise
    await clock.advance(10_001)
    expect(await reply).toMatchObject({ kind: 'unavailable', because: expect.stringContaining('10000 ms') })
    held.resolve(new Response())
  },
)

test('a report is waited for thrice as long: sent again it may be billed again', async () => {
  await using server = await startPanel({ token: 'very-secret', company: 'sina' })
  const clock = new TestClock()
  server.next({ fault: 'hang' })
  const reply = client(server.url, clock).send({ ...tell, idempotencyKey: 'k' }, never)
  await server.requests.reached(1, never)
  let settled = false
  void reply.then(() => {
    settled = true
  })
  await clock.advance(29_999)
  expect(settled).toBe(false)
  await clock.advance(2)
  expect(await reply).toMatchObject({ kind: 'unavailable', because: expect.stringContaining('30000 ms') })
})

test('an abort rejects with its reason', async () => {
  const stopping = new AbortController()
  const reason = new Error('shutting down')
  using server = panel(() => {
    stopping.abort(reason)
    return new Promise<Response>(() => undefined)
  })
  const thrown = await client(server.url)
    .send(ask, stopping.signal)
    .catch((error: unknown) => error)
  expect(thrown).toBe(reason)
})
