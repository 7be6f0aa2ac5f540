import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { type PaperAttempt, PaperDialer, people } from '../testing/paper-dialer.ts'
import { greeting, paperPlan } from '../testing/paper-plan.ts'

const plans = [greeting('plain')]
const tenSeconds: PaperAttempt = { lastsMs: 10_000, outcome: { disposition: 'no_answer' } }
const operatorFailed: PaperAttempt = { lastsMs: 500, outcome: { disposition: 'failed', reason: 'operator_failed' } }

test('every number of a finite list is rung once, and the run ends when the last call has ended', async () => {
  const day = new PaperDialer({ list: people(1, 3), plans })
  const running = day.run(true)
  await day.clock.advance(11_999)
  expect(day.live).toBe(1)
  await day.clock.advance(1)
  expect(await running).toBeUndefined()
  expect(day.placed.map(({ contact, at }) => [contact, at])).toEqual([
    ['1', 0],
    ['2', 1_000],
    ['3', 2_000],
  ])
  expect(day.records.map(({ contact }) => contact.id)).toEqual(['1', '2', '3'])
  expect(day.book.told).toEqual(['dialing 1', 'dialing 2', 'dialing 3'])
})

test('a finished list costs nothing: the loop looks once a second, not all the time', async () => {
  const day = new PaperDialer({ list: people(1, 1), plans })
  let looks = 0
  const now = day.clock.now.bind(day.clock)
  day.clock.now = () => {
    looks++
    return now()
  }
  const running = day.run()
  await day.clock.advance(30_000)
  looks = 0
  await day.clock.advance(60_000)
  expect(looks).toBeLessThan(300)
  day.stop.abort(new ShuttingDown())
  expect(await running).toBeUndefined()
})

test('calls spread over the lines, the least loaded first', async () => {
  const lines = ['1000', '2000', '3000']
  const day = new PaperDialer({ list: people(1, 6), plans, lines, limits: { concurrent: 2 } })
  const running = day.run(true)
  await day.clock.advance(500)
  expect(day.placed.map(({ line }) => line)).toEqual(lines)
  await day.clock.advance(30_000)
  await running
  expect(day.placed.map(({ line }) => line)).toEqual([...lines, ...lines])
  expect(day.peak).toBe(6)
})

test('any gate that is shut holds dialing, and the moment the last one opens it goes on', async () => {
  const day = new PaperDialer({ list: people(1, 3), plans })
  day.gates.shut('paused', 'paused by hand')
  day.gates.shut('window', 'it is late')
  const running = day.run()
  await day.clock.advance(120_000)
  expect(day.placed).toEqual([])
  day.gates.open('window')
  await day.clock.advance(5_000)
  expect(day.placed).toEqual([])
  day.gates.open('paused')
  await day.clock.advance(0)
  expect(day.placed).toHaveLength(1)
  using _held = day.gates.hold('operator', 'an operator is being called')
  await day.clock.advance(20_000)
  expect(day.placed).toHaveLength(1)
  day.stop.abort(new ShuttingDown())
  await running
})

test('a number that cannot be placed goes back to the list, for longer each time, and is given up the fifth time', async () => {
  const day = new PaperDialer({
    list: people(1, 2),
    plans,
    failThreshold: 100,
    attempt: ({ contact }) => (contact.id === '1' ? { refused: 'no such number' } : tenSeconds),
  })
  const running = day.run(true)
  await day.clock.advance(300_000)
  await running
  const tries = day.placed.filter(({ contact }) => contact === '1').map(({ at }) => at)
  expect(tries.map((at, n) => at - (tries[n - 1] ?? 0))).toEqual([0, 5_000, 15_000, 45_000, 135_000])
  expect(day.book.told.filter((told) => told.endsWith(' 1') || told.includes(' 1:'))).toEqual([
    ...Array<string>(4).fill('release 1'),
    'give up 1: not_placed',
  ])
})

test('while nobody gets through a number is not given up so soon: the fault is hardly its own', async () => {
  const day = new PaperDialer({
    list: people(1, 1),
    plans,
    failThreshold: 100,
    attempt: () => ({ refused: 'no trunk' }),
  })
  const running = day.run(true)
  await day.clock.advance(3_600_000)
  expect(day.book.told.every((told) => told === 'release 1')).toBe(true)
  await day.clock.advance(3 * 3_600_000)
  await running
  expect(day.placed).toHaveLength(15)
  expect(day.book.told.at(-1)).toBe('give up 1: not_placed')
})

test('the others go first when a number goes back to the list', async () => {
  const day = new PaperDialer({
    list: people(1, 3),
    plans,
    attempt: ({ contact }, n) =>
      contact.id === '1' && n === 1
        ? { refused: 'busy trunk' }
        : { lastsMs: 10_000, outcome: { disposition: 'no_answer' } },
  })
  const running = day.run(true)
  await day.clock.advance(60_000)
  await running
  expect(day.placed.map(({ contact }) => contact)).toEqual(['1', '2', '3', '1'])
})

