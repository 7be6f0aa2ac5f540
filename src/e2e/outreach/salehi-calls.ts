import { manner, talker } from '../rig/numbers.ts'
import type { ExpectedCall } from './expected-call.ts'
import { filed } from './outcomes.ts'
import { reply, silence, textOf } from './replies.ts'
import { unansweredCalls } from './unanswered-calls.ts'

/** What every customer of salehi hears first. */
export const question = ['hello', 'alo'] as const
const served = { filed: filed.connected, endedBy: 'us', hears: [...question, 'yes'] } as const
const refused = { endedBy: 'us', hears: [...question, 'goodby'] } as const

/** Customers of salehi. */
export const salehiCalls: readonly ExpectedCall[] = [
  { who: 'says yes', number: talker({ says: ['yes'] }), ...served, replies: [reply('yes', 'yes')] },
  {
    who: 'says yes and hangs up before we are done',
    number: talker({ says: ['yes'], ending: 'hangs-up-8s-later' }),
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
    who: 'says what nobody understands',
    number: talker({ says: ['unknown', 'unknown'] }),
    filed: filed.unknown,
    ...refused,
    replies: [reply('unknown', 'unknown')],
  },
  {
    who: 'asks where we have the number from, then says yes',
    number: talker({ says: ['where-from', 'yes'] }),
    filed: filed.connected,
    endedBy: 'us',
    hears: [...question, 'number', 'yes'],
    replies: [reply('where-from', 'number_question'), reply('yes', 'yes')],
  },
  {
    who: 'asks twice where we have the number from',
    number: talker({ says: ['where-from', 'where-from'] }),
    filed: filed.unknown,
    endedBy: 'us',
    hears: [...question, 'number', 'goodby'],
    replies: [reply('where-from', 'number_question'), reply('where-from', 'number_question')],
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
  { who: 'asks for the price', number: talker({ says: ['price'] }), ...served, replies: [reply('price', 'yes')] },
  {
    who: 'says yes in many words',
    number: talker({ says: ['long-winded'] }),
    ...served,
    replies: [reply('long-winded', 'yes')],
  },
  {
    who: 'stays silent',
    number: manner('silent'),
    filed: filed.hangup,
    endedBy: 'us',
    hears: question,
    replies: [silence],
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
    ...refused,
    replies: [{ text: new RegExp(textOf('longtalk')), intent: 'unknown' }],
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
