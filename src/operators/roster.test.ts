import { expect, test } from 'bun:test'
import type { Agent } from '../dialer/ports.ts'
import { silentLog } from '../kernel/log.ts'
import { seededRandom } from '../kernel/random.ts'
import type { Reservation } from '../session/ports.ts'
import { OperatorRoster } from './roster.ts'
import type { OperatorSettings } from './sources.ts'

const nobody: ReadonlySet<string> = new Set()
const bare: OperatorSettings = {
  usePanelAgents: true,
  mobileNumbers: [],
  trunk: 'trunk',
  dialPrefix: 'none',
  line: { number: '02191302954' },
  country: 'IR',
  queues: new Map(),
}
const ali: Agent = { panelId: 1, name: 'Ali', phone: '09120000001' }
const sara: Agent = { panelId: 2, name: 'Sara', phone: '09120000002' }
const reza: Agent = { panelId: 3, phone: '09120000003' }

function rosterOf(settings: Partial<OperatorSettings>): OperatorRoster {
  return new OperatorRoster({ ...bare, ...settings }, silentLog)
}

/** Who is chosen, in order, when everyone is given back at once. */
function turns(roster: OperatorRoster, count: number, queue = 'operators'): (string | undefined)[] {
  return Array.from({ length: count }, () => {
    using reservation = roster.reserve(queue, 'outbound', nobody)
    return reservation?.operator.key
  })
}

test('the first source that has anyone is the roster: endpoint, panel, mobile numbers, extension', () => {
  const all = { endpoint: 'Local/600@from-internal', mobileNumbers: ['+98 912 000 0009'], extension: '200' }
  const chosen = (settings: Partial<OperatorSettings>, agents: readonly Agent[]) => {
    const roster = rosterOf(settings)
    roster.updatePanel({ inbound: [], outbound: agents })
    return roster.reserve('operators', 'outbound', nobody)?.operator
  }
  expect(chosen(all, [ali])).toEqual({ key: 'endpoint', endpoint: 'Local/600@from-internal' })
  const { endpoint: _none, ...others } = all
  expect(chosen(others, [ali])).toEqual({
    key: 'panel:1',
    panelId: 1,
    name: 'Ali',
    phone: '09120000001',
    endpoint: 'PJSIP/09120000001@trunk',
  })
  const mobile = { key: 'mobile:1', phone: '09120000009', endpoint: 'PJSIP/09120000009@trunk' }
  expect(chosen(others, [])).toEqual(mobile)
  expect(chosen({ ...others, usePanelAgents: false }, [ali])).toEqual(mobile)
  expect(chosen({ extension: '200' }, [])).toEqual({ key: 'extension', phone: '200', endpoint: 'PJSIP/200@trunk' })
  expect(chosen({}, [])).toBeUndefined()
})

test('a call of each direction gets the people of that direction', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [sara], outbound: [ali] })
  expect(roster.reserve('operators', 'inbound', nobody)?.operator.key).toBe('panel:2')
  expect(roster.reserve('operators', 'outbound', nobody)?.operator.key).toBe('panel:1')
})

test.each([
  ['line4', 'PJSIP/2954200@trunk'],
  [{ digits: '9' }, 'PJSIP/9200@trunk'],
] as const)('operators are dialled with their own prefix (%p)', (dialPrefix, endpoint) => {
  expect(rosterOf({ extension: '200', dialPrefix }).reserve('operators', 'outbound', nobody)?.operator.endpoint).toBe(
    endpoint,
  )
})

test('everyone gets their turn', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [], outbound: [ali, sara, reza] })
  expect(turns(roster, 7).join()).toBe('panel:1,panel:2,panel:3,panel:1,panel:2,panel:3,panel:1')
})

test('nobody is reserved twice, and a released operator is free again', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [], outbound: [ali, sara] })
  const first = roster.reserve('operators', 'outbound', nobody)
  const second = roster.reserve('operators', 'outbound', nobody)
  expect([first?.operator.key, second?.operator.key]).toEqual(['panel:1', 'panel:2'])
  expect(roster.free('operators', 'outbound', nobody)).toBe(0)
  expect(roster.reserve('operators', 'outbound', nobody)).toBeUndefined()
  second?.[Symbol.dispose]()
  second?.[Symbol.dispose]()
  expect(roster.free('operators', 'outbound', nobody)).toBe(1)
  expect(roster.reserve('operators', 'outbound', nobody)?.operator.key).toBe('panel:2')
})

