import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { Meter, type MeterEvent } from './meter.ts'

test('figures are kept per provider: what was served, what failed and why, and how long it took', async () => {
  const clock = new TestClock(0)
  const meter = new Meter(clock)
  for (let tookMs = 1; tookMs <= 100; tookMs++) meter.record({ kind: 'served', provider: 'vira', tookMs })
  await clock.advance(5_000)
  meter.record({ kind: 'unavailable', provider: 'vira', tookMs: 9, because: 'quota' })
  meter.record({ kind: 'unavailable', provider: 'vira', tookMs: 9, because: 'quota' })
  meter.record({ kind: 'abandoned', provider: 'gapgpt', tookMs: 4_000 })

  expect(meter.figures()).toEqual([
    {
      provider: 'vira',
      served: 100,
      abandoned: 0,
      unavailable: { quota: 2 },
      p50Ms: 50,
      p95Ms: 95,
      lastFailure: { atMs: 5_000, because: 'quota' },
    },
    { provider: 'gapgpt', served: 0, abandoned: 1, unavailable: {} },
  ])
})

test('latency forgets what is long past', () => {
  const meter = new Meter(new TestClock())
  meter.record({ kind: 'served', provider: 'vira', tookMs: 60_000 })
  for (let i = 0; i < 200; i++) meter.record({ kind: 'served', provider: 'vira', tookMs: 10 })
  expect(meter.figures()[0]).toMatchObject({ served: 201, p50Ms: 10, p95Ms: 10 })
})

test('a listener hears every event until it stops listening', () => {
  const meter = new Meter(new TestClock())
  const heard: MeterEvent[] = []
  const refused: MeterEvent = { kind: 'unavailable', provider: 'vira', tookMs: 1, because: 'auth' }
  const listening = meter.listen((event) => heard.push(event))
  meter.record(refused)
  listening[Symbol.dispose]()
  meter.record(refused)
  expect(heard).toEqual([refused])
})
