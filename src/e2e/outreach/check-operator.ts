import { expect } from 'bun:test'
import type { CallRecord } from '../../domain/record.ts'
import type { Campaign } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'
import { hearingOf } from './hearing.ts'

/** Fails unless the right operator, or none, took the call. The operator's leg is found by the number it shows: the customer's. */
export async function checkOperator(
  campaign: Campaign,
  call: ExpectedCall,
  record: CallRecord,
  signal: AbortSignal,
): Promise<void> {
  const { operator } = call
  const agents = campaign.plan.box?.agents ?? []
  const legs = campaign.box.rig.carrier.calls().filter(({ presented }) => presented.number === call.number)
  const [answered, ...others] = legs.filter(({ answeredAtMs }) => answeredAtMs !== undefined)
  expect(others).toEqual([])
  expect(answered !== undefined, 'an operator answered').toBe(operator !== undefined)
  if (operator === undefined || answered === undefined) return expect(record.operator).toBeUndefined()
  const taken = agents.find(({ phone_number }) => phone_number === answered.number)
  if (operator.ids.length === 0) expect(record.operator?.panelId).toBeUndefined()
  else {
    expect(operator.ids as readonly unknown[]).toContain(record.operator?.panelId)
    expect(record.operator).toMatchObject({ panelId: taken?.id, phone: taken?.phone_number } as never)
  }
  expect((await hearingOf(campaign, answered, signal)).words).toEqual([...operator.hears])
  expect(answered.endedAtMs, 'the leg of the operator has ended').toBeNumber()
}
