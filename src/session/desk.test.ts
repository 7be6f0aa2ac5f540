import { expect, test } from 'bun:test'
import type { Operator } from '../domain/operator.ts'
import { countingIds } from '../kernel/ids.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { PaperExchange, PaperLeg, type Phone } from '../testing/paper-exchange.ts'
import { voiceOn } from './caller.ts'
import { OperatorDesk } from './desk.ts'
import { HungUp, type Roster } from './ports.ts'

const hold = { kind: 'audio', name: 'onhold', file: 'onhold.mp3' } as const

/** A desk over phones on paper; operators are rung in the order of `phones`. */
function desk(phones: Readonly<Record<string, Phone>>) {
  const clock = new TestClock()
  const exchange = new PaperExchange(clock, (order) => phones[order.endpoint] ?? { kind: 'offline' })
  const operators: readonly Operator[] = Object.keys(phones).map((endpoint) => ({ key: endpoint, endpoint }))
  const reserved = new Set<string>()
  const free = (tried: ReadonlySet<string>): readonly Operator[] =>
    operators.filter(({ key }) => !tried.has(key) && !reserved.has(key))
  const roster: Roster = {
    free: (_queue, _direction, tried) => free(tried).length,
    reserve: (_queue, _direction, tried) => {
      const operator = free(tried)[0]
      if (operator === undefined) return undefined
      reserved.add(operator.key)
      return { operator, [Symbol.dispose]: () => void reserved.delete(operator.key) }
    },
  }
  let held = 0
  const phases: string[] = []
  const customer = new PaperLeg('customer', clock)
  const voice = voiceOn(customer, (prompt) => Promise.resolve(`sound:${prompt.name}`))
  const ports = {
    calls: exchange,
    roster,
    ids: countingIds(),
    clock,
    timeoutMs: 30_000,
    presentedNumber: (number: string) => number,
    holdDialing: () => {
      held++
      return { [Symbol.dispose]: () => void held-- }
    },
  }
  const made = new OperatorDesk(
    ports,
    customer,
    {
      contact: { phone: '09123456789' },
      direction: 'outbound',
      voice,
      onPhase: (phase) => void (phases.at(-1) === phase || phases.push(phase)),
    },
    silentLog,
  )
  return { clock, exchange, customer, reserved, desk: made, held: () => held, phases }
}

const answers: Phone = { kind: 'answers', afterMs: 4_000 }

test('the caller hears music until an operator answers, then the two are joined until the operator leaves', async () => {
  const made = desk({ one: { ...answers, leavesAfterMs: 60_000 } })
  const { clock, exchange, customer, desk: it, reserved, held, phases } = made
  await using used = it
  const connecting = used.connect({ queue: 'operators', hold }, customer.gone)
  await clock.advance(2_500)
  expect(held()).toBe(1)
  await clock.advance(2_000)
  const connected = await connecting
  expect(customer.log).toEqual(['play sound:onhold', 'play sound:onhold', 'play sound:onhold', 'cut sound:onhold'])
  expect(exchange.orders[0]).toMatchObject({ endpoint: 'one', callerId: '09123456789' })
  expect(exchange.joined.size).toBe(1)
  expect(held()).toBe(0)
  expect(reserved.has('one')).toBe(true)
  if (connected.kind !== 'answered') throw new Error(connected.kind)
  const talking = connected.conversation(customer.gone)
  await clock.advance(60_000)
  await talking
  expect(exchange.joined.size).toBe(0)
  expect(reserved.size).toBe(0)
  expect(phases).toEqual(['operator_ringing', 'with_operator', 'talking'])
})

test('an operator who does not answer is followed by the next, within one time limit for all', async () => {
  const { clock, exchange, customer, desk: it } = desk({ one: { kind: 'rings' }, two: answers })
  await using used = it
  const connecting = used.connect({ queue: 'operators' }, customer.gone)
  await clock.advance(30_000)
  expect(await connecting).toMatchObject({ kind: 'answered', operator: { key: 'two' } })
  expect(exchange.orders.map(({ timeoutMs }) => timeoutMs)).toEqual([15_000, 15_000])
})