test('technical failures in a row stop dialing for a minute; then one call at a time finds out whether it is over', async () => {
  const day = new PaperDialer({
    list: people(1, 10),
    plans,
    limits: { concurrent: 3 },
    attempt: (_attempt, n) =>
      n <= 4 ? operatorFailed : { lastsMs: 20_000, outcome: { disposition: 'not_interested' } },
  })
  const running = day.run()
  await day.clock.advance(62_000)
  expect(day.placed).toHaveLength(3)
  expect(day.gates.closed).toMatchObject([{ name: 'failures', because: '3 calls in a row failed technically' }])
  // The probe fails: another minute.
  await day.clock.advance(3_000)
  expect(day.placed).toHaveLength(4)
  expect(day.gates.closed).toMatchObject([{ name: 'failures', because: '4 calls in a row failed technically' }])
  // The next probe is alone until it has shown that all is well.
  await day.clock.advance(75_000)
  expect(day.placed).toHaveLength(5)
  expect([day.gates.closed, day.gates.trial, day.live]).toEqual([[], true, 1])
  await day.clock.advance(10_000)
  expect([day.gates.trial, day.live]).toEqual([false, 3])
  day.stop.abort(new ShuttingDown())
  await day.clock.advance(30_000)
  await running
})

test('a call that was no failure begins the count anew', async () => {
  const outcomes = ['failed', 'failed', 'busy', 'failed', 'failed', 'connected'] as const
  const day = new PaperDialer({
    list: people(1, 6),
    plans,
    attempt: (_attempt, n) => ({ lastsMs: 100, outcome: { disposition: outcomes[n - 1] ?? 'connected' } }),
  })
  const running = day.run(true)
  await day.clock.advance(7_000)
  await running
  expect(day.records).toHaveLength(6)
})

test('whoever asked not to be called is not rung, even when they asked a moment ago', async () => {
  const day = new PaperDialer({ list: people(1, 3), plans, readyMs: () => 400 })
  const running = day.run(true)
  await day.clock.advance(500)
  day.book.barred.add('09120000002')
  await day.clock.advance(900) // the channel for the third is being made
  day.book.barred.add('09120000003')
  await day.clock.advance(60_000)
  await running
  expect(day.placed.map(({ contact }) => contact)).toEqual(['1', '3'])
  expect(day.dialled.map(({ contact }) => contact)).toEqual(['1'])
  expect(day.book.told).toEqual(['dialing 1', 'give up 2: do_not_call', 'give up 3: do_not_call'])
})

test('asked to stop, it dials no more and lets the calls that are up come to their end', async () => {
  const day = new PaperDialer({ list: people(1, 10), plans })
  let ended = false
  const running = day.run().finally(() => (ended = true))
  await day.clock.advance(2_500)
  day.stop.abort(new ShuttingDown())
  await day.clock.advance(5_000)
  expect([day.placed.length, ended]).toEqual([3, false])
  await day.clock.advance(10_000)
  expect(await running).toBeUndefined()
  expect(day.records).toHaveLength(3)
})

test('cut short, it ends with the reason and no task outlives it', async () => {
  const day = new PaperDialer({ list: people(1, 10), plans })
  const running = day.run()
  await day.clock.advance(2_500)
  const reason = new ShuttingDown()
  day.cut.abort(reason)
  expect(await running).toBe(reason)
  expect(day.live).toBe(0)
})

test('without a scenario for outbound calls nobody is rung, and it says so', async () => {
  const inbound = paperPlan(
    'welcome',
    'prompts: { hello: { audio: hello.mp3 } }\nflow: { inbound: [{ say: hello }, { hangup: connected }] }\n',
  )
  const day = new PaperDialer({ list: people(1, 2), plans: [inbound] })
  const running = day.run()
  await day.clock.advance(200_000)
  expect(day.placed).toEqual([])
  expect(day.gates.closed).toMatchObject([{ name: 'scenarios', since: new TestClock().now() }])
  day.stop.abort(new ShuttingDown())
  await running
})

test('turning many away holds up nothing else', async () => {
  const day = new PaperDialer({ list: people(1, 3_000), plans })
  for (const { phone } of people(1, 3_000)) day.book.barred.add(phone)
  const running = day.run()
  await day.clock.advance(100)
  expect(day.book.told.length).toBeGreaterThan(0)
  expect(day.book.told.length).toBeLessThanOrEqual(10 * 21)
  await day.clock.advance(2_000)
  expect(day.book.told).toHaveLength(3_000)
  day.stop.abort(new ShuttingDown())
  await day.clock.advance(1_000)
  await running
})

test('a long conversation from before does not keep a trial from beginning, nor one on trial from going on', async () => {
  const hour = { lastsMs: 3_600_000, outcome: { disposition: 'connected' } } as const
  const day = new PaperDialer({
    list: people(1, 20),
    plans,
    attempt: (_attempt, n) => (n === 1 || n === 5 ? hour : n <= 4 ? operatorFailed : tenSeconds),
  })
  const running = day.run()
  await day.clock.advance(60_000)
  expect([day.placed.length, day.gates.closed.map(({ name }) => name)]).toEqual([4, ['failures']])
  await day.clock.advance(10_000)
  expect([day.placed.length, day.gates.trial]).toEqual([5, true])
  await day.clock.advance(80_000)
  expect([day.placed.length > 6, day.gates.trial]).toEqual([true, false])
  day.cut.abort(new ShuttingDown())
  await running
})

test('that calls got through is remembered over a restart: a number of its own fault is given up all the same', async () => {
  const day = new PaperDialer({
    list: people(1, 1),
    plans,
    failThreshold: 100,
    throughAgoMs: 60_000,
    attempt: () => ({ refused: 'no such number' }),
  })
  const running = day.run(true)
  await day.clock.advance(300_000)
  await running
  expect(day.placed).toHaveLength(5)
})
