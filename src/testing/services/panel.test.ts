import { afterEach, beforeEach, expect, test } from 'bun:test'
import { TestClock } from '../../kernel/test-clock.ts'
import recorded from './fixtures/panel-api.json' with { type: 'json' }
import { type PanelFault, type PanelStandIn, startPanel } from './panel.ts'

const numbers = [1, 2, 3].map((id) => ({ id, phone_number: `0912111111${id}` }))
const report = {
  number_id: 1,
  phone_number: '09121111111',
  company: 'sina',
  status: 'CONNECTED',
  reason: 'An operator answered.',
  attempted_at: '2026-01-05T11:30:00+03:30',
}

let panel: PanelStandIn
beforeEach(async () => {
  panel = await startPanel({
    token: 'the-token',
    company: 'sina',
    numbers,
    clock: new TestClock(Date.UTC(2026, 0, 5, 8)),
  })
})
afterEach(async () => await panel[Symbol.asyncDispose]())

test('numbers are handed out in order, each once, in batches of the size asked for', async () => {
  const sizes: unknown[] = []
  for (let i = 0; i < 3; i++) sizes.push((await batch(2)).batch.numbers)
  expect(sizes).toEqual([numbers.slice(0, 2), numbers.slice(2), []])
  panel.offer([{ id: 4, phone_number: '09124444444' }])
  expect((await batch(2)).batch).toMatchObject({ size_requested: 2, size_returned: 1 })
})

test('a batch has every member of the recorded one', async () => {
  const [next] = recorded.exchanges
  expect(Object.keys(await batch(1)).sort()).toEqual(Object.keys(next?.response ?? {}).sort())
})

test('while it is closed nothing is handed out, and how long to wait is said', async () => {
  panel.close('outside hours', 90)
  const closed = await batch(2)
  expect(closed).toMatchObject({ call_allowed: false, reason: 'outside hours', retry_after_seconds: 90 })
  expect(closed).toMatchObject({ active_scenarios: [], outbound_lines: [], outbound_agents: [] })
  panel.open()
  expect((await batch(2)).batch.numbers).toHaveLength(2)
})

test('what was registered comes back with ids; agents as they are set', async () => {
  await post('register-scenarios', { company: 'sina', scenarios: [{ name: 'sina', display_name: 'Sina' }] })
  const line = { phone_number: '02191302954', display_name: 'first' }
  await post('register-outbound-lines', { company: 'sina', outbound_lines: [line] })
  panel.staff({ inbound: [], outbound: [{ id: 7, full_name: 'Sara', phone_number: '09127777777' }] })
  expect(await batch(1)).toMatchObject({
    active_scenarios: [{ id: 1, name: 'sina' }],
    outbound_lines: [{ id: 1, ...line }],
    outbound_agents: [{ id: 7 }],
  })
  panel.activate('absent')
  expect(await batch(1)).not.toHaveProperty('active_scenarios')
})

test('reports are kept in order, and one that came before is known', async () => {
  await batch(3)
  expect(await post('report-result', report, 'a')).toBe(200)
  expect(await post('report-result', { ...report, number_id: null }, 'b')).toBe(200)
  expect(await post('report-result', report, 'a')).toBe(200)
  expect(panel.reports.all.map(({ idempotencyKey, repeat }) => [idempotencyKey, repeat])).toEqual([
    ['a', false],
    ['b', false],
    ['a', true],
  ])
  expect(panel.violations).toEqual([])
})

const departures: readonly [name: string, body: unknown, key: string, violation: string][] = [
  ['a key nobody knows', { ...report, batch_id: 'b1' }, 'a', 'batch_id'],
  ['a status nobody knows', { ...report, status: 'connected' }, 'a', 'status'],
  ['a time without a zone', { ...report, attempted_at: '2026-01-05T11:30:00' }, 'a', 'attempted_at'],
  ['a reason in another script', { ...report, reason: 'پاسخ داد' }, 'a', 'reason'],
  ['another company', { ...report, company: 'agrad' }, 'a', 'agrad'],
  ['permission to call, which is not ours to give', { ...report, call_allowed: true }, 'a', 'call_allowed'],
  ['a number never handed out', { ...report, number_id: 99 }, 'a', 'never handed out'],
  ['another number under the same id', { ...report, phone_number: '09129999999' }, 'a', 'under another id'],
  ['no key of its own', report, '', 'Idempotency-Key'],
]

test.each(departures)('a report with %s is refused and remembered', async (_name, body, key, violation) => {
  await batch(3)
  expect(await post('report-result', body, key)).toBe(422)
  expect(panel.violations.join('\n')).toContain(violation)
  expect(panel.reports.all).toEqual([])
})

test('a repeat that is not the same to the byte is refused', async () => {
  await batch(1)
  await post('report-result', report, 'a')
  expect(await post('report-result', { ...report, reason: 'Another.' }, 'a')).toBe(422)
  expect(panel.violations).toEqual(['a repeat differs from what it repeats'])
})

test('a size out of bounds and a query nobody knows are refused', async () => {
  const refused = ['size=0', 'size=501', 'size=1&colour=red'].map(async (query) => (await ask(query)).status)
  expect(await Promise.all(refused)).toEqual([422, 422, 422])
})

test('a lost answer leaves the report taken and its sender without a word', async () => {
  await batch(1)
  panel.next({ fault: 'lost_answer' }, { on: 'report-result' })
  await expect(post('report-result', report, 'a')).rejects.toThrow()
  expect(await post('report-result', report, 'a')).toBe(200)
  expect(panel.reports.all.map(({ repeat }) => repeat)).toEqual([false, true])
})

test.each([
  [{ fault: 'server_error' }, 500],
  [{ fault: 'unprocessable' }, 422],
  [{ fault: 'wrong_token' }, 401],
  [{ fault: 'rate_limit', retryAfterS: 5 }, 429],
  [{ fault: 'bad_gateway' }, 502],
] as const)('a fault takes nothing: %j', async (fault: PanelFault, status) => {
  await batch(1)
  panel.next(fault)
  expect(await post('report-result', report, 'a')).toBe(status)
  expect(panel.reports.all).toEqual([])
  expect(panel.violations).toEqual([])
})

test('the older form is served too', async () => {
  const asked = await request('get_next_batch', { size: 2, timezone: 'Asia/Tehran', schedule_version: 1 })
  expect(await asked.json()).toMatchObject({
    call_allowed: true,
    contacts: [
      { id: 1, phone: '09121111111', metadata: {} },
      { id: 2, phone: '09121111112', metadata: {} },
    ],
  })
  const old = { contact_id: 1, status: 'MISSED', user_message: '', timestamp: '2026-01-05T08:00:00Z' }
  expect(await post('report_result', old, 'a')).toBe(200)
  expect(panel.reports.last).toMatchObject({ api: 'v1', body: old })
})

async function batch(size: number) {
  return (await (await ask(`size=${size}`)).json()) as { batch: { numbers: unknown[] } }
}

async function ask(query: string): Promise<Response> {
  const headers = { authorization: 'Bearer the-token' }
  return await fetch(`${panel.url}/api/dialer/next-batch?company=sina&${query}`, { headers })
}

async function request(endpoint: string, body: unknown, key = ''): Promise<Response> {
  const headers = { authorization: 'Bearer the-token', ...(key === '' ? {} : { 'idempotency-key': key }) }
  return await fetch(`${panel.url}/api/dialer/${endpoint}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function post(endpoint: string, body: unknown, key = ''): Promise<number> {
  return (await request(endpoint, body, key)).status
}
