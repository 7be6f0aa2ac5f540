import { expect, test } from 'bun:test'
import { TestClock } from '../../../../kernel/test-clock.ts'
import { paperDay } from '../paper-day.ts'
import { Feed, type Listener, type Source } from './feed.ts'
import { waitBefore } from './feed-state.ts'

/** A connection on paper. */
class PaperSource implements Source {
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>()
  closed = false

  addEventListener(event: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(event, listener)
  }

  close(): void {
    this.closed = true
  }

  say(event: string, data?: unknown): void {
    this.#listeners.get(event)?.({ data: JSON.stringify(data) })
  }
}

function staged(signedIn: () => boolean | undefined = () => true) {
  const clock = new TestClock()
  const sources: PaperSource[] = []
  const heard: string[] = []
  const listener: Listener = {
    onDay: () => void heard.push('day'),
    onChange: () => void heard.push('change'),
    onLines: (lines) => void heard.push(`lines ${lines.length}`),
    onHeard: () => undefined,
    onState: (state) =>
      void heard.push(
        state.kind === 'lost' ? `lost ${state.because}${state.triesAt === undefined ? ' trying' : ''}` : state.kind,
      ),
    onSignedOut: () => void heard.push('signed out'),
  }
  const open = (): Source => {
    const source = new PaperSource()
    sources.push(source)
    return source
  }
  const feed = new Feed({ open, clock, chance: () => 0.5, isSignedIn: () => Promise.resolve(signedIn()) }, listener)
  const stop = new AbortController()
  const running = feed.run(stop.signal)
  return { clock, sources, heard, feed, stop, running }
}

test('it is live from the first thing heard, and lost the moment the connection is', async () => {
  const { clock, sources, heard, stop, running } = staged()
  sources[0]?.say('day', paperDay())
  sources[0]?.say('log', { lines: [] })
  sources[0]?.say('error')
  await clock.advance(0)
  expect(heard).toEqual(['connecting', 'live', 'day', 'lines 0', 'lost gone'])
  expect(sources[0]?.closed).toBe(true)
  await clock.advance(1_000)
  expect(heard.at(-1)).toBe('lost gone trying')
  sources[1]?.say('day', paperDay())
  expect(heard.slice(-2)).toEqual(['live', 'day'])
  stop.abort()
  await running
})

test('a connection on which nothing is heard for forty seconds is dead', async () => {
  const { clock, sources, heard, stop, running } = staged()
  sources[0]?.say('day', paperDay())
  await clock.advance(39_000)
  sources[0]?.say('beat', { at: 1 })
  await clock.advance(39_999)
  expect(heard.at(-1)).toBe('day')
  await clock.advance(1)
  expect(heard.at(-1)).toBe('lost silent')
  stop.abort()
  await running
})

test('a server that answers but is full is told apart from one that is gone', async () => {
  const { clock, sources, heard, stop, running } = staged()
  sources[0]?.say('error')
  await clock.advance(0)
  await clock.advance(2_000)
  sources[1]?.say('error')
  await clock.advance(0)
  expect(heard).toEqual(['connecting', 'lost gone', 'lost gone trying', 'lost busy'])
  stop.abort()
  await running
})

test('nobody who is signed out is kept waiting: the server says so, or is asked', async () => {
  const told = staged()
  told.sources[0]?.say('end', { code: 'not_signed_in' })
  await told.running
  expect(told.heard).toEqual(['connecting', 'signed out'])
  const asked = staged(() => false)
  asked.sources[0]?.say('error')
  await asked.clock.advance(0)
  await asked.clock.advance(2_000)
  await asked.running
  expect(asked.heard.at(-1)).toBe('signed out')
})

test('somebody in a hurry waits no longer', async () => {
  const { clock, sources, heard, feed, stop, running } = staged(() => undefined)
  sources[0]?.say('end', { code: 'ending' })
  await clock.advance(0)
  expect(heard.at(-1)).toBe('lost ending')
  feed.tryNow()
  await clock.advance(0)
  expect(sources.length).toBe(2)
  stop.abort()
  await running
})

test('tries come further apart, but never further than twenty seconds', () => {
  expect([0, 1, 2, 3, 4, 20].map((attempt) => waitBefore(attempt, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ])
  expect(waitBefore(20, 1)).toBeLessThan(20_000)
})
