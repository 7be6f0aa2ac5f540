import { afterAll, beforeAll, setDefaultTimeout, test } from 'bun:test'
import { Campaigns } from './outreach/campaigns.ts'
import { checkCall } from './outreach/check-call.ts'
import { checkCampaign } from './outreach/check-campaign.ts'
import { modelCampaigns } from './outreach/model-campaigns.ts'
import { recogniserCampaigns } from './outreach/recogniser-campaigns.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

const plans = [...recogniserCampaigns, ...modelCampaigns]
const campaigns = new Campaigns()
beforeAll(() => campaigns.run(plans, signal()), limitMs)
afterAll(() => campaigns[Symbol.asyncDispose]())

test.each(plans.flatMap((plan) => plan.calls.map((call) => [call.who, call, plan] as const)))(
  'a call that meets %s',
  (_, call, plan) => checkCall(campaigns.of(plan), call, signal()),
)

test('every number was reported once, every contract was kept, and nothing is left in Asterisk', () => {
  for (const plan of plans) checkCampaign(campaigns.of(plan))
})
