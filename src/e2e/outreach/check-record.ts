import { expect } from 'bun:test'
import type { CallRecord } from '../../domain/record.ts'
import type { Campaign } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'

/**
 * Fails unless the store has the call as it was.
 * @param evidence told with a failure
 */
export function checkRecord(campaign: Campaign, call: ExpectedCall, record: CallRecord, evidence: string): void {
  const { disposition, reason } = call.filed
  const replies = (call.replies ?? []).map(({ text, intent, by }) => ({
    transcript: text instanceof RegExp ? expect.stringMatching(text) : text,
    intent,
    by: by ?? expect.any(String),
  }))
  const turns = record.turns.map(({ transcript, intent, by }) => ({ transcript, intent, by }))
  expect({ outcome: record.outcome, endedBy: record.endedBy, turns }, evidence).toEqual({
    outcome: { disposition, ...(reason === undefined ? {} : { reason }) },
    endedBy: call.endedBy,
    turns: replies,
  })
  expect(record).toMatchObject({
    direction: 'outbound',
    company: campaign.plan.company,
    scenario: { name: campaign.plan.company },
  })
  expect(record.answeredAt !== undefined, 'recorded as answered').toBe(call.hears !== undefined)
  if (call.cause !== undefined) expect(record.hangup?.cause).toBe(call.cause)
  const { attempts, contacts, outbox, doNotCall } = campaign.kept
  expect(attempts.filter(({ phone }) => phone === call.number)).toEqual([
    { id: record.id, phone: call.number, state: 'recorded' },
  ])
  expect(contacts.filter(({ phone }) => phone === call.number)).toEqual([{ phone: call.number, state: 'done' }])
  expect(outbox.filter(({ key }) => key === record.id)).toMatchObject([{ state: 'delivered' }])
  expect(doNotCall.includes(call.number), 'on the do-not-call list').toBe(disposition === 'complained')
}
