import { afterEach, beforeEach, expect, test } from 'bun:test'
import { Secret } from '../../kernel/secret.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { ViraStt } from '../../speech/vira-stt.ts'
import { clientParts, hastyClock } from '../contracts/client-parts.ts'
import { sampleWav } from '../contracts/sample-wav.ts'
import { startVira, type ViraFault, type ViraStandIn } from './vira.ts'

const never = new AbortController().signal
const wav = sampleWav('tone', 500)
const heard = { kind: 'text', text: 'بله' } as const

let vira: ViraStandIn
beforeEach(async () => {
  vira = await startVira({ token: 'the-token', recognise: () => 'بله' })
})
afterEach(async () => await vira[Symbol.asyncDispose]())

const lasting: readonly [ViraFault, because: string, requests: number][] = [
  [{ fault: 'quota' }, 'quota', 1],
  [{ fault: 'quota', as: 'persian' }, 'quota', 1],
  [{ fault: 'quota', as: '402' }, 'quota', 1],
  [{ fault: 'quota', as: 'bare_403' }, 'quota', 1],
  [{ fault: 'wrong_key' }, 'auth', 1],
  [{ fault: 'rate_limit', retryAfterMs: 1 }, 'rate_limit', 3],
  [{ fault: 'truncated' }, 'transient', 3],
  [{ fault: 'bad_gateway' }, 'transient', 3],
  [{ fault: 'server_error' }, 'transient', 3],
  [{ fault: 'cut' }, 'transient', 3],
  [{ fault: 'broken_off' }, 'transient', 3],
  [{ fault: 'lost_answer' }, 'transient', 3],
  [{ fault: 'huge' }, 'transient', 3],
  [{ fault: 'answer', status: 422, body: 'no' }, 'bad_input', 1],
]

test.each(lasting)('a fault that lasts is told by its class: %j', async (fault, because, requests) => {
  vira.always(fault)
  expect(await transcribe()).toMatchObject({ kind: 'unavailable', because })
  expect(vira.requests.all).toHaveLength(requests)
  vira.clear()
  expect(await transcribe()).toEqual(heard)
})

const harmless: readonly ViraFault[] = [
  { fault: 'slow', ms: 5 },
  { fault: 'pending', polls: 2 },
  { fault: 'legacy', shape: 'data.text' },
  { fault: 'legacy', shape: 'data.data.text' },
  { fault: 'legacy', shape: 'data.data.result' },
  { fault: 'rate_limit', retryAfterS: 1 },
  { fault: 'cut' },
  { fault: 'bad_gateway' },
]

test.each(harmless)('a fault that passes costs no words: %j', async (fault) => {
  vira.next(fault)
  expect(await transcribe()).toEqual(heard)
})

test.each([{ fault: 'empty' }, { fault: 'empty_audio' }] as const)('nothing heard is silence: %j', async (fault) => {
  vira.next(fault)
  expect(await transcribe()).toEqual({ kind: 'empty' })
})

test('a service that hangs is given up at the deadline', async () => {
  const clock = new TestClock()
  vira.always({ fault: 'hang' })
  const transcribed = client(clock).transcribe(wav, { hotwords: [], language: 'fa-IR' }, never)
  await vira.requests.reached(1, never)
  await clock.advance(30_000)
  expect(await transcribed).toEqual({ kind: 'unavailable', because: 'timeout' })
})

test('the audio and the hotwords reach the recogniser as they were sent', async () => {
  await transcribe()
  expect(vira.requests.last?.form).toMatchObject({ hotwords: ['بله', 'خیر'], audio: wav, durationMs: 500 })
  expect(vira.violations).toEqual([])
})

test('a rule decides by the request; what it leaves open is decided by the queue', async () => {
  vira.when((request) => (request.headers.get('gateway-token') === 'x' ? { fault: 'hang' } : undefined))
  vira.next({ fault: 'quota' }, { on: 'request' })
  vira.next({ fault: 'quota' }, { on: 'getResult' })
  expect(await transcribe()).toMatchObject({ because: 'quota' })
  expect(await transcribe()).toEqual(heard)
})

test.each([
  [
    'another name for the file',
    (form: FormData) => rename(form, 'audio', 'file'),
    'the file field is «file», not «audio»',
  ],
  ['a missing switch', (form: FormData) => form.delete('diarize'), '«diarize» is missing'],
  ['a field nobody knows', (form: FormData) => form.append('language', 'fa'), 'no field is called «language»'],
  ['a model nobody knows', (form: FormData) => form.set('model', 'best'), 'no model is called «best»'],
  ['stereo', (form: FormData) => form.set('audio', stereo(), 'audio.wav'), 'the audio is not 16-bit mono PCM'],
])('a form that departs from the contract is refused: %s', async (_name, change, violation) => {
  const form = new FormData()
  form.append('model', 'default')
  for (const name of ['srt', 'inverseNormalizer', 'timestamp', 'spokenPunctuation', 'punctuation', 'diarize']) {
    form.append(name, 'false')
  }
  form.append('numSpeakers', '0')
  form.append('audio', new Blob([Uint8Array.from(wav)]), 'audio.wav')
  change(form)
  const response = await fetch(vira.url, { method: 'POST', headers: { 'gateway-token': 'the-token' }, body: form })
  expect(response.status).toBe(400)
  expect(vira.violations.join('\n')).toContain(violation)
})

function client(clock = hastyClock(50)): ViraStt {
  const options = { url: vira.url, token: new Secret('the-token'), timeoutMs: 30_000, verifyTls: true }
  return new ViraStt(options, clientParts(clock))
}

function transcribe() {
  return client().transcribe(wav, { hotwords: ['بله', 'خیر'], language: 'fa-IR' }, never)
}

function rename(form: FormData, from: string, to: string): void {
  form.append(to, form.get(from) as File, 'audio.wav')
  form.delete(from)
}

function stereo(): Blob {
  const changed = Uint8Array.from(wav)
  changed[22] = 2
  return new Blob([changed])
}
