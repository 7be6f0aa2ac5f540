import { expect } from 'bun:test'
import type { Campaign } from './campaign.ts'

/** Fails unless the whole list was accounted for once, every contract was kept, and nothing was left behind. */
export function checkCampaign({ plan, box, kept, remains, exitCode, output }: Campaign): void {
  const { panel, vira, gapgpt, rig } = box
  const numbers = plan.calls.map(({ number }) => number).sort()
  const reported: unknown[] = panel.reports.all.map(({ body }) => body['phone_number'])
  expect(reported.sort()).toEqual(numbers)
  expect(panel.reports.all.filter(({ repeat }) => repeat)).toEqual([])
  expect(kept.calls.map(({ contact }) => String(contact.phone)).sort()).toEqual(numbers)
  expect({ panel: panel.violations, vira: vira.violations, gapgpt: gapgpt.violations }).toEqual({
    panel: [],
    vira: [],
    gapgpt: [],
  })
  for (const number of plan.uncalled ?? []) expect(rig.carrier.calls(number)).toEqual([])
  expect(remains, 'what Asterisk still holds').toEqual([])
  expect(exitCode).toBe(0)
  // The journal knows neither numbers nor what was said.
  const told = kept.calls.flatMap(({ contact, turns }) => [
    contact.phone.slice(1),
    ...turns.map((turn) => turn.transcript),
  ])
  expect(told.filter((text) => text !== '' && output.includes(text))).toEqual([])
}
