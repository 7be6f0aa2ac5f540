import type { PanelAgent } from '../../testing/services/panel-state.ts'
import { manner, talker } from '../rig/numbers.ts'
import type { ExpectedCall } from './expected-call.ts'
import { filed } from './outcomes.ts'
import { reply, silence, textOf } from './replies.ts'
import { unansweredCalls } from './unanswered-calls.ts'

const question = ['hello', 'alo'] as const
const refused = { endedBy: 'us', hears: [...question, 'goodby'] } as const
/** Joined with an operator: the customer hears them, and the call ends when the operator leaves. */
const served = { filed: filed.connected, endedBy: 'us', hears: [...question, 'yes', 'onhold…', '«operator»'] } as const
/** Operators who answer, speak, and leave about eleven seconds later. */
export const sinaStaff: readonly PanelAgent[] = [1, 2, 3, 4, 5].map((n) => ({
  id: 70 + n,
  full_name: `Operator ${n}`,
  phone_number: manner('operator', '', n),
}))
const anyOfThem = { ids: sinaStaff.map(({ id }) => Number(id)), hears: [] }

/** Customers of sina, who are handed to an operator when they agree. */
export const sinaCalls: readonly ExpectedCall[] = [
  {
    who: 'says yes, talks with an operator, and leaves',
    number: talker({ says: ['yes', 'hello'], ending: 'hangs-up-1s-later' }),
    ...served,
    endedBy: 'them',
    replies: [reply('yes', 'yes')],
    operator: { ...anyOfThem, hears: ['«hello»'] },
  },
  {
    who: 'says yes and stays until the operator leaves',
    number: talker({ says: ['yes'] }),
    ...served,
    replies: [reply('yes', 'yes')],
    operator: anyOfThem,
  },
  {
    who: 'says yes and hangs up before we are done',
    number: talker({ says: ['yes'], ending: 'hangs-up-5s-later' }),
    filed: filed.disconnected,
    endedBy: 'them',
    hears: [...question, 'yes…'],
    replies: [reply('yes', 'yes')],
  },
  {
    who: 'says no',
    number: talker({ says: ['no'] }),
    filed: filed.notInterested,
    ...refused,
    replies: [reply('no', 'no')],
  },
  {
    who: 'says twice what nobody understands',
    number: talker({ says: ['unknown', 'unknown'] }),
    filed: filed.unknown,
    endedBy: 'us',
    hears: [...question, 'repeat', 'goodby'],
    replies: [reply('unknown', 'unknown'), reply('unknown', 'unknown')],
  },
  {
    who: 'is not understood at first, then says no',
    number: talker({ says: ['unknown', 'no'] }),
    filed: filed.notInterested,
    endedBy: 'us',
    hears: [...question, 'repeat', 'goodby'],
    replies: [reply('unknown', 'unknown'), reply('no', 'no')],
  },
  {
    who: 'asks where we have the number from, then says yes',
    number: talker({ says: ['where-from', 'yes'] }),
    ...served,
    hears: [...question, 'repeat', 'yes', 'onhold…', '«operator»'],
    replies: [reply('where-from', 'number_question'), reply('yes', 'yes')],
    operator: anyOfThem,
  },
  {
    who: 'asks never to be called again',
    number: talker({ says: ['never-again'] }),
    filed: filed.complained,
    ...refused,
    replies: [reply('never-again', 'remove_me')],
  },
  {
    who: 'says yes, but then no',
    number: talker({ says: ['yes-but-no'] }),
    filed: filed.notInterested,
    ...refused,
    replies: [reply('yes-but-no', 'no')],
  },
  {
    who: 'asks for the price',
    number: talker({ says: ['price'] }),
    ...served,
    replies: [reply('price', 'yes')],
    operator: anyOfThem,
  },
  {
    who: 'says yes in many words',
    number: talker({ says: ['long-winded'] }),
    ...served,
    replies: [reply('long-winded', 'yes')],
    operator: anyOfThem,
  },
  {
    who: 'stays silent',
    number: manner('silent'),
    filed: filed.hangup,
    endedBy: 'us',
    hears: [...question, 'repeat'],
    replies: [silence, silence],
  },
  {
    who: 'hangs up while we speak',
    number: manner('hangsUpMidPrompt'),
    filed: filed.hangup,
    endedBy: 'them',
    cause: 16,
    hears: ['hello…'],
  },
  {
    who: 'hangs up right after the last word',
    number: talker({ says: ['yes'], ending: 'hangs-up-after-last-word' }),
    filed: filed.hangup,
    endedBy: 'them',
    hears: question,
  },
  {
    who: 'hangs up while we think',
    number: talker({ says: ['hello'], ending: 'hangs-up-3s-later' }),
    filed: filed.hangup,
    endedBy: 'them',
    hears: question,
  },
  {
    who: 'talks for ever',
    number: manner('talksForEver'),
    filed: filed.unknown,
    endedBy: 'us',
    hears: [...question, 'repeat', 'goodby'],
    replies: [
      { text: new RegExp(textOf('longtalk')), intent: 'unknown' },
      { text: /./, intent: 'unknown' },
    ],
  },
  {
    who: 'answers and is gone at once',
    number: manner('answersAndIsGone'),
    filed: filed.hangup,
    endedBy: 'them',
    hears: [],
  },
  ...unansweredCalls,
]
