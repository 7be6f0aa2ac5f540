import { expect, test } from 'bun:test'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { PanelReply } from './client.ts'
import { ok, PaperPanel } from './paper-panel.ts'
import { Registration } from './registration.ts'

const never = new AbortController().signal
const offer = {
  company: 'sina',
  scenarios: [{ name: 'sina', title: 'Sina' }],
  lines: [{ number: '02191302954' }, { number: '02191302955', displayName: 'Second' }],
}
const listed = [
  { phone_number: '02191302954', display_name: '02191302954' },
  { phone_number: '02191302955', display_name: 'Second' },
]
const yes = ok({})
const no = (status: number): PanelReply => ({ kind: 'refused', status, because: `HTTP ${status}` })

function registrationOver(panel: PaperPanel, clock = new TestClock()): Registration {
  return new Registration({ client: panel, clock, random: () => 0, log: silentLog })
}

test('scenarios and lines are registered under their names', async () => {
  const panel = new PaperPanel(yes)
  await registrationOver(panel).run(offer, never)
  expect(panel.asked.map(({ path }) => path)).toEqual([
    'api/dialer/register-scenarios',
    'api/dialer/register-outbound-lines',
  ])
  expect(panel.bodies).toEqual([
    { company: 'sina', scenarios: [{ name: 'sina', display_name: 'Sina' }] },
    { company: 'sina', outbound_lines: listed },
  ])
})

test.each([400, 422])(
  'a panel that answers %p is told the lines under the older key, from then on at once',
  async (status) => {
    const panel = new PaperPanel(yes, no(status), yes)
    const registration = registrationOver(panel)
    await registration.run(offer, never)
    await registration.run(offer, never)
    expect(panel.bodies.slice(1)).toEqual([
      { company: 'sina', outbound_lines: listed },
      { company: 'sina', lines: listed },
      { company: 'sina', scenarios: [{ name: 'sina', display_name: 'Sina' }] },
      { company: 'sina', lines: listed },
    ])
  },
)

test('what there is none of is not registered', async () => {
  const panel = new PaperPanel(yes)
  await registrationOver(panel).run({ ...offer, scenarios: [], lines: [] }, never)
  expect(panel.asked).toEqual([])
})

test('a refusal of both keys ends it; nothing is remembered', async () => {
  const panel = new PaperPanel(yes, no(422), no(422), yes)
  const registration = registrationOver(panel)
  await registration.run(offer, never)
  await registration.run(offer, never)
  expect(panel.bodies.map((body) => Object.keys(body as object)[1])).toEqual([
    'scenarios',
    'outbound_lines',
    'lines',
    'scenarios',
    'outbound_lines',
  ])
})

test('a panel that is down is tried again in the background until it answers', async () => {
  const clock = new TestClock()
  const down: PanelReply = { kind: 'unavailable', because: 'down' }
  const panel = new PaperPanel(down, { kind: 'unauthorised', because: 'token' }, { ...down, retryAfterMs: 30_000 }, yes)
  const done = registrationOver(panel, clock).run(offer, never)
  for (const [afterMs, requests] of [
    [1_999, 1],
    [1, 2],
    [3_999, 2],
    [1, 3],
    [29_999, 3],
    [1, 5],
  ] as const) {
    await clock.advance(afterMs)
    expect(panel.asked.length).toBe(requests)
  }
  await done
})

test.each(['', 'OK', '<p>Welcome</p>', '[]', 'null', '"registered"', '{"scenarios":'])(
  'an answer that is no JSON object (%j) is not a registration: it is tried again',
  async (text) => {
    const clock = new TestClock()
    const panel = new PaperPanel({ kind: 'ok', text }, yes, { kind: 'ok', text }, yes)
    const done = registrationOver(panel, clock).run(offer, never)
    await clock.advance(1_999)
    expect(panel.asked.length).toBe(1)
    await clock.advance(2_001)
    await done
    expect(panel.asked.map(({ path }) => path)).toEqual([
      'api/dialer/register-scenarios',
      'api/dialer/register-scenarios',
      'api/dialer/register-outbound-lines',
      'api/dialer/register-outbound-lines',
    ])
  },
)

test('shutting down ends the waiting', async () => {
  const stopping = new AbortController()
  const clock = new TestClock()
  const done = registrationOver(new PaperPanel({ kind: 'unavailable', because: 'down' }), clock).run(
    offer,
    stopping.signal,
  )
  const reason = new Error('shutting down')
  await clock.advance(1_000)
  stopping.abort(reason)
  expect(await done.catch((error: unknown) => error)).toBe(reason)
})
