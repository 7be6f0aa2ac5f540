import { setTimeout as sleep } from 'node:timers/promises'
import type { GapGptFault } from '../../testing/services/gapgpt.ts'
import { manner, type Saying, talker } from '../rig/numbers.ts'
import { modelFaults } from './by-clip.ts'
import type { CampaignPlan } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'
import { filed } from './outcomes.ts'
import { textOf } from './replies.ts'

/** Sentences that have nothing to do with our question, so the rules guess `unknown` and ask the model. */
const besideThePoint = {
  yes: 'دیروز باران آمد و کوچه خیس شد',
  no: 'گربه روی دیوار نشسته بود',
  'where-from': 'قطار ساعت هشت از ایستگاه رفت',
  unknown: textOf('unknown'),
  'never-again': 'مادرم برای ناهار آش درست کرد',
  hello: 'چراغ اتاق از صبح روشن مانده',
  'yes-but-no': 'درخت حیاط امسال سیب داد',
  price: 'برادرم از سفر برگشت و چمدانش گم شد',
  'long-winded': 'تلویزیون فوتبال نشان می‌داد',
} as const satisfies Readonly<Record<Saying, string>>

const heard = { endedBy: 'us', hears: ['hello', 'alo', 'goodby'] } as const

/** The model says no, which the rules would not: what came of the call tells who decided. */
function decided(says: Saying, who: string, by: 'llm' | 'rule', intent: 'no' | 'unknown'): ExpectedCall {
  return {
    who,
    number: talker({ says: [says] }),
    filed: intent === 'no' ? filed.notInterested : filed.unknown,
    ...heard,
    replies: [{ text: besideThePoint[says], intent, by }],
  }
}

const calls: readonly ExpectedCall[] = [
  decided('yes', 'a model that answers', 'llm', 'no'),
  decided('no', 'a model that is down', 'rule', 'unknown'),
  decided('where-from', 'a model that closes the connection', 'rule', 'unknown'),
  decided('unknown', 'a model that is slow within the budget', 'llm', 'no'),
  decided('never-again', 'a model slower than the budget', 'rule', 'unknown'),
  decided('hello', 'a model that never answers', 'rule', 'unknown'),
  decided('yes-but-no', 'a model that streams its answer unasked', 'llm', 'no'),
  decided('price', 'a model that streams its answer and calls it JSON', 'llm', 'no'),
  decided('long-winded', 'a model that answers with a speech', 'llm', 'unknown'),
]

const faults = new Map<string, GapGptFault>([
  [besideThePoint.no, { fault: 'server_error' }],
  [besideThePoint['where-from'], { fault: 'cut' }],
  [besideThePoint.unknown, { fault: 'slow', ms: 1_500 }],
  [besideThePoint['never-again'], { fault: 'slow', ms: 8_000 }],
  [besideThePoint.hello, { fault: 'hang' }],
  [besideThePoint['yes-but-no'], { fault: 'sse' }],
  [besideThePoint.price, { fault: 'sse', contentType: 'application/json' }],
  [besideThePoint['long-winded'], { fault: 'says', text: 'I think there is no clear answer in these words.' }],
])

const box: NonNullable<CampaignPlan['box']> = {
  transcribe: (clip) => (clip === undefined ? undefined : besideThePoint[clip.name as Saying]),
  classify: () => 'no',
}

/** Longer than the dialer takes to see that a line is free. */
const afterwardsMs = 8_000

/** A model no next call could ask: the rules finish this call, and nobody is called after it. */
function useless(who: string, plan: Partial<CampaignPlan>): CampaignPlan {
  return {
    company: 'salehi',
    calls: [{ ...decided('yes', who, 'rule', 'unknown'), asksToPause: true }],
    uncalled: [manner('busy', '', 90)],
    box,
    ...plan,
    settings: { MAX_CONCURRENT_OUTBOUND_CALLS: '1', ...plan.settings },
    during: async (_rig, engine, signal) => {
      await engine.line(/gate\.shut.*gate=llm/, signal)
      await sleep(afterwardsMs, undefined, { signal })
    },
  }
}

/** What customers notice of a language model that fails: nothing but, at times, that we do not understand them. */
export const modelCampaigns: readonly CampaignPlan[] = [
  { company: 'salehi', calls, box, prepare: async (one) => modelFaults(one, faults) },
  useless('a model that refuses our key', { settings: { GAPGPT_API_KEY: 'wrong' } }),
  useless('a model whose account is spent', {
    prepare: async ({ gapgpt }) => gapgpt.always({ fault: 'quota', as: 'token' }),
  }),
]
