import type { Disposition } from '../../domain/disposition.ts'
import { type Saying, words } from './words.ts'

/** A virtual customer of the demonstration: what they are like, and what must come of their call. */
export interface DemoCustomer {
  readonly who: string
  /** Of the number scheme: what the network and the person do follows from it. */
  readonly number: string
  /** They call us, and do what this number of the scheme would. */
  readonly callsAs?: string
  readonly ends: Disposition
  /** The finer word behind the disposition, where there is one. */
  readonly detail?: string
  /** What must have been understood of them, in order. */
  readonly says?: readonly Saying[]
  /** Whether an operator must have talked with them. */
  readonly operator?: true
  /** Whether their number must never be rung again. */
  readonly barred?: true
}

/** `0941RABCD…`: rings R half seconds, says A, B and C, and leaves D seconds later (0 = stays). */
function talker(says: readonly Saying[], leavesAfterS: 0 | 4 = 0, nth = 0): string {
  const digits = says.map((name) => words[name].digit).join('')
  return `09412${digits.padEnd(3, '0')}${leavesAfterS}${String(nth).padStart(2, '0')}`
}

/**
 * Everybody the day meets, in the order they are rung, a second apart. Long calls come first; those who say yes are so
 * far from one another that two operators do for all of them.
 */
export const demoCustomers: readonly DemoCustomer[] = [
  {
    who: 'is not understood, then says yes',
    number: talker(['unclear', 'yes']),
    ends: 'connected',
    says: ['unclear', 'yes'],
    operator: true,
  },
  {
    who: 'is not understood twice',
    number: talker(['unclear', 'unclear']),
    ends: 'unknown',
    says: ['unclear', 'unclear'],
  },
  { who: 'says yes', number: talker(['yes']), ends: 'connected', says: ['yes'], operator: true },
  {
    who: 'asks where the number is from, then says no',
    number: talker(['whereFrom', 'no']),
    ends: 'not_interested',
    says: ['whereFrom', 'no'],
  },
  { who: 'stays silent', number: '09110000001', ends: 'hangup' },
  { who: 'says no', number: talker(['no']), ends: 'not_interested', says: ['no'] },
  { who: 'asks the price', number: talker(['price']), ends: 'connected', says: ['price'], operator: true },
  {
    who: 'says yes at great length',
    number: talker(['atLength']),
    ends: 'connected',
    says: ['atLength'],
    operator: true,
  },
  {
    who: 'wants never to be called again',
    number: talker(['neverAgain']),
    ends: 'complained',
    says: ['neverAgain'],
    barred: true,
  },
  { who: 'says «yes, I see, but no»', number: talker(['yesButNo']), ends: 'not_interested', says: ['yesButNo'] },
  { who: 'is driving', number: talker(['driving']), ends: 'not_interested', says: ['driving'] },
  { who: 'says yes, leaves before anybody comes', number: talker(['yes'], 4), ends: 'disconnected', says: ['yes'] },
  { who: 'hangs up while we speak', number: '09120000001', ends: 'hangup' },
  { who: 'answers and is gone', number: '09260000001', ends: 'hangup' },
  { who: 'lets it ring', number: '09130000001', ends: 'no_answer' },
  { who: 'turns the call away', number: '09230000001', ends: 'no_answer' },
  { who: 'says yes, too', number: talker(['yes'], 0, 1), ends: 'connected', says: ['yes'], operator: true },
  { who: 'is talking to somebody else', number: '09140000001', ends: 'busy' },
  { who: 'has switched the phone off', number: '09160200001', ends: 'power_off' },
  { who: 'is barred by the network', number: '09150210001', ends: 'banned' },
  {
    who: 'says yes',
    number: '09351112233',
    callsAs: talker(['yes'], 0, 2),
    ends: 'inbound_call',
    detail: 'connected',
    says: ['yes'],
    operator: true,
  },
]

/** Numbers of the operators on duty. */
export const demoOperators: readonly string[] = ['09200000001', '09200000002']

/** The operator of a number, as the view calls them: `1`, `2`; undefined for anybody else. */
export function operatorOf(number: string): string | undefined {
  const at = demoOperators.indexOf(number)
  return at < 0 ? undefined : String(at + 1)
}