test.each<[string, Readonly<Record<string, Phone>>, string]>([
  ['nobody is on duty', {}, 'unavailable'],
  ['every phone is unplugged', { one: { kind: 'offline' }, two: { kind: 'offline' } }, 'unavailable'],
  [
    'every operator is in a call',
    { one: { kind: 'refuses', afterMs: 300, hangup: { cause: 17 }, sign: 'none' } },
    'busy',
  ],
  ['every phone rings out', { one: { kind: 'rings' }, two: { kind: 'rings' } }, 'no_answer'],
])('when %s the caller is told so', async (_case, phones, kind) => {
  const { clock, customer, desk: it, reserved } = desk(phones)
  await using used = it
  const connecting = used.connect({ queue: 'operators', hold }, customer.gone)
  await clock.advance(31_000)
  expect((await connecting).kind).toBe(kind as 'busy')
  expect(reserved.size).toBe(0)
})

test('a caller who leaves while the operator rings takes everything with them', async () => {
  const { clock, customer, desk: it, reserved, held } = desk({ one: { kind: 'rings' } })
  const connecting = it.connect({ queue: 'operators', hold }, customer.gone).catch((error: unknown) => error)
  await clock.advance(5_000)
  customer.leave()
  expect(await connecting).toBeInstanceOf(HungUp)
  await it[Symbol.asyncDispose]()
  expect(reserved.size).toBe(0)
  expect(held()).toBe(0)
})

test('a caller who leaves during the conversation ends the operator leg and the bridge', async () => {
  const { clock, exchange, customer, desk: it, reserved } = desk({ one: answers })
  const connecting = it.connect({ queue: 'operators' }, customer.gone)
  await clock.advance(5_000)
  const connected = await connecting
  if (connected.kind !== 'answered') throw new Error(connected.kind)
  const talking = connected.conversation(customer.gone).catch((error: unknown) => error)
  await clock.advance(1_000)
  customer.leave()
  expect(await talking).toBeInstanceOf(HungUp)
  await it[Symbol.asyncDispose]()
  expect(exchange.legs.get('one')?.gone.aborted).toBe(true)
  expect(exchange.joined.size).toBe(0)
  expect(reserved.size).toBe(0)
})

test('after one conversation the caller can be handed to another operator', async () => {
  const { clock, exchange, customer, desk: it, reserved } = desk({ one: { ...answers, leavesAfterMs: 9_000 } })
  await using used = it
  for (let transfer = 0; transfer < 2; transfer++) {
    const connecting = used.connect({ queue: 'operators' }, customer.gone)
    await clock.advance(5_000)
    const connected = await connecting
    if (connected.kind !== 'answered') throw new Error(connected.kind)
    expect(exchange.joined.size).toBe(1)
    const talking = connected.conversation(customer.gone)
    await clock.advance(9_000)
    await talking
    expect([exchange.joined.size, reserved.size]).toEqual([0, 0])
  }
  expect(exchange.orders).toHaveLength(2)
})

test.each([
  ['has gone again before the two are joined', true, 'no_answer'],
  ['cannot be joined with the caller', false, 'failed'],
] as const)(
  'an operator who answers and %s leaves nothing behind, and the scenario goes on',
  async (_how, gone, kind) => {
    const { clock, exchange, customer, desk: it, reserved } = desk({ one: answers })
    await using used = it
    exchange.join = async () => {
      if (gone) exchange.legs.get('one')?.leave(16)
      await Promise.resolve()
      throw exchange.legs.get('one')?.gone.reason ?? new Error('Asterisk made no bridge')
    }
    const connecting = used.connect({ queue: 'operators', hold }, customer.gone)
    await clock.advance(6_000)
    expect((await connecting).kind).toBe(kind)
    expect(exchange.legs.get('one')?.gone.aborted).toBe(true)
    expect([reserved.size, used.operator]).toEqual([0, undefined])
  },
)

test('hold music that cannot be played leaves the caller in silence, not without an operator', async () => {
  const { clock, exchange, customer, desk: it } = desk({ one: answers })
  await using used = it
  const connecting = used.connect({ queue: 'operators', hold: { ...hold, name: 'x/missing' } }, customer.gone)
  await clock.advance(5_000)
  expect((await connecting).kind).toBe('answered')
  expect([customer.log, exchange.joined.size]).toEqual([[], 1])
})
