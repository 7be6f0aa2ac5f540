import { expect, test } from 'bun:test'
import type { Fields, Log } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { PanelReply } from './client.ts'
import { PanelFeed } from './feed.ts'
import { ok, PaperPanel } from './paper-panel.ts'

const never = new AbortController().signal

function feedOver(panel: PaperPanel, api: 'v2' | 'v1' = 'v2') {
  const lines: (readonly [string, string, Fields])[] = []
  const write =
    (level: string) =>
    (event: string, _message: string, fields: Fields = {}) =>
      void lines.push([level, event, fields])
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
  }
  const feed = new PanelFeed(
    { api, company: 'sina', zone: 'Asia/Tehran', country: 'IR', ownLines: [], defaultRetryMs: 60_000 },
    { client: panel, clock: new TestClock(), random: () => 0, log, activeLines: () => 2 },
  )
  return { feed, lines }
}

const down: PanelReply = { kind: 'unavailable', because: 'the panel has trouble of its own (HTTP 503)' }

test('the panel is asked for a company, a size between 1 and 500, and told how many lines are active', async () => {
  const panel = new PaperPanel(ok({ call_allowed: true }))
  const { feed } = feedOver(panel)
  for (const size of [0, 10, 7.9, 9_999]) await feed.next(size, never)
  expect(panel.asked.map(({ path }) => path)).toEqual(
    [1, 10, 7, 500].map((size) => `api/dialer/next-batch?company=sina&size=${size}&active_lines_count=2`),
  )
})

test('the old form is asked by POST and gets its schedule version back', async () => {
  const panel = new PaperPanel(ok({ call_allowed: true, contacts: [], schedule_version: 7 }))
  const { feed } = feedOver(panel, 'v1')
  await feed.next(10, never)
  await feed.next(10, never)
  expect(panel.asked.map(({ method, path }) => `${method} ${path}`)[0]).toBe('POST api/dialer/get_next_batch')
  expect(panel.bodies).toEqual([
    { size: 10, timezone: '+0330', schedule_version: 'v1' },
    { size: 10, timezone: '+0330', schedule_version: 7 },
  ])
})

test('every number handed out is taken, even more than asked for', async () => {
  const numbers = [1, 2, 3].map((id) => ({ id, phone_number: `0912111111${id}` }))
  const { feed } = feedOver(new PaperPanel(ok({ call_allowed: true, batch: { numbers } })))
  const fed = await feed.next(1, never)
  expect(fed.kind === 'batch' && fed.batch.contacts.map((contact) => contact.panelId)).toEqual([1, 2, 3])
})

