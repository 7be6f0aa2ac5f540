import { type Filed, filed } from './outreach/outcomes.ts'
import { manner, type Saying, talker } from './rig/numbers.ts'

/** A virtual customer of the demonstration: what they are like, and what must come of their call. */
export interface DemoCaller {
  readonly who: string
  readonly number: string
  /** They call us; what they do once answered is told as a number of the scheme. */
  readonly calls?: { readonly as: string; readonly leaves?: 'while the operator rings' }
  readonly comesTo: Pick<Filed, 'disposition' | 'status' | 'sentence'> & { readonly detail?: string }
  /** What must have been written down of them, in order. */
  readonly says?: readonly Saying[]
  /** Whether an operator must have talked with them. */
  readonly operator?: true
}

/** Everybody the campaign of «sina» meets. */
export const demoCallers: readonly DemoCaller[] = [
  {
    who: 'says yes',
    number: talker({ says: ['yes'] }),
    comesTo: filed.connected,
    says: ['yes'],
    operator: true,
  },
  {
    who: 'is not understood, then says yes',
    number: talker({ says: ['unknown', 'yes'] }),
    comesTo: filed.connected,
    says: ['unknown', 'yes'],
    operator: true,
  },
  {
    who: 'asks where from, then says no',
    number: talker({ says: ['where-from', 'no'] }),
    comesTo: filed.notInterested,
    says: ['where-from', 'no'],
  },
  {
    who: 'is not understood twice',
    number: talker({ says: ['unknown', 'unknown'] }),
    comesTo: filed.unknown,
    says: ['unknown', 'unknown'],
  },
  {
    who: 'asks the price',
    number: talker({ says: ['price'] }),
    comesTo: filed.connected,
    says: ['price'],
    operator: true,
  },
  {
    who: 'says yes at great length',
    number: talker({ says: ['long-winded'] }),
    comesTo: filed.connected,
    says: ['long-winded'],
    operator: true,
  },
  {
    who: 'says yes, leaves before anybody comes',
    number: talker({ says: ['yes'], ending: 'hangs-up-8s-later' }),
    comesTo: filed.disconnected,
    says: ['yes'],
  },
  { who: 'says no', number: talker({ says: ['no'] }), comesTo: filed.notInterested, says: ['no'] },
  {
    who: 'says «yes, I see, but no»',
    number: talker({ says: ['yes-but-no'] }),
    comesTo: filed.notInterested,
    says: ['yes-but-no'],
  },
  {
    who: 'wants never to be called again',
    number: talker({ says: ['never-again'] }),
    comesTo: filed.complained,
    says: ['never-again'],
  },
  { who: 'stays silent', number: manner('silent'), comesTo: filed.hangup },
  { who: 'hangs up while we speak', number: manner('hangsUpMidPrompt'), comesTo: filed.hangup },
  { who: 'answers and is gone', number: manner('answersAndIsGone'), comesTo: filed.hangup },
  { who: 'lets it ring', number: manner('ringsForEver'), comesTo: filed.noAnswer },
  { who: 'turns the call away', number: manner('ringsThenRefuses'), comesTo: filed.noAnswer },
  { who: 'is talking to somebody else', number: manner('busy'), comesTo: filed.busy },
  { who: 'has switched the phone off', number: manner('switchedOffAnnouncement', '020'), comesTo: filed.powerOff },
  { who: 'is barred by the network', number: manner('refuses', '021'), comesTo: filed.rejected },
  {
    who: 'says yes',
    number: '09351112233',
    calls: { as: talker({ says: ['yes'] }) },
    comesTo: {
      disposition: 'inbound_call',
      detail: 'connected',
      status: 'INBOUND_CALL',
      sentence: filed.connected.sentence,
    },
    says: ['yes'],
    operator: true,
  },
  {
    who: 'says yes, leaves while it rings',
    number: '09354445566',
    calls: { as: talker({ says: ['yes'] }), leaves: 'while the operator rings' },
    comesTo: {
      disposition: 'inbound_call',
      detail: 'disconnected',
      status: 'INBOUND_CALL',
      sentence: filed.disconnected.sentence,
    },
    says: ['yes'],
  },
]

/** Operators on duty: more than there are customers for them, so that nobody waits. */
export const demoOperators = ['1', '2', '3', '4', '5', '6', '7', '8'].map((name, at) => ({
  id: 70 + at,
  full_name: name,
  phone_number: manner('operator', '', at + 1),
}))
