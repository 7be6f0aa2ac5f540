import { expect, test } from 'bun:test'
import type { Answer } from './answer.ts'
import { toBatch } from './batch.ts'

const settings = { country: 'IR', ownLines: [{ number: '+982191302954', displayName: 'Desk' }], defaultRetryMs: 60_000 }
const answer: Answer = { callAllowed: true, numbers: [] }

test('numbers arrive in national form however they were written; what cannot be dialled is named by its id', () => {
  const numbers = [
    { id: 1, phone: '+98 912 111 1111', fields: {} },
    { id: 2, phone: '۰۹۱۲۱۱۱۱۱۱۲', fields: {} },
    { id: 3, phone: '9121111113', fields: {} },
    { id: 'x', phone: 'call me', fields: {} },
    { id: 5, phone: '12', fields: {} },
  ]
  const { batch, unusableNumbers } = toBatch({ ...answer, numbers }, settings)
  expect(batch.contacts.map((contact) => [contact.panelId, String(contact.phone)])).toEqual([
    [1, '09121111111'],
    [2, '09121111112'],
    [3, '09121111113'],
  ])
  expect(batch.contacts[0]).toMatchObject({ id: 'panel:1', source: 'panel' })
  expect(unusableNumbers).toEqual(['x', 5])
})

test('an id that stands in a batch twice is one number, as it stood first; two ids of one phone are two', () => {
  const numbers = [
    { id: 7, phone: '09121111111', fields: {} },
    { id: '7', phone: '09121111119', fields: {} },
    { id: 8, phone: '+989121111111', fields: {} },
    { id: 8, phone: '09121111111', fields: {} },
  ]
  const { batch, repeatedNumbers } = toBatch({ ...answer, numbers }, settings)
  expect(batch.contacts.map((contact) => [contact.panelId, String(contact.phone)])).toEqual([
    [7, '09121111111'],
    [8, '09121111111'],
  ])
  expect(repeatedNumbers).toEqual(['7', 8])
})

test('when calling is not allowed the lists mean nothing and the panel says for how long', () => {
  const closed = toBatch(
    {
      ...answer,
      callAllowed: false,
      reason: 'Outside working hours',
      retryAfterMs: 120_000,
      scenarios: [],
      lines: [],
      agents: { inbound: [], outbound: [] },
    },
    settings,
  )
  expect(closed.batch).toEqual({ contacts: [], closed: { because: 'Outside working hours', retryAfterMs: 120_000 } })
})

test('a pause without a length lasts DIALER_DEFAULT_RETRY, and none is too short or endless', () => {
  const pause = (retryAfterMs?: number): number | undefined =>
    toBatch({ ...answer, callAllowed: false, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, settings).batch
      .closed?.retryAfterMs
  expect([pause(), pause(0), pause(1e15)]).toEqual([60_000, 1_000, 86_400_000])
})

test('a panel that does not say that calling is allowed has not allowed it', () => {
  const { batch } = toBatch({ numbers: [{ id: 1, phone: '09121111111', fields: {} }] }, settings)
  expect(batch.contacts).toEqual([])
  expect(batch.closed?.because).toContain('call_allowed')
})

test('absent and empty lists: all scenarios against none, lines kept', () => {
  expect(toBatch(answer, settings).batch).toEqual({ contacts: [] })
  expect(toBatch({ ...answer, scenarios: [], lines: [] }, settings).batch).toEqual({ contacts: [], scenarios: [] })
})

test("a line of the owner's keeps the owner's writing, and no line is there twice", () => {
  const lines = [
    { id: 4, phone: '02191302954' },
    { id: 5, phone: '0219130 2955', displayName: 'Second' },
    { id: 6, phone: '02191302955' },
    { phone: '6005' },
    { id: 7, phone: 'none' },
  ]
  const mapped = toBatch({ ...answer, lines }, settings)
  expect(mapped.batch.lines).toEqual([
    { number: '+982191302954', panelId: 4, displayName: 'Desk' },
    { number: '02191302955', panelId: 5, displayName: 'Second' },
    { number: '6005' },
  ])
  expect(mapped.unusableLines).toBe(1)
})

test('operators may be mobiles or extensions', () => {
  const people = [
    { id: 1, phone: '+989120000001', name: 'Ali' },
    { id: 2, phone: '6005' },
    { id: 3, phone: '?' },
  ]
  const mapped = toBatch({ ...answer, agents: { inbound: people, outbound: [] } }, settings)
  expect(mapped.batch.agents).toEqual({
    inbound: [
      { panelId: 1, phone: '09120000001', name: 'Ali' },
      { panelId: 2, phone: '6005' },
    ],
    outbound: [],
  })
  expect(mapped.unusableAgents).toEqual([3])
})
