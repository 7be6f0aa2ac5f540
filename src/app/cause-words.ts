import type { HangupCause } from '../domain/cause.ts'

/** Q.850 causes as people say them. */
const byCause: Readonly<Record<number, string>> = {
  0: 'no cause was given',
  1: 'there is no such number',
  2: 'no way to that network',
  3: 'no way to that number',
  16: 'hung up in the ordinary way',
  17: 'the line was busy',
  18: 'the phone did not respond',
  19: 'it rang and nobody answered',
  20: 'the phone was off or out of reach',
  21: 'the call was refused',
  22: 'the number has changed',
  26: 'the call was answered elsewhere',
  27: 'the far exchange does not work',
  28: 'the number is incomplete or wrong',
  29: 'the network does not offer that',
  31: 'ended without a special reason',
  34: 'the network had no line free',
  38: 'the network is out of order',
  41: 'a passing fault of the network',
  42: 'the network is overloaded',
  44: 'the line asked for was taken',
  50: 'the network does not offer that to us',
  57: 'the network does not allow that call',
  58: 'no means for that call are free',
  65: 'the network cannot carry that call',
  79: 'the network does not offer that',
  88: 'the phone cannot take such a call',
  102: 'the network did not answer in time',
  111: 'the network did not understand us',
  127: 'the network gave no reason',
}

/** Why the network says a call ended: `cause 17 (SIP 486): the line was busy`. */
export function causeWords({ cause, techCause }: HangupCause): string {
  const sip = techCause === undefined ? '' : ` (SIP ${techCause})`
  return `cause ${cause}${sip}: ${byCause[cause] ?? 'a reason of the network'}`
}
