import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { companyFacts } from '../../app/company-facts.ts'
import { embeddedScenarios, scenarioSources } from '../../app/scenarios.ts'
import { loadConfig } from '../../config/load.ts'
import type { Disposition } from '../../domain/disposition.ts'
import { loadLibrary } from '../../scenario/library.ts'
import type { CallRecord } from '../pbx/call-record.ts'
import { type VirtualEngine, virtualEngine } from '../pbx/virtual-engine.ts'
import { type DemoCustomer, demoCustomers, demoOperators, operatorOf } from './customers.ts'
import { demoHouse } from './house.ts'
import { demoNetwork } from './network.ts'
import { demoSettings } from './settings.ts'
import { calleeOf } from './watch.ts'
import { words } from './words.ts'

const plan = loadLibrary(await embeddedScenarios(), 'sina').plans.get('sina')

async function day(sounds: (name: string) => number | undefined): Promise<VirtualEngine> {
  const operators = demoOperators.map((number) => `PJSIP/${number}@trunk`)
  // The engine of these tests names prompts without their scenario.
  const named = (name: string) => sounds(name.replace('custom/', 'custom/sina/'))
  return await virtualEngine({ operators, pbx: { network: demoNetwork, sounds: named } })
}

/** What the call of a customer comes to when we ring them: also of those who in the demonstration ring us. */
function must({ ends, callsAs, says = [] }: DemoCustomer): { readonly ends: Disposition; readonly said: string[] } {
  return { ends: callsAs === undefined ? ends : 'connected', said: says.map((name) => words[name].text) }
}

test('everybody of the demonstration comes to what the table says, and two operators do, with a second to spare', async () => {
  if (plan === undefined) throw new Error('the scenario cannot be read')
  using house = await demoHouse()
  await using engine = await day(house.sounds)
  const running = []
  for (const customer of demoCustomers) {
    running.push(engine.call(customer.callsAs ?? customer.number, plan))
    await engine.clock.advance(1_000)
  }
  const ended = await engine.settled(Promise.all(running))
  expect(engine.clock.elapsed()).toBeLessThan(60_000)
  for (const [at, attempted] of ended.entries()) {
    const customer = demoCustomers[at] as DemoCustomer
    if (attempted.kind !== 'recorded') throw new Error(`${customer.who}: ${attempted.kind}`)
    const { outcome, turns } = attempted.record
    const said = turns.map(({ transcript }) => transcript).filter((text) => text !== '')
    expect({ ends: outcome.disposition, said }, customer.who).toEqual(must(customer))
  }
  const talks = engine.pbx.calls.filter((call) => operatorOf(calleeOf(call)) !== undefined)
  expect(talks).toHaveLength(demoCustomers.filter(({ operator }) => operator).length)
  expect(mostAtOnce(talks, 1_000)).toBeLessThanOrEqual(demoOperators.length)
})

/** How many of these calls there are at once, were each so much longer. */
function mostAtOnce(calls: readonly CallRecord[], longerMs: number): number {
  const at = (call: CallRecord): number =>
    calls.filter(({ createdMs, endedMs = 0 }) => createdMs <= call.createdMs && call.createdMs < endedMs + longerMs)
      .length
  return Math.max(...calls.map(at))
}

test('every customer and every operator has a number of their own', () => {
  const numbers = [...demoCustomers.flatMap(({ number, callsAs = [] }) => [number, callsAs].flat()), ...demoOperators]
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('the demonstration’s settings are without fault, and its folders go with it', async () => {
  const services = {
    ari: { baseUrl: 'http://127.0.0.1:1/ari', wsUrl: 'ws://127.0.0.1:1/ari/events' },
    recogniser: { url: 'http://127.0.0.1:2/', token: 't' },
  }
  const house = await demoHouse()
  {
    using _house = house
    const env = demoSettings(house, services)
    const loaded = loadConfig({
      env,
      cwd: house.folder,
      systemFile: '/nonexistent',
      needs: ['company', 'ari', 'outbound'],
    })
    expect(loaded).toMatchObject({ kind: 'loaded', warnings: [] })
    if (loaded.kind === 'loaded') expect((await companyFacts(loaded.config)).zone).toBe('Asia/Tehran')
  }
  expect(() => readdirSync(house.folder)).toThrow('ENOENT')
})

test('the demonstration rings on a holiday, too', async () => {
  using house = await demoHouse()
  const own = loadLibrary(await scenarioSources(house.scenariosDir), 'sina')
  const shipped = loadLibrary(await embeddedScenarios(), 'sina')
  expect(own.problems).toEqual([])
  expect(shipped.policy?.calling.closed).not.toEqual([])
  expect(own.policy).toMatchObject({ title: shipped.policy?.title ?? '', calling: { closed: [] } })
})
