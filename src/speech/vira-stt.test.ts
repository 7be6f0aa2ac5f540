import { expect, test } from 'bun:test'
import { Limiter } from '../kernel/limiter.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import refusals from '../testing/services/fixtures/vira-stt-error-auth-rate-server.json' with { type: 'json' }
import balance from '../testing/services/fixtures/vira-stt-error-balance.json' with { type: 'json' }
import emptyAudio from '../testing/services/fixtures/vira-stt-error-empty-audio.json' with { type: 'json' }
import pending from '../testing/services/fixtures/vira-stt-pending.json' with { type: 'json' }
import success from '../testing/services/fixtures/vira-stt-success.json' with { type: 'json' }
import emptyText from '../testing/services/fixtures/vira-stt-success-empty-text.json' with { type: 'json' }
import { keptLog } from '../testing/services/log-lines.ts'
import { type Scripted, scriptedFetch } from '../testing/services/scripted-fetch.ts'
import { Meter } from './meter.ts'
import { ViraStt, viraSttUrl } from './vira-stt.ts'

const never = new AbortController().signal
const options = { hotwords: ['بله', 'خیر'], language: 'fa-IR' }
const wav = new Uint8Array([82, 73, 70, 70, 1, 2, 3])
const heard = { kind: 'text', text: 'بله بفرمایید' } as const

test('the request is the contract’s, field by field', async () => {
  const { vira, asked } = setUp(success.response)
  expect(await vira.transcribe(wav, options, never)).toEqual(heard)

  const { request } = success
  expect(asked).toHaveLength(1)
  expect(asked[0]?.url).toBe(request.url)
  expect(asked[0]?.options).toMatchObject({
    method: 'POST',
    headers: { 'gateway-token': 'the-token', accept: 'application/json' },
    tls: { rejectUnauthorized: true },
  })
  const form = asked[0]?.options.body as FormData
  const names = [...new Set(request.body.fields.map((field) => field.name))]
  expect([...new Set(form.keys())]).toEqual(names)
  for (const name of names.filter((one) => one !== 'audio')) {
    const values = request.body.fields.filter((field) => field.name === name).map((field) => field.value)
    expect([name, form.getAll(name)]).toEqual([name, values])
  }
  const audio = form.get('audio') as File
  expect([audio.name, audio.type]).toEqual(['audio.wav', 'audio/wav'])
  expect(new Uint8Array(await audio.arrayBuffer())).toEqual(wav)
})

test('success without a word, and audio said to be empty, are silence', async () => {
  const { vira } = setUp(emptyText.response, ...emptyAudio.variants)
  for (let i = 0; i < 3; i++) expect(await vira.transcribe(wav, options, never)).toEqual({ kind: 'empty' })
})

test('a spent account and a wrong key are told at once', async () => {
  const { vira, asked } = setUp(...balance.variants, refusals.variants[0] as Scripted)
  const because: unknown[] = []
  for (let i = 0; i < 4; i++) because.push(await vira.transcribe(wav, options, never))
  expect(because).toMatchObject(['quota', 'quota', 'quota', 'auth'].map((one) => ({ because: one })))
  expect(asked).toHaveLength(4)
})

test.each([
  ['a page', { status: 200, bodyText: '<html>' }],
  ['half an answer', { status: 201, bodyText: '{"data":{"sta' }],
  ['a server’s fault', { status: 500, body: {} }],
  ['a rate limit', { status: 429, body: {} }],
  ['a closed connection', { code: 'ECONNRESET' }],
] as const)('%s is asked again, and the second answer counts', async (_name, first) => {
  const { vira, clock, asked } = setUp(first, success.response)
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(500)
  expect(await transcribed).toEqual(heard)
  expect(asked).toHaveLength(2)
})

test('an answer larger than a megabyte is no answer', async () => {
  const huge = { status: 200, bodyText: `{"data":{"text":"${'x'.repeat(1_048_576)}"}}` }
  const { vira, clock } = setUp(huge, huge, huge)
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(2_000)
  expect(await transcribed).toEqual({ kind: 'unavailable', because: 'transient' })
})

