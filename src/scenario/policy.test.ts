import { expect, test } from 'bun:test'
import { queueNames } from './policy.ts'
import { readCompany } from './scenario.ts'

test('everything a company says reaches its policy', () => {
  const text = `salehi: 1
company: sina
title: Sina
zone: Asia/Dubai
calling_hours: { mon-fri: [09:00-12:00, 14:00-18:00], sat: closed }
holidays: [1405-01-01, 2026-12-25]
attempts: { per_day: 2 }
retry: { missed: { after: 4h, times: 2 }, busy: 30m }
do_not_call: [{ file: lists/never.csv }]
consent: They asked us to call.
causes: { carrier-a: { 38: power_off, 0: missed } }
queues: { support: { title: Support, numbers: ["09123456789"], extensions: ["601"], endpoints: [PJSIP/602] } }
retention: 30d
`
  const { policy, problems } = readCompany(text, 'company.yaml', 'sina')
  expect(problems).toEqual([])
  expect(policy).toMatchObject({
    company: 'sina',
    title: 'Sina',
    zone: 'Asia/Dubai',
    retentionDays: 30,
    consent: 'They asked us to call.',
  })
  expect(policy?.calling).toMatchObject({ timezone: 'Asia/Dubai', closed: ['2026-03-21', '2026-12-25'] })
  expect(policy?.calling.week.map((ranges) => ranges.length)).toEqual([0, 2, 2, 2, 2, 2, 0])
  expect(policy?.attempts).toEqual({ perDay: 2, total: 3 })
  expect([...(policy?.retries ?? [])]).toEqual([
    ['no_answer', { afterMs: 14_400_000, times: 2 }],
    ['busy', { afterMs: 1_800_000, times: 1 }],
  ])
  expect(policy?.doNotCall).toEqual([{ kind: 'spoken' }, { kind: 'manual' }, { kind: 'file', file: 'lists/never.csv' }])
  expect(policy?.causes.get('carrier-a')).toEqual({ 38: 'power_off', 0: 'no_answer' })
  expect(policy?.queues.get('support')?.members).toEqual([
    { kind: 'number', value: '09123456789' },
    { kind: 'extension', value: '601' },
    { kind: 'endpoint', value: 'PJSIP/602' },
  ])
  expect(policy && [...queueNames(policy)]).toEqual(['operators', 'support'])
})

test('nobody who was reached or asked to be left alone can be given a retry', () => {
  for (const word of ['connected', 'connected_to_operator', 'not_interested', 'complained', 'inbound_call'])
    expect(readCompany(`salehi: 1\nretry: { ${word}: 1h }`, 'company.yaml', 'a').policy).toBeUndefined()
})

test('leaving out those who asked for it does not make them callable', () => {
  const { policy } = readCompany('salehi: 1\ndo_not_call: []', 'company.yaml', 'a')
  expect(policy?.doNotCall).toContainEqual({ kind: 'spoken' })
})
