import { expect, test } from 'bun:test'
import { type RecordedAnswer, replay } from '../testing/services/fixture.ts'
import deepgram from '../testing/services/fixtures/deepgram-errors.json' with { type: 'json' }
import gapGptOther from '../testing/services/fixtures/gapgpt-error-other.json' with { type: 'json' }
import gapGptToken from '../testing/services/fixtures/gapgpt-error-quota-token-403.json' with { type: 'json' }
import gapGptUser from '../testing/services/fixtures/gapgpt-error-quota-user-403.json' with { type: 'json' }
import gateway from '../testing/services/fixtures/gateway-errors.json' with { type: 'json' }
import openAiEdges from '../testing/services/fixtures/openai-chat-edges.json' with { type: 'json' }
import openAi from '../testing/services/fixtures/openai-errors.json' with { type: 'json' }
import sarvam from '../testing/services/fixtures/sarvam-errors.json' with { type: 'json' }
import selfHosted from '../testing/services/fixtures/selfhosted-errors.json' with { type: 'json' }
import viraRefusals from '../testing/services/fixtures/vira-stt-error-auth-rate-server.json' with { type: 'json' }
import viraBalance from '../testing/services/fixtures/vira-stt-error-balance.json' with { type: 'json' }
import viraTooLong from '../testing/services/fixtures/vira-stt-error-duration-400.json' with { type: 'json' }
import viraEmpty from '../testing/services/fixtures/vira-stt-error-empty-audio.json' with { type: 'json' }
import { type FailureKind, failureOf, type Provider } from './failure.ts'

const recorded: readonly [name: string, Provider, readonly RecordedAnswer[], readonly FailureKind[]][] = [
  ['Vira refusing', 'vira', viraRefusals.variants, ['auth', 'quota', 'rate_limit', 'transient']],
  ['Vira spent', 'vira', viraBalance.variants, ['quota', 'quota', 'quota']],
  ['Vira hearing nothing', 'vira', viraEmpty.variants, ['empty_audio', 'empty_audio']],
  ['Vira on a long utterance', 'vira', [viraTooLong.response], ['bad_input']],
  ['GapGPT spent', 'gapgpt', [gapGptToken.response, ...gapGptUser.variants], ['quota', 'quota', 'quota']],
  ['GapGPT refusing', 'gapgpt', gapGptOther.variants, ['auth', 'config', 'rate_limit', 'rate_limit', 'transient']],
  [
    'OpenAI',
    'openai',
    openAi.variants,
    ['auth', 'config', 'rate_limit', 'quota', 'quota', 'bad_input', 'bad_input', 'bad_input', 'transient'],
  ],
  ['an error inside an OpenAI stream', 'openai', [openAiEdges.inStreamError], ['transient']],
  ['a gateway', 'openai', gateway.variants, ['auth', 'rate_limit', 'bad_input']],
  [
    'self-hosted servers',
    'openai',
    selfHosted.variants,
    ['bad_input', 'bad_input', 'transient', 'empty_audio', 'transient', 'auth'],
  ],
  [
    'Deepgram',
    'deepgram',
    deepgram.variants,
    ['bad_input', 'bad_input', 'auth', 'auth', 'quota', 'config', 'config', 'bad_input', 'rate_limit'],
  ],
  [
    'Sarvam',
    'sarvam',
    sarvam.variants,
    ['bad_input', 'auth', 'bad_input', 'bad_input', 'quota', 'rate_limit', 'rate_limit', 'transient'],
  ],
]

test.each(recorded)('%s: every recorded failure has its class', (_name, provider, answers, kinds) => {
  expect(answers.map((answer) => classOf(provider, answer))).toEqual([...kinds])
})

const made: readonly [name: string, Provider, status: number, body: string, FailureKind][] = [
  ['GapGPT, 403 without a body', 'gapgpt', 403, '', 'quota'],
  ['GapGPT, 403 with a page', 'gapgpt', 403, '<html>forbidden</html>', 'quota'],
  ['OpenAI, 403 with a page', 'openai', 403, '<html>forbidden</html>', 'config'],
  ['Vira, 403 about the key', 'vira', 403, '{"message":"Invalid API key"}', 'auth'],
  ['403 in Arabic letters', 'openai', 403, '{"message":"موجودي كافي نيست"}', 'quota'],
  ['403 with escaped letters', 'openai', 403, String.raw`{"message":"\u0627\u0639\u062a\u0628\u0627\u0631"}`, 'quota'],
  ['a page where an answer was due', 'gapgpt', 200, '<html>captive portal</html>', 'transient'],
  ['half an answer', 'gapgpt', 200, '{"choices":[{"mess', 'transient'],
  ['200 that says the quota is spent', 'gapgpt', 200, '{"error":{"code":"insufficient_user_quota"}}', 'quota'],
  ['200 that says slow down', 'gapgpt', 200, '{"error":{"code":"rate_limit_exceeded"}}', 'rate_limit'],
  ['200 that says the key is wrong', 'openai', 200, '{"error":{"code":"invalid_api_key"}}', 'auth'],
  ['500 that says the audio is empty', 'vira', 500, '{"message":"Empty Audio file"}', 'empty_audio'],
  ['408', 'openai', 408, '', 'transient'],
  ['409', 'openai', 409, '', 'transient'],
  ['425', 'openai', 425, '', 'transient'],
  ['504', 'vira', 504, '<html></html>', 'transient'],
  ['503 without a reason', 'gapgpt', 503, '', 'transient'],
  ['a redirect', 'vira', 302, '', 'config'],
  ['405', 'vira', 405, '', 'config'],
]

test.each(made)('%s has its class', (_name, provider, status, body, kind) => {
  expect(classOf(provider, { status, headers: { 'content-type': 'text/plain' }, bodyText: body })).toBe(kind)
})

test('rate limits and passing faults may be asked again, nothing else', () => {
  const retried = [401, 402, 404, 400, 429, 500].map((status) => failure(status, {}).retry)
  expect(retried).toEqual([false, false, false, false, true, true])
})

test('the provider’s own advice on retrying comes first, but never for a spent account or a wrong key', () => {
  expect(failure(500, { 'x-should-retry': 'false' }).retry).toBe(false)
  expect(failure(400, { 'x-should-retry': 'true' }).retry).toBe(true)
  expect(failure(401, { 'x-should-retry': 'true' }).retry).toBe(false)
  expect(failure(402, { 'x-should-retry': 'true' }).retry).toBe(false)
})

test('a failure carries how long the provider asks to wait', () => {
  expect(failure(429, { 'retry-after': '3' })).toMatchObject({ kind: 'rate_limit', retryAfterMs: 3_000 })
  expect(failure(429, {})).not.toHaveProperty('retryAfterMs')
})

function failure(status: number, headers: Record<string, string>) {
  return failureOf('openai', { status, headers: new Headers(headers), body: '{}' }, 0)
}

function classOf(provider: Provider, answer: RecordedAnswer): FailureKind {
  const { status, headers, body } = replay(answer)
  return failureOf(provider, { status, headers: new Headers(headers), body }, 0).kind
}
