import { afterAll, beforeAll, setDefaultTimeout, test } from 'bun:test'
import { recogniserFaults } from './outreach/by-clip.ts'
import type { CampaignPlan } from './outreach/campaign.ts'
import { Campaigns } from './outreach/campaigns.ts'
import { checkCall } from './outreach/check-call.ts'
import { checkCampaign } from './outreach/check-campaign.ts'
import { operatorCampaigns } from './outreach/operator-campaigns.ts'
import { textOf } from './outreach/replies.ts'
import { sinaCalls, sinaStaff } from './outreach/sina-calls.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

const everybody: CampaignPlan = {
  company: 'sina',
  calls: sinaCalls,
  box: {
    agents: sinaStaff,
    // A part of endless talk that the ear cannot tell is talk all the same.
    transcribe: (heard) => heard?.text ?? textOf('unknown'),
    classify: ({ user }) => (user.includes(textOf('long-winded')) ? 'yes' : 'unknown'),
  },
  // The recogniser is still at work when that customer leaves.
  prepare: (box) => recogniserFaults(box, { hello: () => ({ fault: 'slow', ms: 10_000 }) }),
}

const plans = [everybody, ...operatorCampaigns]
const campaigns = new Campaigns()
beforeAll(() => campaigns.run(plans, signal()), limitMs)
afterAll(() => campaigns[Symbol.asyncDispose]())

test.each(plans.flatMap((plan) => plan.calls.map((call) => [call.who, call, plan] as const)))(
  'a customer who %s',
  (_, call, plan) => checkCall(campaigns.of(plan), call, signal()),
)

test('every number was reported once, every contract was kept, and nothing is left in Asterisk', () => {
  for (const plan of plans) checkCampaign(campaigns.of(plan))
})
