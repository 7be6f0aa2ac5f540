import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { recogniserFaults } from './outreach/by-clip.ts'
import type { CampaignPlan } from './outreach/campaign.ts'
import { Campaigns } from './outreach/campaigns.ts'
import { checkCall } from './outreach/check-call.ts'
import { checkCampaign } from './outreach/check-campaign.ts'
import { hearingOf } from './outreach/hearing.ts'
import { textOf } from './outreach/replies.ts'
import { question, salehiCalls } from './outreach/salehi-calls.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

const everybody: CampaignPlan = {
  company: 'salehi',
  calls: salehiCalls,
  box: { classify: ({ user }) => (user.includes(textOf('long-winded')) ? 'yes' : 'unknown') },
  // The recogniser is still at work when that customer leaves.
  prepare: (box) => recogniserFaults(box, { hello: () => ({ fault: 'slow', ms: 10_000 }) }),
}

const swapped: CampaignPlan = {
  company: 'salehi',
  calls: [salehiCalls.find(({ who }) => who === 'says no')!],
  ownPrompts: { yes: 'goodby', goodby: 'yes' },
}

const plans = [everybody, swapped]
const campaigns = new Campaigns()
beforeAll(() => campaigns.run(plans, signal()), limitMs)
afterAll(() => campaigns[Symbol.asyncDispose]())

test.each(salehiCalls.map((call) => [call.who, call] as const))('a customer who %s', (_, call) =>
  checkCall(campaigns.of(everybody), call, signal()),
)

test('every number was reported once, every contract was kept, and nothing is left in Asterisk', () => {
  for (const plan of plans) checkCampaign(campaigns.of(plan))
})

test('with two recordings swapped the customer hears the wrong one, and the check says so', async () => {
  const campaign = campaigns.of(swapped)
  const [call] = swapped.calls
  const [leg] = campaign.box.rig.carrier.calls(call!.number)
  expect((await hearingOf(campaign, leg!, signal())).words).toEqual([...question, 'yes'])
  await expect(checkCall(campaign, call!, signal())).rejects.toThrow('"goodby"')
})
