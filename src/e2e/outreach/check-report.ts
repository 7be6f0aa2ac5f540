import { expect } from 'bun:test'
import type { CallRecord } from '../../domain/record.ts'
import { lines } from '../box.ts'
import type { CarrierCall } from '../rig/journal.ts'
import type { Campaign } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'

/** Fails unless the panel was told of the call, once, in every detail as it was. */
export function checkReport(campaign: Campaign, call: ExpectedCall, record: CallRecord, rung: CarrierCall): void {
  const { panel } = campaign.box
  const reports = campaign.reportsOf(call)
  expect(reports.length, 'reports of this number').toBe(1)
  const [report] = reports
  expect(report).toMatchObject({ api: 'v2', repeat: false, idempotencyKey: record.id })
  const words = record.turns.map(({ transcript }) => transcript).filter((text) => text !== '')
  const line = panel.registered.lines.find(({ phone_number }) => phone_number === rung.presented.number)
  expect(lines as readonly string[]).toContain(rung.presented.number)
  expect(rung.prefix).toBe(rung.presented.number.slice(-4))
  const { operator } = record
  expect(report?.body).toEqual({
    number_id: expect.any(Number),
    phone_number: call.number,
    company: campaign.plan.company,
    scenario_id: panel.registered.scenarios.find(({ name }) => name === campaign.plan.company)?.id,
    outbound_line_id: line?.id,
    status: call.filed.status,
    reason: call.filed.sentence,
    attempted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:30$/),
    ...(words.length === 0 ? {} : { user_message: words.join(' | ') }),
    ...(call.asksToPause === undefined ? {} : { call_allowed: false }),
    ...(operator?.panelId === undefined ? {} : { agent_id: operator.panelId, agent_phone: operator.phone }),
  })
  const attemptedMs = Date.parse(String(report?.body['attempted_at']))
  expect(Math.abs(attemptedMs - rung.calledAtMs), 'attempted_at is the dial instant').toBeLessThan(2_000)
}
