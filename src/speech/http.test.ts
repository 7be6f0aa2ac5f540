import { afterEach, expect, test } from 'bun:test'
import { type Listening, listen, type Received, type Reply } from '../testing/services/http-listener.ts'
import { RequestLog } from '../testing/services/request-log.ts'
import { scriptedFetch } from '../testing/services/scripted-fetch.ts'
import { exchange, type HttpRequest } from './http.ts'

const never = new AbortController().signal
const open: Listening[] = []

afterEach(async () => {
  for (const service of open.splice(0)) await service[Symbol.asyncDispose]()
})

test('an answer is read whole as text, whatever its type says', async () => {
  const url = await serve(() => answer('{"سلام":1}', { 'content-type': 'application/octet-stream' }))
  const exchanged = await exchange(fetch, get(url), 1_000, never)
  expect(exchanged).toMatchObject({ kind: 'answered', status: 200, body: '{"سلام":1}' })
})

test('an answer larger than allowed is not read on', async () => {
  const url = await serve(() => answer('x'.repeat(1_001)))
  expect((await exchange(fetch, get(url), 1_000, never)).kind).toBe('too_large')
  expect((await exchange(fetch, get(url), 1_001, never)).kind).toBe('answered')
})

test('a connection closed before or within the answer is a network fault', async () => {
  const before = await serve(() => ({ kind: 'cut' }))
  const within = await serve(() => ({ kind: 'cut', sent: '{"a":' }))
  expect((await exchange(fetch, get(before), 1_000, never)).kind).toBe('unreachable')
  expect((await exchange(fetch, get(within), 1_000, never)).kind).toBe('unreachable')
})

test('nobody listening is a network fault', async () => {
  const gone = await listen({}, async () => answer(''))
  await gone[Symbol.asyncDispose]()
  expect((await exchange(fetch, get(gone.origin), 1_000, never)).kind).toBe('unreachable')
})

test('an address that is none and a certificate nobody vouches for are faults of the set-up', async () => {
  const untrusted = scriptedFetch({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect((await exchange(fetch, get('no address'), 1_000, never)).kind).toBe('misconfigured')
  expect((await exchange(untrusted.fetch, get('https://x.example'), 1_000, never)).kind).toBe('misconfigured')
})

test('a service that never answers is left the moment the signal aborts, with its reason', async () => {
  const arrived = new RequestLog<Received>()
  const url = await serve((received) => {
    arrived.add(received)
    return { kind: 'silence' }
  })
  const controller = new AbortController()
  const hungUp = new Error('hung up')
  const exchanged = exchange(fetch, get(url), 1_000, controller.signal)
  await arrived.reached(1, never)
  controller.abort(hungUp)
  expect(await exchanged.catch((error: unknown) => error)).toBe(hungUp)
})

test('nothing is sent when the signal has aborted already', async () => {
  const script = scriptedFetch()
  const gone = AbortSignal.abort(new Error('gone'))
  await expect(exchange(script.fetch, get('http://x.example'), 1_000, gone)).rejects.toBe(gone.reason)
  expect(script.asked).toEqual([])
})

test('a redirect is not followed, for our key would travel with it', async () => {
  const seen: string[] = []
  const url = await serve((received) => {
    seen.push(received.url.pathname)
    return { kind: 'answer', status: 302, headers: { location: '/elsewhere' }, body: '' }
  })
  expect(await exchange(fetch, get(url), 1_000, never)).toMatchObject({ kind: 'answered', status: 302 })
  expect(seen).toEqual(['/'])
})

test.each([true, false])(
  'certificates are checked as set (%p), and no deadline but ours applies',
  async (verifyTls) => {
    const script = scriptedFetch({ status: 200, body: {} })
    await exchange(script.fetch, { ...get('https://x.example'), verifyTls }, 1_000, never)
    expect(script.asked[0]?.options).toMatchObject({ tls: { rejectUnauthorized: verifyTls }, timeout: false })
  },
)

async function serve(reply: (received: Received) => Reply): Promise<string> {
  const service = await listen({}, async (received) => reply(received))
  open.push(service)
  return `${service.origin}/`
}

function answer(body: string, headers: Record<string, string> = {}): Reply {
  return { kind: 'answer', status: 200, headers, body }
}

function get(url: string): HttpRequest {
  return { url, method: 'GET', headers: {}, verifyTls: true }
}
