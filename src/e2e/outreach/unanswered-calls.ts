import { manner } from '../rig/numbers.ts'
import type { ExpectedCall } from './expected-call.ts'
import { filed } from './outcomes.ts'

const network = { endedBy: 'network' } as const
const refused = (cause: string): string => manner('refuses', cause)

/** Customers who never answer, whatever the scenario. Asterisk 22.9 and later tell 20 as 19, 41 as 21 and 42 as 34. */
export const unansweredCalls: readonly ExpectedCall[] = [
  { who: 'lets it ring for ever', number: manner('ringsForEver'), filed: filed.noAnswer, endedBy: 'us' },
  { who: 'is busy', number: manner('busy'), filed: filed.busy, ...network, cause: 17 },
  { who: 'is refused with cause 18', number: refused('018'), filed: filed.powerOff, ...network, cause: 18 },
  { who: 'is refused with cause 19', number: refused('019'), filed: filed.powerOff, ...network, cause: 19 },
  { who: 'is refused with cause 20', number: refused('020'), filed: filed.powerOff, ...network, cause: 19 },
  { who: 'is refused with cause 21', number: refused('021'), filed: filed.rejected, ...network, cause: 21 },
  { who: 'is refused with cause 34', number: refused('034'), filed: filed.congested, ...network, cause: 34 },
  { who: 'is refused with cause 41', number: refused('041'), filed: filed.rejected, ...network, cause: 21 },
  { who: 'is refused with cause 42', number: refused('042'), filed: filed.congested, ...network, cause: 34 },
  {
    who: 'is refused with cause 21 at once',
    number: manner('refusesAtOnce', '021'),
    filed: filed.rejected,
    ...network,
    cause: 21,
  },
  {
    who: 'rings, then is refused with 480',
    number: manner('ringsThenRefuses'),
    filed: filed.noAnswer,
    ...network,
    cause: 19,
  },
  {
    who: 'is announced as switched off',
    number: manner('switchedOffAnnouncement', '020'),
    filed: filed.powerOff,
    ...network,
    cause: 19,
  },
]
