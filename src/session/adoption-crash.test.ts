import { expect, test } from 'bun:test'
import type { CallRecord } from '../domain/record.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { people } from '../testing/paper-dialer.ts'
import { PaperExchange, PaperLeg } from '../testing/paper-exchange.ts'
import { paperPlan } from '../testing/paper-plan.ts'
import type { AdoptionPorts, LeftAttempt } from './adoption/ports.ts'
import { adoptCalls, leftCalls } from './adoption.ts'
import type { Leg, LegState, Progress } from './ports.ts'
import { Registry } from './registry.ts'

const plan = paperPlan(
  'offer',
  'prompts: { goodby: { audio: goodby.mp3 } }\nflow: { outbound: [{ say: goodby }, { hangup: connected }] }\n',
)
const line = { number: '02100000001' }
const operator = { key: 'op', endpoint: 'PJSIP/op' }

/** What one engine left on an exchange, and what the store says of it over all the engines that follow. */
class Aftermath {
  readonly clock = new TestClock()
  readonly exchange = new PaperExchange(this.clock, () => ({ kind: 'offline' }))
  readonly kept: CallRecord[] = []
  readonly released: string[] = []
  readonly #attempts: readonly LeftAttempt[]
  readonly #live: readonly Progress[]

  constructor() {
    const [contact] = people(1, 1)
    if (contact === undefined) throw new Error('there is nobody')
    const scenario = { name: 'offer', hash: '' }
    const attemptedAt = this.clock.now() - 60_000
    const soFar = { direction: 'outbound', company: 'paper', contact, line, scenario, attemptedAt, turns: [] } as const
    const up = { ...soFar, answeredAt: attemptedAt, trace: [], outcome: { disposition: 'disconnected' } } as const
    const talk = (id: string, operatorLegId: string): Progress => ({
      at: attemptedAt,
      soFar: { ...up, id, operator, outcome: { disposition: 'connected' } },
      joined: { bridgeId: `bridge of ${id}`, operatorLegId },
    })
    const ids = ['down', 'ringing', 'up', 'gone', 'scripted', 'talks', 'parted']
    this.#attempts = ids.map((id) => ({ id, contact, line, scenario, dialledAt: attemptedAt }))
    this.#live = [
      { at: attemptedAt, soFar: { ...up, id: 'scripted' } },
      talk('talks', 'operator'),
      talk('parted', 'none'),
    ]
    const states: readonly (readonly [string, LegState])[] = [
      ['down', 'down'],
      ['ringing', 'ringing'],
      ...['up', 'scripted', 'talks', 'parted', 'operator'].map((id) => [id, 'up'] as const),
    ]
    for (const [id, state] of states) this.exchange.left.set(id, { leg: new PaperLeg(id, this.clock), state })
    for (const id of ['bridge of talks', 'bridge of parted']) this.exchange.joined.add(id)
  }

  #isSettled(callId: string): boolean {
    return this.released.includes(callId) || this.kept.some(({ id }) => id === callId)
  }

  /** What connecting does: whatever belongs to no call that still lacks its record ends. */
  #clearStrays(): void {
    const open = this.#live.filter(({ soFar }) => !this.#isSettled(soFar.id))
    const kept = new Set(open.flatMap(({ joined }) => [joined?.bridgeId, joined?.operatorLegId]))
    for (const [id, found] of this.exchange.left) {
      if (found === 'elsewhere' || kept.has(id)) continue
      if (id === 'operator' || this.#isSettled(id)) found.leg.leave()
    }
    for (const id of this.exchange.joined) if (!kept.has(id)) this.exchange.joined.delete(id)
  }

  /** Starts an engine that dies at its `deadline`-th step; returns how many it took. The customer who talks leaves late. */
  async engine(deadline: number): Promise<number> {
    let steps = 0
    const dies = async (): Promise<void> => {
      if (++steps >= deadline) await new Promise<never>(() => undefined)
      else await Promise.resolve()
    }
    const isDead = (): boolean => steps >= deadline
    const { exchange } = this
    const mortal = (leg: Leg): Leg =>
      new Proxy(leg, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target)
          if (typeof value !== 'function') return value
          return async (...args: readonly unknown[]) => {
            await dies()
            const result: unknown = await Reflect.apply(value, target, args)
            await dies()
            return result
          }
        },
      })
    const ports: AdoptionPorts = {
      company: 'paper',
      calls: {
        async adopt(id, signal) {
          await dies()
          const found = await exchange.adopt(id, signal)
          return found.kind === 'held' ? { ...found, leg: mortal(found.leg) } : found
        },
        async hush() {
          await dies()
        },
        async rejoin(...args) {
          await dies()
          return await exchange.rejoin(...args)
        },
        async dissolve(id) {
          await dies()
          await exchange.dissolve(id)
        },
      },
      live: { note: () => undefined },
      registry: new Registry(),
      clock: this.clock,
      occupy: () => ({ [Symbol.dispose]: () => undefined }),
      hold: () => ({ [Symbol.dispose]: () => undefined }),
      planNamed: () => plan,
      mediaOf: () => (prompt) => Promise.resolve(`sound:${prompt.name}`),
      release: ({ id }) => void (isDead() || this.released.push(id)),
      serve: () => Promise.resolve(),
      keep: (record) => {
        if (!isDead() && this.kept.every(({ id }) => id !== record.id)) this.kept.push(record)
      },
    }
    const left = leftCalls(
      this.#attempts.filter(({ id }) => !this.#isSettled(id)),
      this.#live.filter(({ soFar }) => !this.#isSettled(soFar.id)),
    )
    this.#clearStrays()
    // Owned by the test's clock: an engine that died never comes back from its step.
    void adoptCalls(left, ports, silentLog, () => undefined, new AbortController().signal)
    await this.clock.advance(3_000)
    if (isDead()) return steps
    const talks = exchange.left.get('talks')
    if (talks !== undefined && talks !== 'elsewhere') talks.leg.leave(16)
    await this.clock.advance(3_000)
    return steps
  }
}

