import { expect, test } from 'bun:test'
import { readAnswer } from './answer.ts'

const full = {
  call_allowed: true,
  retry_after_seconds: null,
  reason: null,
  timezone: 'Asia/Tehran',
  server_time: '2026-02-22T10:00:00+00:00',
  schedule_version: 3,
  active_scenarios: [{ id: 1, name: 'salehi', display_name: 'Salehi' }],
  outbound_lines: [{ id: 1, phone_number: '02191302954', display_name: 'Main' }],
  inbound_agents: [{ id: 1, full_name: 'Ali', phone_number: '09120000001' }],
  outbound_agents: [],
  active_agents: [{ id: 9, name: 'Old', mobile: '09120000009' }],
  batch: { batch_id: 'b1', size_requested: 10, size_returned: 1, numbers: [{ id: 123, phone_number: '09121111111' }] },
}

test('an answer per the contract is read whole and without a fault', () => {
  expect(readAnswer(full, 'v2')).toEqual({
    faults: [],
    answer: {
      callAllowed: true,
      scheduleVersion: 3,
      numbers: [{ id: 123, phone: '09121111111', fields: {} }],
      scenarios: [{ id: 1, name: 'salehi' }],
      lines: [{ id: 1, phone: '02191302954', displayName: 'Main' }],
      agents: { inbound: [{ id: 1, phone: '09120000001', name: 'Ali' }], outbound: [] },
    },
  })
})

test('fields nobody expected change nothing', () => {
  const extra = {
    ...full,
    brand_new: { deep: [1] },
    batch: { ...full.batch, numbers: [{ id: 123, phone_number: '09121111111', mood: 'good' }] },
  }
  expect(readAnswer(extra, 'v2')).toEqual(readAnswer(full, 'v2'))
})

test('a wrong item is left out and named by its path, without the value', () => {
  const wrong = {
    ...full,
    retry_after_seconds: 'soon',
    active_scenarios: [{ id: 1 }, { id: 2, name: 'sina' }],
    batch: {
      numbers: [
        { id: 1.5, phone_number: '09121111111' },
        { id: 2, phone_number: { secret: '09123334444' } },
        'x',
        full.batch.numbers[0],
      ],
    },
    inbound_agents: [{ id: 7 }],
  }
  const { answer, faults } = readAnswer(wrong, 'v2')
  expect(answer.numbers).toEqual([{ id: 123, phone: '09121111111', fields: {} }])
  expect(answer.scenarios).toEqual([{ id: 2, name: 'sina' }])
  expect(answer.agents).toEqual({ inbound: [], outbound: [] })
  expect(faults).toEqual([
    'retry_after_seconds: must be a number of seconds',
    'batch.numbers[0].id: must be a whole number or a text',
    'batch.numbers[1].phone_number: must be a phone number, written as text',
    expect.stringContaining('batch.numbers[2]: '),
    'active_scenarios[0].name: must be a text',
    'inbound_agents[0].phone_number: is missing',
  ])
  expect(faults.join()).not.toContain('0912')
})

test('an id that would lose digits as a number is refused rather than told back wrong', () => {
  const json: unknown = JSON.parse(
    '{"call_allowed":true,"batch":{"numbers":[{"id":9007199254740993,"phone_number":"09121111111"}]}}',
  )
  expect(readAnswer(json, 'v2').answer.numbers).toEqual([])
})

test('a scenario list that is no list enables nothing; an absent one says nothing', () => {
  expect(readAnswer({ ...full, active_scenarios: 'all' }, 'v2').answer.scenarios).toEqual([])
  expect(readAnswer({ ...full, active_scenarios: [] }, 'v2').answer.scenarios).toEqual([])
  expect(readAnswer({ ...full, active_scenarios: null }, 'v2').answer).not.toHaveProperty('scenarios')
})

test('the old list of agents serves both directions where the new ones are absent', () => {
  const { inbound_agents: _in, outbound_agents: _out, ...old } = full
  const agent = { id: 9, phone: '09120000009', name: 'Old' }
  expect(readAnswer(old, 'v2').answer.agents).toEqual({ inbound: [agent], outbound: [agent] })
  const { active_agents: _old, ...none } = old
  expect(readAnswer(none, 'v2').answer).not.toHaveProperty('agents')
})

test('the old form brings contacts with what is known of them', () => {
  const { answer, faults } = readAnswer(
    {
      contacts: [{ id: 'c-1', phone: '09123456789', metadata: { name: 'Sara', age: 30, tags: ['a'] } }, { id: 2 }],
      active_agents: [{ id: 1, name: 'Agent1', mobile: '09121111111' }],
      call_allowed: true,
    },
    'v1',
  )
  expect(answer.numbers).toEqual([{ id: 'c-1', phone: '09123456789', fields: { name: 'Sara', age: '30' } }])
  expect(answer.agents?.outbound).toEqual([{ id: 1, phone: '09121111111', name: 'Agent1' }])
  expect(answer).not.toHaveProperty('scenarios')
  expect(faults).toEqual(['contacts[1].phone: must be a phone number, written as text'])
})

test.each([[null], ['text'], [42], [[]], [[[]]], [{ batch: 'x', outbound_lines: 5, active_agents: {} }]])(
  'nonsense (%j) is a value, never a crash',
  (nonsense: unknown) => {
    for (const api of ['v2', 'v1'] as const) expect(readAnswer(nonsense, api).answer.callAllowed).toBeUndefined()
  },
)
