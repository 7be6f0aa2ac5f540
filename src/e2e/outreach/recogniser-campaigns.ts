import { setTimeout as sleep } from 'node:timers/promises'
import type { ViraFault } from '../../testing/services/vira.ts'
import { manner, talker } from '../rig/numbers.ts'
import { recogniserFaults } from './by-clip.ts'
import type { CampaignPlan } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'
import { type Filed, filed } from './outcomes.ts'
import { reply, silence } from './replies.ts'

const question = ['hello', 'alo'] as const
/** Not understood for a fault of the service: the customer still hears a farewell. */
const failed = { filed: filed.recogniserFailed, endedBy: 'us', hears: [...question, 'goodby'] } as const
const served = { filed: filed.connected, endedBy: 'us', hears: [...question, 'yes'] } as const
const heardNothing = { filed: filed.hangup, endedBy: 'us', hears: question, replies: [silence] } as const
const first = (fault: ViraFault) => (attempt: number) => (attempt === 1 ? fault : undefined)

const calls: readonly ExpectedCall[] = [
  {
    who: 'a recogniser that is slow within the budget',
    number: talker({ says: ['yes'] }),
    ...served,
    replies: [reply('yes', 'yes')],
  },
  { who: 'a recogniser slower than the budget', number: talker({ says: ['no'] }), ...failed },
  { who: 'a recogniser that hears no word', number: talker({ says: ['where-from'] }), ...heardNothing },
  { who: 'a recogniser that calls the audio empty', number: talker({ says: ['unknown'] }), ...heardNothing },
  { who: 'a recogniser that answers half a sentence of JSON', number: talker({ says: ['never-again'] }), ...failed },
  { who: 'a recogniser that never answers', number: talker({ says: ['yes-but-no'] }), ...failed },
  { who: 'a recogniser behind a broken gateway', number: talker({ says: ['long-winded'] }), ...failed },
  {
    who: 'a recogniser that breaks off once and answers when asked again',
    number: talker({ says: ['price'] }),
    ...served,
    replies: [reply('price', 'yes')],
  },
  {
    who: 'a recogniser that asks for patience once',
    number: talker({ says: ['hello'] }),
    filed: filed.unknown,
    endedBy: 'us',
    hears: [...question, 'goodby'],
    replies: [reply('hello', 'unknown')],
  },
]

/** A recogniser with a fault for each of the nine things customers say. */
const faulty: CampaignPlan = {
  company: 'salehi',
  calls,
  prepare: (box) =>
    recogniserFaults(box, {
      yes: () => ({ fault: 'slow', ms: 2_500 }),
      no: () => ({ fault: 'slow', ms: 8_000 }),
      'where-from': () => ({ fault: 'empty' }),
      unknown: () => ({ fault: 'empty_audio' }),
      'never-again': () => ({ fault: 'truncated' }),
      'yes-but-no': () => ({ fault: 'hang' }),
      'long-winded': () => ({ fault: 'bad_gateway' }),
      price: first({ fault: 'broken_off' }),
      hello: first({ fault: 'rate_limit', retryAfterS: 1 }),
    }),
}

/** Longer than the dialer takes to see that a line is free. */
const afterwardsMs = 8_000

/** A recogniser no next call could use: one call meets it, and nobody is called after that. */
function useless(who: string, as: Filed, plan: Partial<CampaignPlan>): CampaignPlan {
  const hears = [...question, 'goodby']
  return {
    company: 'salehi',
    calls: [{ who, number: talker({ says: ['yes'] }), filed: as, endedBy: 'us', hears, asksToPause: true }],
    uncalled: [manner('busy', '', 90)],
    ...plan,
    settings: { MAX_CONCURRENT_OUTBOUND_CALLS: '1', ...plan.settings },
    during: async (_rig, engine, signal) => {
      await engine.line(/gate\.shut.*gate=recogniser/, signal)
      await sleep(afterwardsMs, undefined, { signal })
    },
  }
}

/** What customers notice of a recogniser that fails. */
export const recogniserCampaigns: readonly CampaignPlan[] = [
  faulty,
  useless('a recogniser that refuses our key', filed.recogniserRefusedKey, { settings: { VIRA_STT_TOKEN: 'wrong' } }),
  useless('a recogniser whose account is spent', filed.recogniserSpent, {
    prepare: async ({ vira }) => vira.always({ fault: 'quota', as: 'persian' }),
  }),
]