/** What became of each call, however often engines died on the way. */
function outcomes({ kept, released }: Aftermath): Readonly<Record<string, string>> {
  expect(new Set([...released, ...kept.map(({ id }) => id)]).size).toBe(released.length + kept.length)
  return Object.fromEntries([
    ...released.map((id) => [id, 'released']),
    ...kept.map(({ id, outcome }) => [id, outcome.disposition]),
  ])
}

test('wherever an engine dies while it adopts, and the next one dies too, every call has one record or goes back once', async () => {
  const undisturbed = new Aftermath()
  const steps = await undisturbed.engine(Number.POSITIVE_INFINITY)
  const expected = outcomes(undisturbed)
  expect(expected).toEqual({
    down: 'released',
    ringing: 'failed',
    up: 'failed',
    gone: 'failed',
    scripted: 'disconnected',
    talks: 'connected',
    parted: 'connected',
  })
  expect(steps).toBeGreaterThan(20)
  for (let first = 1; first <= steps; first++) {
    for (const second of [2, 9, Number.POSITIVE_INFINITY]) {
      const after = new Aftermath()
      await after.engine(first)
      await after.engine(second)
      await after.engine(Number.POSITIVE_INFINITY)
      const { down, ...rest } = outcomes(after)
      const { down: _released, ...others } = expected
      expect(rest, `died at ${first} and ${second}`).toEqual(others)
      // Hung up and not yet released when its engine died: nobody can say any more that it had not rung.
      expect(['released', 'failed']).toContain(down ?? 'lost')
      for (const found of after.exchange.left.values()) {
        expect(found !== 'elsewhere' && found.leg.gone.aborted, `died at ${first} and ${second}`).toBe(true)
      }
      expect(after.exchange.joined.size).toBe(0)
    }
  }
})
