import { afterEach, beforeEach, expect, test } from 'bun:test'
import { systemClock } from '../kernel/clock.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { type MelipayamakFault, type MelipayamakStandIn, startMelipayamak } from '../testing/services/melipayamak.ts'
import { Melipayamak, type SmsSent } from './melipayamak.ts'

const never = new AbortController().signal
const key = 'console/key-4c1f'
const message = { to: ['09121111111'], text: 'هشدار' }

let service: MelipayamakStandIn
beforeEach(async () => {
  service = await startMelipayamak({ key: encodeURIComponent(key) })
})
afterEach(async () => await service[Symbol.asyncDispose]())

function client(over: { readonly url?: string; readonly key?: string; readonly timeoutMs?: number } = {}): Melipayamak {
  const settings = { url: service.url, from: '50001234', timeoutMs: 5_000, ...over, key: new Secret(over.key ?? key) }
  return new Melipayamak(settings, { clock: systemClock, fetch })
}

test('a text goes out to one number or several, from our sender', async () => {
  const several = { to: ['09121111111', '09122222222'], text: 'هشدار' }
  expect(await client().send(message, never)).toEqual({ kind: 'sent' })
  expect(await client({ url: `${service.url}/` }).send(several, never)).toEqual({ kind: 'sent' })
  expect(service.sent.all).toEqual([
    { from: '50001234', ...message },
    { from: '50001234', ...several },
  ])
  expect(service.violations).toEqual([])
})

const outage = (fault: string, status = 200): MelipayamakFault => ({ fault: 'answer', status, body: fault })

test.each([
  [{ fault: 'quota' }, { kind: 'refused', fault: 'quota', said: 'اعتبار کافی نمی باشد' }],
  [{ fault: 'wrong_sender' }, { kind: 'refused', fault: 'sender', said: 'شماره فرستنده معتبر نمی باشد' }],
  [{ fault: 'wrong_key' }, { kind: 'refused', fault: 'key', said: 'کلید کنسول معتبر نیست' }],
  [{ fault: 'bad_request' }, { kind: 'refused', fault: 'request', said: 'درخواست نامعتبر' }],
  [
    outage('{"recId":0,"status":"اعتبار شما كافي نيست"}'),
    { kind: 'refused', fault: 'quota', said: 'اعتبار شما کافی نیست' },
  ],
  [outage('{"recId":35,"status":"key console/key-4c1f"}'), { kind: 'refused', fault: 'other' }],
  [outage('{"recId":0,"status":"خطا برای ۰۹۱۲۱۱۱۱۱۱۱"}'), { kind: 'refused', fault: 'other' }],
  [outage('{}', 403), { kind: 'refused', fault: 'key' }],
  [outage('no', 422), { kind: 'refused', fault: 'request' }],
  [{ fault: 'server_error' }, { kind: 'unavailable', because: 'Melipayamak has trouble of its own (HTTP 500)' }],
  [{ fault: 'bad_gateway' }, { kind: 'unavailable', because: 'Melipayamak has trouble of its own (HTTP 502)' }],
  [outage('', 404), { kind: 'unavailable', because: 'there is no Melipayamak console at SMS_URL (HTTP 404)' }],
  [outage('', 504), { kind: 'uncertain', because: 'something between us and Melipayamak gave up (HTTP 504)' }],
  [outage('{}'), { kind: 'uncertain', because: "Melipayamak's answer cannot be read" }],
  [{ fault: 'truncated' }, { kind: 'uncertain', because: "Melipayamak's answer cannot be read" }],
  [{ fault: 'huge' }, { kind: 'uncertain', because: "Melipayamak's answer cannot be read" }],
  [{ fault: 'cut' }, { kind: 'uncertain', because: 'Melipayamak closed the connection (ECONNRESET)' }],
  [{ fault: 'lost_answer' }, { kind: 'uncertain', because: 'Melipayamak closed the connection (ECONNRESET)' }],
] as const satisfies readonly (readonly [MelipayamakFault, SmsSent])[])(
  'an answer that is no success is told for what it is: %j',
  async (fault, sent) => {
    service.next(fault)
    expect(await client().send(message, never)).toEqual(sent)
  },
)

test('nobody listening is certainly not sent, silence is not certain', async () => {
  expect(await client({ url: 'http://127.0.0.1:1' }).send(message, never)).toEqual({
    kind: 'unavailable',
    because: 'Melipayamak cannot be reached (ECONNREFUSED)',
  })
  service.next({ fault: 'lost_answer', how: 'silence' })
  expect(await client({ timeoutMs: 100 }).send(message, never)).toEqual({
    kind: 'uncertain',
    because: 'Melipayamak did not answer within 100 ms',
  })
  expect(service.sent.all).toHaveLength(1)
})

test('the key is in nothing that comes back, however sending ends', async () => {
  const stopped = new AbortController()
  const reason = new Error('the engine ends')
  service.always({ fault: 'hang' })
  const ends: unknown[] = []
  const sending = client().send(message, stopped.signal)
  await service.requests.reached(1, AbortSignal.timeout(5_000))
  stopped.abort(reason)
  ends.push(await sending.catch((error: unknown) => error))
  expect(ends[0]).toBe(reason)
  for (const url of ['http://127.0.0.1:1', 'https://127.0.0.1:1', 'nonsense', service.url]) {
    ends.push(await client({ url, timeoutMs: 100 }).send(message, never))
  }
  for (const fault of ['cut', 'broken_off', 'huge', 'wrong_key', 'bad_gateway'] as const) {
    service.always({ fault })
    ends.push(await client().send(message, never))
  }
  const shown = Bun.inspect(ends, { depth: 10 }) + JSON.stringify(ends)
  expect(ends).toHaveLength(10)
  expect(shown).not.toContain('4c1f')
  expect(
    Bun.inspect(
      new Melipayamak({ url: '', from: '', timeoutMs: 1, key: new Secret(key) }, { clock: new TestClock(), fetch }),
    ),
  ).not.toContain('4c1f')
})
