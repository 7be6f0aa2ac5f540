import { expect, test } from 'bun:test'
import type { Config } from '../config/config.ts'
import type { FetchOptions } from '../kernel/fetch.ts'
import { ScopeClosed } from '../kernel/scope.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { HungUp } from '../session/ports.ts'
import { ServiceWatch } from './service-watch.ts'

const config = {
  panel: { baseUrl: 'https://panel.example', token: new Secret('t'), api: 'v2' },
  stt: { url: 'https://speech.example/avanegar/recognise', token: new Secret('t') },
  llm: { baseUrl: 'https://llm.example/v1' },
} as unknown as Config

const plain = (signal: AbortSignal): FetchOptions => ({ method: 'GET', headers: {}, redirect: 'manual', signal })

/** A watch over a network on paper that answers after a while. */
function begin(answer: () => Response | Promise<Response>, tookMs = 0) {
  const clock = new TestClock()
  const watch = new ServiceWatch(config, clock)
  const fetch = watch.over(async () => {
    await clock.advance(tookMs)
    return await answer()
  })
  const ask = (url: string, signal = new AbortController().signal) => fetch(url, plain(signal)).catch(() => undefined)
  const seen = (name: string) => watch.views().find((each) => each.name === name)
  return { clock, ask, seen, watch }
}

test('before anybody asked, a service is idle; one that is not set up is off', () => {
  const { watch } = begin(() => new Response())
  expect(watch.views().map(({ name, state }) => [name, state])).toEqual([
    ['panel', 'idle'],
    ['recogniser', 'idle'],
    ['llm', 'off'],
    ['sms', 'off'],
  ])
})

test('an answer tells how long it took, and a no is an answer', async () => {
  const { ask, seen, clock } = begin(() => new Response('', { status: 422 }), 40)
  await ask('https://panel.example/api/dialer/next-batch')
  await ask('https://panel.example/api/dialer/next-batch')
  expect(seen('panel')).toEqual({
    ...{ name: 'panel', state: 'well', served: 2, failed: 0, failures: 0, answeredAt: clock.now() },
    ...{ lastMs: 40, p50Ms: 40, p95Ms: 40 },
  })
})

test('a service that answers with its own fault fails, until it answers well again', async () => {
  const statuses = [503, 401, 200]
  const { ask, seen } = begin(() => new Response('', { status: statuses.shift() ?? 200 }))
  await ask('https://panel.example/x')
  await ask('https://panel.example/x')
  expect(seen('panel')).toMatchObject({ state: 'failing', failures: 2, lastFailure: { because: 'HTTP 401' } })
  await ask('https://panel.example/x')
  expect(seen('panel')).toMatchObject({ state: 'well', served: 1, failed: 2, failures: 0 })
})

test('a network that does not carry is a failure; a caller who hung up is none; too slow is one', async () => {
  const lost = () => Promise.reject(new Error('refused'))
  const { ask, seen } = begin(lost, 2_000)
  await ask('https://panel.example/x')
  expect(seen('panel')).toMatchObject({ failed: 1, lastFailure: { because: 'no connection' } })
  await ask('https://panel.example/x', AbortSignal.abort(new HungUp({ cause: 16 })))
  expect(seen('panel')).toMatchObject({ failed: 1 })
  await ask('https://panel.example/x', AbortSignal.abort(new ScopeClosed()))
  expect(seen('panel')).toMatchObject({ failed: 2, lastFailure: { because: 'no answer in time' } })
})

test('a service is known by its server where its address is not the beginning; strangers are nobody', async () => {
  const { ask, seen, watch } = begin(() => new Response())
  await ask('https://speech.example/avanegar-large/getResult?id=1')
  await ask('https://elsewhere.example/')
  expect(seen('recogniser')?.served).toBe(1)
  expect(watch.views().reduce((sum, { served }) => sum + served, 0)).toBe(1)
})
