import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import { Gates } from './gates.ts'
import { watchGates } from './watch.ts'

/** The default company calls from 09:00 to 21:00 in Tehran, which is 05:30 to 17:30 UTC. */
const window = defaultPolicy('paper').calling

test('nobody is rung without a connection, or outside the hours, and the page says until when', async () => {
  const clock = new TestClock(Date.UTC(2026, 0, 5, 17, 29))
  const gates = new Gates(clock, () => undefined)
  const calls = { connected: false }
  watchGates(gates, { calls, window, clock })
  expect(gates.closed).toMatchObject([{ name: 'asterisk' }])
  calls.connected = true
  watchGates(gates, { calls, window, clock })
  expect(gates.closed).toEqual([])
  await clock.advance(60_000)
  watchGates(gates, { calls, window, clock })
  expect(gates.closed).toMatchObject([{ name: 'window', until: Date.UTC(2026, 0, 6, 5, 30) }])
})
