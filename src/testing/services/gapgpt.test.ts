import { afterEach, beforeEach, expect, test } from 'bun:test'
import { Secret } from '../../kernel/secret.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { GapGpt } from '../../speech/gapgpt.ts'
import { clientParts, hastyClock } from '../contracts/client-parts.ts'
import { type ChatPrompt, type GapGptFault, type GapGptStandIn, startGapGpt } from './gapgpt.ts'

const never = new AbortController().signal
const question = {
  transcript: 'بله بفرمایید',
  language: 'fa-IR',
  scenarioTitle: 'Language academy',
  intents: [{ name: 'yes', phrases: ['بله'] }],
}
const yes = { kind: 'intent', intent: 'yes' } as const
const unknown = { kind: 'intent', intent: 'unknown' } as const

let gapGpt: GapGptStandIn
let prompts: ChatPrompt[]
beforeEach(async () => {
  prompts = []
  const classify = (prompt: ChatPrompt): string => {
    prompts.push(prompt)
    return 'yes'
  }
  gapGpt = await startGapGpt({ key: 'the-key', classify })
})
afterEach(async () => await gapGpt[Symbol.asyncDispose]())

const lasting: readonly [GapGptFault, because: string, requests: number][] = [
  [{ fault: 'quota', as: 'token' }, 'quota', 1],
  [{ fault: 'quota', as: 'user' }, 'quota', 1],
  [{ fault: 'quota', as: 'openai_429' }, 'quota', 1],
  [{ fault: 'quota', as: 'unreadable_403' }, 'quota', 1],
  [{ fault: 'wrong_key' }, 'auth', 1],
  [{ fault: 'banned' }, 'config', 1],
  [{ fault: 'rate_limit', retryAfterMs: 1 }, 'rate_limit', 3],
  [{ fault: 'no_channel' }, 'rate_limit', 3],
  [{ fault: 'sse_error' }, 'transient', 3],
  [{ fault: 'sse_broken_off' }, 'transient', 3],
  [{ fault: 'truncated' }, 'transient', 3],
  [{ fault: 'broken_off' }, 'transient', 3],
  [{ fault: 'bad_gateway' }, 'transient', 3],
]

test.each(lasting)('a fault that lasts is told by its class: %j', async (fault, because, requests) => {
  gapGpt.always(fault)
  expect(await classify()).toMatchObject({ kind: 'unavailable', because })
  expect(gapGpt.requests.all).toHaveLength(requests)
  gapGpt.always(undefined)
  expect(await classify()).toEqual(yes)
})

const answered: readonly [GapGptFault, typeof yes | typeof unknown][] = [
  [{ fault: 'sse' }, yes],
  [{ fault: 'sse', contentType: 'application/json' }, yes],
  [{ fault: 'slow', ms: 5 }, yes],
  [{ fault: 'rate_limit', retryAfterS: 1 }, yes],
  [{ fault: 'says', text: ' "YES". ' }, yes],
  [{ fault: 'says', text: 'ye', finish: 'length' }, unknown],
  [{ fault: 'says', text: 'transfer_money' }, unknown],
  [{ fault: 'refuses' }, unknown],
]

test.each(answered)('what is answered once is settled: %j', async (fault, intent) => {
  gapGpt.next(fault)
  expect(await classify()).toEqual(intent)
})

test('a service that hangs is given up at the deadline', async () => {
  const clock = new TestClock()
  gapGpt.always({ fault: 'hang' })
  const classified = client(clock).classify(question, never)
  await gapGpt.requests.reached(1, never)
  await clock.advance(20_000)
  expect(await classified).toEqual({ kind: 'unavailable', because: 'timeout' })
})

test('the model sees the intents as instructions and the reply apart from them', async () => {
  await classify()
  expect(prompts[0]?.system).toContain('- yes')
  expect(prompts[0]?.user).toBe('<reply>بله بفرمایید</reply>')
  expect(gapGpt.violations).toEqual([])
})

test('a request that departs from the contract is refused', async () => {
  const headers = { authorization: 'Bearer the-key' }
  const body = JSON.stringify({ model: 'm', temperature: 0, max_tokens: 4_000, stream: true, messages: [] })
  const response = await fetch(`${gapGpt.url}/chat/completions`, { method: 'POST', headers, body })
  expect(response.status).toBe(400)
  expect(gapGpt.violations.map((violation) => violation.split(':')[0])).toEqual(['max_tokens', 'stream', 'messages'])
})

function client(clock = hastyClock(50)): GapGpt {
  const options = { baseUrl: gapGpt.url, apiKey: new Secret('the-key'), model: 'gpt-4o-mini', temperature: 0.3 }
  return new GapGpt({ ...options, timeoutMs: 20_000 }, clientParts(clock))
}

function classify() {
  return client().classify(question, never)
}
