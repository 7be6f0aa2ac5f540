import { expect, test } from 'bun:test'
import { Limiter } from '../kernel/limiter.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { keptLog } from '../testing/services/log-lines.ts'
import { type Failure, transientFailure } from './failure.ts'
import { Meter } from './meter.ts'
import { type Attempt, Patience } from './patience.ts'

const never = new AbortController().signal
const done: Attempt<string> = { kind: 'done', value: 'yes' }
const failed = (failure: Partial<Failure> = {}): Attempt<string> => {
  return { kind: 'failed', failure: { ...transientFailure, ...failure } }
}

test('a passing fault is tried again after half a second, then a second, and no more', async () => {
  const { clock, patience, triedAtMs, script } = setUp()
  script.push(failed(), failed(), failed(), done)
  const asked = patience.ask(script.next, never)
  await clock.advance(10_000)
  expect(await asked).toEqual({ kind: 'unavailable', because: 'transient' })
  expect(triedAtMs).toEqual([0, 500, 1_500])
})

test('waits are shortened at random, so that calls that failed together do not come back together', async () => {
  const { clock, patience, triedAtMs, script } = setUp({ random: () => 1 })
  script.push(failed(), failed(), done)
  const asked = patience.ask(script.next, never)
  await clock.advance(10_000)
  expect(await asked).toEqual({ kind: 'done', value: 'yes' })
  expect(triedAtMs).toEqual([0, 375, 1_125])
})

test('the provider’s own wait is kept', async () => {
  const { clock, patience, triedAtMs, script } = setUp()
  script.push(failed({ kind: 'rate_limit', retryAfterMs: 2_345 }), done)
  const asked = patience.ask(script.next, never)
  await clock.advance(10_000)
  expect(await asked).toEqual({ kind: 'done', value: 'yes' })
  expect(triedAtMs).toEqual([0, 2_345])
})

test('what cannot pass is not tried again', async () => {
  const { patience, triedAtMs, script } = setUp()
  script.push(failed({ kind: 'quota', retry: false }))
  expect(await patience.ask(script.next, never)).toEqual({ kind: 'unavailable', because: 'quota' })
  expect(triedAtMs).toEqual([0])
})

test('a wait that outlasts the deadline is not begun: the answer comes at once', async () => {
  const { clock, patience, script } = setUp({ timeoutMs: 3_000 })
  script.push(failed({ kind: 'rate_limit', retryAfterMs: 3_000 }))
  const asked = await patience.ask(script.next, never)
  expect(asked).toEqual({ kind: 'unavailable', because: 'rate_limit', retryAfterMs: 3_000 })
  expect(clock.elapsed()).toBe(0)
})

test('one deadline covers all tries', async () => {
  const { clock, patience, script } = setUp({ timeoutMs: 3_000 })
  script.push(failed(), 'hang')
  const asked = patience.ask(script.next, never)
  await clock.advance(2_999)
  expect(await isPending(asked)).toBe(true)
  await clock.advance(1)
  expect(await asked).toEqual({ kind: 'unavailable', because: 'timeout' })
})

test('waiting for a place counts against the deadline', async () => {
  const { clock, patience, limiter, triedAtMs, script } = setUp({ timeoutMs: 3_000, places: 1 })
  using _taken = await limiter.acquire(never)
  script.push(done)
  const asked = patience.ask(script.next, never)
  await clock.advance(3_000)
  expect(await asked).toEqual({ kind: 'unavailable', because: 'timeout' })
  expect(triedAtMs).toEqual([])
})

test('whoever waits to try again leaves the place to others', async () => {
  const { clock, patience, limiter, script } = setUp({ places: 1 })
  script.push(failed(), done)
  const asked = patience.ask(script.next, never)
  await clock.advance(0)
  const place = await limiter.acquire(never)
  place[Symbol.dispose]()
  await clock.advance(500)
  expect(await asked).toEqual({ kind: 'done', value: 'yes' })
})

test('the caller hanging up ends it with the reason, at once, and is counted as given up', async () => {
  const { clock, patience, meter, script } = setUp()
  const controller = new AbortController()
  script.push('hang')
  const asked = patience.ask(script.next, controller.signal)
  await clock.advance(700)
  const hungUp = new Error('hung up')
  controller.abort(hungUp)
  expect(await asked.catch((error: unknown) => error)).toBe(hungUp)
  expect(meter.figures()).toEqual([{ provider: 'vira', served: 0, abandoned: 1, unavailable: {} }])
})

test('the meter learns what was served and what was not; empty audio was served', async () => {
  const { patience, meter, script } = setUp()
  script.push(done, failed({ kind: 'empty_audio', retry: false }), failed({ kind: 'auth', retry: false }))
  await patience.ask(script.next, never)
  expect(await patience.ask(script.next, never)).toEqual({ kind: 'empty_audio' })
  await patience.ask(script.next, never)
  expect(meter.figures()[0]).toMatchObject({ served: 2, unavailable: { auth: 1 } })
})

test.each(['auth', 'quota', 'config'] as const)('a person is called for %s', async (kind) => {
  const { patience, lines, script } = setUp()
  script.push(failed({ kind, retry: false, status: 499 }))
  await patience.ask(script.next, never)
  expect(lines).toMatchObject([
    {
      level: 'error',
      event: 'provider.unavailable',
      fields: { provider: 'vira', because: kind, status: 499, tries: 1 },
    },
  ])
})

test('what passes by itself is only noted', async () => {
  const { patience, lines, script } = setUp()
  script.push(failed({ kind: 'bad_input', retry: false }))
  await patience.ask(script.next, never)
  expect(lines.map((line) => line.level)).toEqual(['warn'])
})

function setUp(settings: { timeoutMs?: number; places?: number; random?: () => number } = {}) {
  const clock = new TestClock()
  const meter = new Meter(clock)
  const limiter = new Limiter(settings.places ?? 10)
  const { log, lines } = keptLog()
  const random = settings.random ?? (() => 0)
  const fetch = (): never => {
    throw new Error('nothing is fetched here')
  }
  const patience = new Patience('vira', settings.timeoutMs ?? 30_000, { clock, meter, limiter, log, random, fetch })
  const triedAtMs: number[] = []
  const steps: (Attempt<string> | 'hang')[] = []
  const script = {
    push: (...more: readonly (Attempt<string> | 'hang')[]) => void steps.push(...more),
    next: async (signal: AbortSignal): Promise<Attempt<string>> => {
      triedAtMs.push(clock.elapsed())
      const step = steps.shift()
      if (step === undefined) throw new Error('tried more often than the test expects')
      if (step !== 'hang') return step
      await clock.sleep(3_600_000, signal)
      throw new Error('nobody gave up')
    },
  }
  return { clock, meter, limiter, lines, patience, triedAtMs, script }
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.any([promise, Promise.resolve(pending)])) === pending
}