test('an operator who did not answer this call is not rung again for it', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [], outbound: [ali, sara] })
  expect(roster.free('operators', 'outbound', new Set(['panel:1']))).toBe(1)
  expect(roster.reserve('operators', 'outbound', new Set(['panel:1']))?.operator.key).toBe('panel:2')
  expect(roster.reserve('operators', 'outbound', new Set(['panel:1', 'panel:2']))).toBeUndefined()
})

test('a phone that stands in two lists is rung by one call only', () => {
  const roster = rosterOf({ queues: new Map([['sales', ['+989120000001', 'PJSIP/101']]]) })
  roster.updatePanel({ inbound: [ali], outbound: [ali] })
  using _talking = roster.reserve('operators', 'outbound', nobody)
  expect(roster.reserve('operators', 'inbound', nobody)).toBeUndefined()
  expect(roster.reserve('sales', 'inbound', nobody)?.operator.key).toBe('queue:sales:2')
})

test('new people from the panel do not disturb who is talking', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [], outbound: [ali, sara] })
  const talking = roster.reserve('operators', 'outbound', nobody)
  roster.updatePanel({ inbound: [], outbound: [{ ...ali, phone: '09120000011' }, reza] })
  expect(talking?.operator.phone).toBe('09120000001')
  expect(turns(roster, 2)).toEqual(['panel:3', 'panel:3'])
  talking?.[Symbol.dispose]()
  expect(turns(roster, 1)).toEqual(['panel:1'])
})

test('somebody who was talking when we started is not free', () => {
  const roster = rosterOf({})
  roster.updatePanel({ inbound: [], outbound: [ali] })
  const adopted = roster.take({ key: 'panel:1', endpoint: 'PJSIP/09120000001@trunk' })
  expect(roster.reserve('operators', 'outbound', nobody)).toBeUndefined()
  adopted[Symbol.dispose]()
  expect(roster.reserve('operators', 'outbound', nobody)?.operator.key).toBe('panel:1')
})

test('what the exchange itself shares out takes call after call', () => {
  const roster = rosterOf({ extension: '200', queues: new Map([['sales', ['Local/600@from-internal']]]) })
  for (const queue of ['operators', 'sales']) {
    using _one = roster.reserve(queue, 'outbound', nobody)
    using two = roster.reserve(queue, 'outbound', nobody)
    expect(two).toBeDefined()
    expect(roster.reserve(queue, 'outbound', new Set([two?.operator.key ?? '']))).toBeUndefined()
  }
})

test('a queue of the company is its own people, in fair order', () => {
  const roster = rosterOf({ queues: new Map([['sales', ['PJSIP/101', '09120000005']]]) })
  expect(turns(roster, 3, 'sales')).toEqual(['queue:sales:1', 'queue:sales:2', 'queue:sales:1'])
  expect(roster.reserve('sales', 'outbound', nobody)?.operator).toEqual({
    key: 'queue:sales:2',
    phone: '09120000005',
    endpoint: 'PJSIP/09120000005@trunk',
  })
  expect(roster.reserve('nowhere', 'outbound', nobody)).toBeUndefined()
})

test.each([1, 2, 3, 4])(
  'whatever the traffic, no phone is held twice and the work is shared fairly (seed %p)',
  (seed) => {
    const random = seededRandom(seed)
    const roster = rosterOf({})
    const people = [ali, sara, reza]
    const held: Reservation[] = []
    const served = new Map<string, number>()
    for (let step = 0; step < 3_000; step++) {
      if (random() < 0.1) roster.updatePanel({ inbound: [], outbound: people.toSorted(() => random() - 0.5) })
      if (random() < 0.5) {
        const reservation = roster.reserve('operators', 'outbound', nobody)
        if (reservation === undefined) continue
        held.push(reservation)
        served.set(reservation.operator.key, (served.get(reservation.operator.key) ?? 0) + 1)
      } else held.splice(Math.floor(random() * held.length), 1)[0]?.[Symbol.dispose]()
      const phones = held.map(({ operator }) => operator.phone)
      expect(new Set(phones).size).toBe(phones.length)
    }
    const counts = people.map((agent) => served.get(`panel:${agent.panelId}`) ?? 0)
    expect(Math.min(...counts) / Math.max(...counts)).toBeGreaterThan(0.8)
  },
)
