import { setTimeout as sleep } from 'node:timers/promises'
import { ari } from '../rig/ari-probe.ts'
import { manner, talker } from '../rig/numbers.ts'
import type { CampaignPlan } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'
import { filed } from './outcomes.ts'
import { reply } from './replies.ts'

/** So long a customer listens to the music before they leave. */
const patienceMs = 2_000
const customer = talker({ says: ['yes'] })
const agreed = { number: customer, endedBy: 'us', replies: [reply('yes', 'yes')] } as const
const before = ['hello', 'alo', 'yes'] as const

/** One customer says yes, on a box whose operators are all of one kind. */
function transfer(call: ExpectedCall, plan: Partial<CampaignPlan>): CampaignPlan {
  return { company: 'sina', calls: [call], ...plan }
}

const agents = (...phones: readonly string[]) => ({
  agents: phones.map((phone_number, at) => ({ id: 81 + at, phone_number })),
})

/** What can become of a transfer, each on a box of its own. */
export const operatorCampaigns: readonly CampaignPlan[] = [
  transfer(
    {
      who: 'leaves while the operator rings',
      ...agreed,
      filed: filed.disconnected,
      endedBy: 'them',
      hears: [...before, 'onhold…'],
    },
    {
      box: agents(manner('operatorNeverAnswers')),
      during: async (rig, _engine, signal) => {
        await rig.carrier.until(manner('operatorNeverAnswers'), () => true, signal)
        await sleep(patienceMs, undefined, { signal })
        const leg = await rig.carrier.until(customer, () => true, signal)
        await ari(rig.carrier, { method: 'DELETE', path: `/channels/${leg.id}` }, signal)
      },
    },
  ),
  transfer(
    {
      who: 'is taken by the second operator when the first does not answer',
      ...agreed,
      filed: filed.connected,
      hears: [...before, 'onhold…', '«operator»'],
      operator: { ids: [82], hears: [] },
    },
    { box: agents(manner('operatorNeverAnswers'), manner('operator')) },
  ),
  transfer(
    {
      who: 'meets only busy operators',
      ...agreed,
      filed: filed.noOperator,
      hears: [...before, 'onhold…', 'goodby'],
    },
    { box: agents(manner('operatorBusy', '', 1), manner('operatorBusy', '', 2)) },
  ),
  transfer(
    {
      who: 'meets an operator whose phone is off',
      ...agreed,
      filed: filed.noOperator,
      hears: [...before, 'goodby'],
    },
    { settings: { OPERATOR_ENDPOINT: 'PJSIP/op-offline' } },
  ),
  transfer(
    {
      who: 'is taken by an extension of the exchange',
      ...agreed,
      filed: filed.connected,
      hears: [...before, 'onhold…', '«operator»'],
      operator: { ids: [], hears: [] },
    },
    { settings: { OPERATOR_ENDPOINT: 'Local/6005@from-internal' } },
  ),
  transfer(
    {
      who: 'waits in vain for an extension that nobody answers',
      ...agreed,
      filed: filed.noOperator,
      hears: [...before, 'onhold', 'onhold…', 'goodby'],
    },
    { settings: { OPERATOR_ENDPOINT: 'Local/6006@from-internal' } },
  ),
  transfer(
    {
      who: 'is sent to an extension that leads back to us',
      ...agreed,
      filed: filed.noOperator,
      hears: [...before, 'goodby'],
    },
    { settings: { OPERATOR_ENDPOINT: 'Local/7777@from-internal' } },
  ),
]