test('a panel that is down is asked less and less often, told once, and its return is told', async () => {
  const { feed, lines } = feedOver(new PaperPanel(down, down, down, down, down, down, down, ok({ call_allowed: true })))
  const waits: number[] = []
  for (let at = 0; at < 7; at++) {
    const fed = await feed.next(10, never)
    if (fed.kind === 'unavailable') waits.push(fed.retryAfterMs)
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  expect((await feed.next(10, never)).kind).toBe('batch')
  expect(lines.map(([level, event]) => `${level} ${event}`)).toEqual(['warn panel.unavailable', 'info panel.back'])
})

test('a panel that says when to come back is obeyed', async () => {
  const { feed } = feedOver(new PaperPanel({ ...down, retryAfterMs: 45_000 }))
  expect(await feed.next(10, never)).toMatchObject({ kind: 'unavailable', retryAfterMs: 45_000 })
})

test('a token nobody accepts is an error a person must act on, told once', async () => {
  const { feed, lines } = feedOver(
    new PaperPanel({ kind: 'unauthorised', because: 'the panel does not accept PANEL_API_TOKEN (HTTP 401)' }),
  )
  for (let at = 0; at < 3; at++) await feed.next(10, never)
  expect(lines.map(([level, event]) => `${level} ${event}`)).toEqual(['error panel.refused'])
})

test('broken JSON is a panel that does not answer', async () => {
  const { feed } = feedOver(new PaperPanel({ kind: 'ok', text: '{"call_allowed":tr' }))
  expect(await feed.next(10, never)).toMatchObject({ kind: 'unavailable', because: expect.stringContaining('JSON') })
})

test('numbers that cannot be dialled are told once, by count and panel id, never by number', async () => {
  const numbers = [
    { id: 1, phone_number: '55' },
    { id: 'b', phone_number: 'x0912' },
    { id: 3, phone_number: '09121111111' },
  ]
  const { feed, lines } = feedOver(new PaperPanel(ok({ call_allowed: true, batch: { numbers } })))
  await feed.next(10, never)
  await feed.next(10, never)
  expect(lines).toEqual([['warn', 'panel.numbers_unusable', { count: 2, panelIds: [1, 'b'] }]])
  expect(feed.unusable).toEqual([1, 'b'])
})

test('a fault in the answer is told when it appears, not with every answer', async () => {
  const wrong = ok({ call_allowed: true, outbound_lines: 'none' })
  const { feed, lines } = feedOver(new PaperPanel(wrong, wrong, ok({ call_allowed: true }), wrong))
  for (let at = 0; at < 4; at++) await feed.next(10, never)
  const told = ['warn', 'panel.answer_wrong', { faults: ['outbound_lines: must be a list'], count: 1 }] as const
  expect(lines).toEqual([told, told])
})

test.each([[-5], [{}], ['soon'], [[]], [true]])(
  'a pause of nonsense length (%p) lasts DIALER_DEFAULT_RETRY',
  async (seconds: unknown) => {
    const { feed } = feedOver(new PaperPanel(ok({ call_allowed: false, retry_after_seconds: seconds })))
    expect(await feed.next(10, never)).toMatchObject({ batch: { closed: { retryAfterMs: 60_000 } } })
  },
)

test.each(['', 'null', '[]', '"ok"', '{}', '{"batch":{"numbers":[{"id":1,"phone_number":"09121111111"}]}}'])(
  'whoever answers %j has not allowed a call',
  async (text) => {
    const { feed } = feedOver(new PaperPanel({ kind: 'ok', text }))
    const fed = await feed.next(10, never)
    expect(fed.kind === 'batch' ? [fed.batch.contacts, fed.batch.closed !== undefined] : 'nothing').toEqual(
      text === '' ? 'nothing' : [[], true],
    )
  },
)

test('every field may be wrong in every way and the good number beside it is dialled all the same', async () => {
  const wrong: readonly unknown[] = [null, true, -1, 1.5, '', [], {}, 'x'.repeat(2_000), 1e300]
  const good = { id: 1, phone_number: '09121111111' }
  const numbers = [
    ...wrong,
    ...wrong.map((id) => ({ id, phone_number: '12' })),
    ...wrong.map((phone) => ({ id: 2, phone_number: phone })),
    good,
  ]
  const lists = ['active_scenarios', 'outbound_lines', 'inbound_agents', 'outbound_agents', 'active_agents']
  for (const value of wrong) {
    const rest = Object.fromEntries([...lists, 'reason', 'schedule_version', 'timezone'].map((name) => [name, value]))
    const { feed } = feedOver(new PaperPanel(ok({ ...rest, call_allowed: true, batch: { numbers } })))
    const fed = await feed.next(10, never)
    expect(fed.kind === 'batch' && fed.batch.contacts.map((contact) => contact.panelId)).toEqual([1])
  }
})

test('a batch that names an id twice is told, by the id alone', async () => {
  const twice = [
    { id: 4, phone_number: '09121111111' },
    { id: 4, phone_number: '09121111112' },
  ]
  const { feed, lines } = feedOver(new PaperPanel(ok({ call_allowed: true, batch: { numbers: twice } })))
  await feed.next(10, never)
  expect(lines).toEqual([
    ['warn', 'panel.answer_wrong', { faults: ['number 4: stands in the batch more than once'], count: 1 }],
  ])
})
