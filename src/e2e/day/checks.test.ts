import { expect, test } from 'bun:test'
import type { CarrierCall } from '../rig/journal.ts'
import { customerKinds } from './customer-kinds.ts'
import type { Day } from './day.ts'
import { shortDay } from './day-plan.ts'
import type { StoredCall } from './day-store.ts'
import { findingsOf } from './day-table.ts'

const busy = customerKinds.find(({ name }) => name === 'busy')!
const silent = customerKinds.find(({ name }) => name === 'does not answer')!
const phones = ['09140000001', '09130000002'] as const
const startMs = Date.UTC(2026, 0, 5, 8)
const atMs = (seconds: number): number => startMs + seconds * 1_000

function call(number: string, fromS: number, over: Partial<CarrierCall> = {}): CarrierCall {
  const dialled = { dialled: `4001${number}`, prefix: '4001', trunk: 1, presented: { number: '', from: '' } } as const
  return { id: `${number}-${fromS}`, number, ...dialled, calledAtMs: atMs(fromS), endedAtMs: atMs(fromS + 3), ...over }
}

function report(nth: 0 | 1, key: string, status: string, repeat = false): Day['reports'][number] {
  const body = { number_id: nth + 1, phone_number: phones[nth], status, reason: '' }
  return { api: 'v2', idempotencyKey: key, body, raw: '', repeat }
}

const stored = (id: string, nth: 0 | 1, direction: StoredCall['direction'] = 'outbound'): StoredCall => ({
  id,
  phone: phones[nth],
  direction,
  disposition: 'busy',
  attemptedMs: atMs(10),
  endedMs: atMs(13),
})

const goodDay: Day = {
  plan: shortDay,
  people: [
    { id: 1, phone: phones[0], kind: busy },
    { id: 2, phone: phones[1], kind: silent },
  ],
  calls: [call(phones[0], 10), call(phones[1], 20, { rangAtMs: atMs(20) })],
  callers: [{ phone: '09355551000', line: '02191304001', calledMs: atMs(30), answeredMs: atMs(31), endedMs: atMs(33) }],
  shifts: [
    { startedMs: atMs(0), inControlMs: atMs(1), endedMs: atMs(50), killed: true, output: '' },
    { startedMs: atMs(50), inControlMs: atMs(51), endedMs: atMs(90), killed: false, exitCode: 0, output: '' },
  ],
  upAtKills: [1],
  handedAgain: [],
  repeated: new Set(),
  reports: [
    report(0, 'a', 'BUSY'),
    report(0, 'a', 'BUSY', true),
    report(1, 'b', 'MISSED'),
    {
      ...report(0, 'c', 'INBOUND_CALL'),
      body: { number_id: null, phone_number: '09355551000', status: 'INBOUND_CALL' },
    },
  ],
  panelRefused: [],
  store: {
    contacts: phones.map((phone) => ({ phone, state: 'done', because: null })),
    attempts: [],
    calls: [stored('a', 0), stored('b', 1)],
    outbox: [{ kind: 'panel.report', state: 'delivered', rows: 3 }],
    live: 0,
  },
  left: [],
  startedMs: atMs(0),
  lastFactMs: atMs(80),
  machine: { processors: 2, busy: 0.5, load: { mean: 1, most: 1 } },
}

const wrongIn = (day: Day): readonly string[] =>
  findingsOf(day).flatMap(({ what, wrong }) => (wrong.length > 0 ? [what] : []))

test('a day on which everything went as it must has nothing wrong; a repeat under its key is no second fact', () => {
  expect(wrongIn(goodDay)).toEqual([])
})

const { store, shifts, reports, calls } = goodDay
const [, last] = shifts
test.each<[string, Partial<Day>]>([
  ['numbers without a fact at the panel', { reports: reports.slice(2) }],
  ['numbers with two facts or more', { reports: [...reports, report(0, 'other', 'FAILED')] }],
  [
    'facts about nobody on the list',
    { reports: [...reports, { ...reports[0]!, idempotencyKey: 'x', body: { number_id: 9 } }] },
  ],
  ['facts that are not what came of the call', { reports: [report(0, 'a', 'MISSED'), ...reports.slice(2)] }],
  ['contacts that are not done', { store: { ...store, contacts: store.contacts.slice(1) } }],
  ['numbers without a call in the store', { store: { ...store, calls: store.calls.slice(1) } }],
  ['numbers with two calls or more in the store', { store: { ...store, calls: [...store.calls, stored('z', 0)] } }],
  ['numbers dialled again without a reason', { calls: [...calls, call(phones[0], 40)] }],
  ['most calls begun in 1 s, one line', { calls: [calls[0]!, call(phones[1], 10.94)] }],
  ['calls on a line nobody has', { calls: [calls[0]!, call(phones[1], 20, { prefix: '77' })] }],
  ['callers taken in without a fact', { reports: reports.slice(0, 3) }],
  ['callers with two facts or more', { reports: [...reports, { ...reports[3]!, idempotencyKey: 'd' }] }],
  ['callers left hanging', { callers: [{ phone: '09355551000', line: '02191304001', calledMs: atMs(30) }] }],
  ['from start to in control (ms)', { shifts: [shifts[0]!, { ...last!, inControlMs: atMs(55.1) }] }],
  ['last executable: its exit code', { shifts: [shifts[0]!, { ...last!, exitCode: 1 }] }],
  [
    'errors in the log',
    { shifts: [shifts[0]!, { ...last!, output: '2026-01-05 11:30:00.000 +03:30 ERROR store.fault: it' }] },
  ],
  ['left in the exchange, and processes', { left: ['/channels/1'] }],
  ['calls the store takes to be up', { store: { ...store, live: 1 } }],
  ['reports not delivered', { store: { ...store, outbox: [{ kind: 'panel.report', state: 'set_aside', rows: 1 }] } }],
  ['departures from the panel’s contract', { panelRefused: ['status: is missing'] }],
])('what is wrong is found: %s', (what, change) => {
  expect(wrongIn({ ...goodDay, ...change })).toEqual([what])
})

test('a phone that rings twice is found, whatever the reason', () => {
  const again = call(phones[1], 40, { rangAtMs: atMs(40) })
  const attempts = [{ id: 'v', phone: phones[1], line: '', dialledMs: atMs(20), state: 'void' as const }]
  expect(wrongIn({ ...goodDay, calls: [...calls, again], store: { ...store, attempts } })).toEqual([
    'numbers that rang twice at the carrier',
  ])
})

test('a call into which a kill fell may be told otherwise; more calls at once or in a day than allowed are found', () => {
  const killed = [
    { ...shifts[0]!, endedMs: atMs(12) },
    { ...last!, startedMs: atMs(12), inControlMs: atMs(13) },
  ]
  const failed = [report(0, 'a', 'FAILED'), ...reports.slice(2)]
  expect(wrongIn({ ...goodDay, shifts: killed, reports: failed })).toEqual([])
  const limits = { ...shortDay.limits, atOnce: 1, firstLineLeft: 1 }
  const together = [calls[0]!, call(phones[1], 12, { rangAtMs: atMs(12) })]
  expect(wrongIn({ ...goodDay, plan: { ...shortDay, limits }, calls: together })).toEqual([
    'most calls at once, all lines (outbound)',
    'most calls left of its day, first line',
  ])
})