test('a certificate nobody vouches for is a fault of the set-up, told at once', async () => {
  const { vira, asked } = setUp({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  expect(await vira.transcribe(wav, options, never)).toEqual({ kind: 'unavailable', because: 'config' })
  expect(asked).toHaveLength(1)
})

test('a failure told in a success is a failure, by its inner status or its words', async () => {
  const inner = { data: { status: 'fail', data: { aiResponse: { status: 400, message: 'bad' } } } }
  const words = { data: { status: 'fail', message: 'اعتبار حساب شما کافی نیست' } }
  const { vira } = setUp({ status: 200, body: inner }, { status: 200, body: words })
  expect(await vira.transcribe(wav, options, never)).toEqual({ kind: 'unavailable', because: 'bad_input' })
  expect(await vira.transcribe(wav, options, never)).toEqual({ kind: 'unavailable', because: 'quota' })
})

test('a pending result is fetched every second until it is there', async () => {
  const { vira, clock, asked } = setUp(pending.response, pending.response, { status: 503, body: {} }, success.response)
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(3_000)
  expect(await transcribed).toEqual(heard)
  expect(clock.elapsed()).toBe(3_000)
  expect(asked.map(({ options: { method } }) => method)).toEqual(['POST', 'GET', 'GET', 'GET'])
  expect(asked[3]?.url).toBe(pending.followup.url)
  expect(asked[3]?.options.headers).toMatchObject({ 'gateway-token': 'the-token' })
  expect(asked[3]?.options.body).toBeUndefined()
})

test('a pending result that is not to be had is asked for by sending the audio again', async () => {
  const { vira, clock, asked } = setUp(pending.response, { status: 404, body: {} }, success.response)
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(1_500)
  expect(await transcribed).toEqual(heard)
  expect(asked.map(({ options: { method } }) => method)).toEqual(['POST', 'GET', 'POST'])
})

test('a result pending for ever ends with the deadline', async () => {
  const { vira, clock } = setUp(...Array.from({ length: 40 }, () => pending.response))
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(30_000)
  expect(await transcribed).toEqual({ kind: 'unavailable', because: 'timeout' })
})

test('a service that never answers ends with the deadline, and its request is cut', async () => {
  const { vira, clock, asked } = setUp('hang')
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(30_000)
  expect(await transcribed).toEqual({ kind: 'unavailable', because: 'timeout' })
  expect(asked[0]?.options.signal.aborted).toBe(true)
})

test('a caller who hangs up ends it with the reason', async () => {
  const { vira, clock } = setUp('hang')
  const controller = new AbortController()
  const transcribed = vira.transcribe(wav, options, controller.signal)
  await clock.advance(10)
  controller.abort(new Error('hung up'))
  expect(await transcribed.catch((error: unknown) => error)).toBe(controller.signal.reason)
})

test('neither the token nor what was said is logged', async () => {
  const said = { data: { status: 'fail', text: 'بله بفرمایید', message: 'the-token' } }
  const { vira, clock, lines } = setUp({ status: 500, body: said }, { code: 'ECONNRESET' }, { status: 403, body: said })
  const transcribed = vira.transcribe(wav, options, never)
  await clock.advance(2_000)
  expect(await transcribed).toMatchObject({ because: 'quota' })
  expect(lines).toHaveLength(1)
  expect(JSON.stringify(lines)).not.toMatch(/the-token|بله|isahab/)
})

function setUp(...script: readonly Scripted[]) {
  const clock = new TestClock()
  const { fetch, asked } = scriptedFetch(...script)
  const { log, lines } = keptLog()
  const parts = { fetch, clock, random: () => 0, limiter: new Limiter(50), meter: new Meter(clock), log }
  const token = new Secret('the-token')
  const vira = new ViraStt({ url: viraSttUrl, token, timeoutMs: 30_000, verifyTls: true }, parts)
  return { vira, clock, asked, lines }
}
