import { expect, test } from 'bun:test'
import { TimedFlow, type TimedFlowOptions } from '../testing/paper-flow.ts'
import { paperPlan } from '../testing/paper-plan.ts'
import type { Transferred } from './ports.ts'

const prompts = `prompts:
  ${['hello', 'onhold', 'goodby'].map((name) => `${name}: { audio: ${name}.mp3 }`).join('\n  ')}
`

function planOf(flow: string, rest = ''): ReturnType<typeof paperPlan> {
  return paperPlan('walk', `${prompts}${rest}flow:\n${flow}`)
}

const handOver = planOf(`
  outbound:
    - disposition: disconnected
    - transfer: operators
      hold: onhold
      ring: 12s
      caller_id: "{contact.phone}"
      on: { answered: { disposition: connected }, busy: rest, else: { hangup: failed, because: operator_failed } }
    - say: goodby
  rest: [{ say: hello }, { hangup: unknown }]
`)

const rung = 5_000
const talked = 30_000

function connects(kind: Transferred['kind']): NonNullable<TimedFlowOptions['connect']> {
  return async (_order, clock, signal) => {
    await clock.sleep(rung, signal)
    if (kind !== 'answered') return { kind }
    const operator = { key: 'one', endpoint: 'PJSIP/101' }
    return { kind, operator, conversation: (call) => clock.sleep(talked, call) }
  }
}

test('«answered» is true the moment an operator answers; what stands behind the transfer comes after the conversation', async () => {
  const flow = await new TimedFlow({ plan: handOver, connect: connects('answered') }).run(rung - 1)
  expect(flow.context.verdict.outcome.disposition).toBe('disconnected')
  await flow.run(1)
  expect(flow.context.verdict.outcome.disposition).toBe('connected')
  await flow.run(talked - 1)
  expect(flow.log).toEqual([])
  await flow.run(5_000)
  expect(flow.log).toEqual(['35 goodby'])
  expect(await flow.ended).toBeUndefined()
})

test('the order to connect says what the scenario says', async () => {
  const orders: unknown[] = []
  const flow = new TimedFlow({
    plan: handOver,
    connect: (order) => {
      orders.push(order)
      return Promise.resolve({ kind: 'no_answer' })
    },
  })
  await flow.run(1_000)
  expect(orders).toEqual([
    {
      queue: 'operators',
      hold: { kind: 'audio', name: 'onhold', file: 'onhold.mp3' },
      callerId: '09120000000',
      ringMs: 12_000,
    },
  ])
})

test.each([
  ['busy', ['5 hello'], { disposition: 'unknown' }],
  ['no_answer', [], { disposition: 'failed', reason: 'operator_failed' }],
  ['unavailable', [], { disposition: 'failed', reason: 'operator_failed' }],
  ['failed', [], { disposition: 'failed', reason: 'operator_failed' }],
] as const)('a transfer that ends as «%s» goes where the scenario says', async (kind, log, outcome) => {
  const flow = await new TimedFlow({ plan: handOver, connect: connects(kind) }).run(60_000)
  expect(flow.log).toEqual([...log])
  expect(flow.context.verdict.outcome).toEqual(outcome)
})

test('a caller who leaves during the conversation stays «connected»', async () => {
  const flow = await new TimedFlow({ plan: handOver, connect: connects('answered') }).run(rung + 1_000)
  const reason = new Error('hung up')
  flow.hangUp(reason)
  expect(await flow.ended).toBe(reason)
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
})

/** Asks for ever, with so many seconds of prompts each time. */
function round(seconds: number): ReturnType<typeof planOf> {
  return planOf(`
  outbound:
    - disposition: connected
    - ask: [${Array<string>(seconds).fill('hello').join(', ')}]
      expect: yes_no
      on: { "yes": outbound, else: { hangup: unknown } }
`)
}

test('no call takes more than five hundred steps', async () => {
  const quick = new TimedFlow({ plan: round(1), replies: Array<string>(1_000).fill('yes') })
  quick.clock.elapsed = () => 0 // as if no time passed
  await quick.run(10_000_000)
  expect(await quick.ended).toBeUndefined()
  expect(quick.context.verdict.outcome).toEqual({ disposition: 'failed', reason: 'too_many_steps' })
  expect(quick.context.story.trace.at(-1)?.result).toBe('too_many_steps')
})

test('no call is scripted for more than ten minutes', async () => {
  const flow = await new TimedFlow({ plan: round(10), replies: Array<string>(1_000).fill('yes') }).run(599_000)
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
  await flow.run(20_000)
  expect(await flow.ended).toBeUndefined()
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'failed', reason: 'too_long' })
})

test('a long conversation with an operator is not the script’s time', async () => {
  const hour: NonNullable<TimedFlowOptions['connect']> = (_order, clock) =>
    Promise.resolve({
      kind: 'answered',
      operator: { key: 'one', endpoint: 'PJSIP/101' },
      conversation: (call) => clock.sleep(3_600_000, call),
    })
  const flow = await new TimedFlow({ plan: handOver, connect: hour }).run(3_700_000)
  expect(flow.log).toEqual(['3600 goodby'])
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
})

test.each([
  ['0912', ['0 hello'], 'branch 1'],
  ['0935', ['0 onhold'], 'branch 2'],
  ['0901', ['0 goodby'], 'else'],
] as const)('a route takes the first branch whose condition holds (%s)', async (phone, log, result) => {
  const plan = planOf(`
  outbound:
    - route:
        - { if: contact.phone = "0912", then: { say: hello } }
        - { if: 'contact.phone in ["0912", "0935"]', then: { say: onhold } }
        - else: { say: goodby }
    - hangup: connected
`)
  const flow = new TimedFlow({ plan })
  Object.assign(flow.context.facts.contact, { phone })
  await flow.run(10_000)
  expect(flow.log).toEqual([...log])
  expect(flow.context.story.trace[0]?.result).toBe(result)
})

test('a route without a branch that holds goes on', async () => {
  const plan = planOf(`
  outbound:
    - route: [{ if: contact.phone = "0912", then: { hangup: unknown } }]
    - hangup: connected
`)
  const flow = await new TimedFlow({ plan }).run(1_000)
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected' })
  expect(flow.context.story.trace.map(({ path, result }) => [path, result])).toEqual([
    ['outbound[0]', 'no branch'],
    ['outbound[1]', 'connected'],
  ])
})

test('the scenario’s own word is kept beside the disposition it stands for', async () => {
  const plan = planOf('\n  outbound: [{ say: hello }, { hangup: keen }]\n', 'dispositions: { keen: connected }\n')
  const flow = await new TimedFlow({ plan }).run(5_000)
  expect(flow.context.verdict.outcome).toEqual({ disposition: 'connected', detail: 'keen' })
})
