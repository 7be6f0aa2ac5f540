const texts: Readonly<Record<number, string>> = {
  0: 'not given',
  1: 'unallocated number',
  2: 'no route to network',
  3: 'no route to destination',
  16: 'normal clearing',
  17: 'user busy',
  18: 'no user responding',
  19: 'no answer',
  20: 'subscriber absent',
  21: 'call rejected',
  22: 'number changed',
  26: 'answered elsewhere',
  27: 'destination out of order',
  28: 'invalid number',
  31: 'normal, unspecified',
  34: 'no circuit available',
  38: 'network out of order',
  41: 'temporary failure',
  42: 'switching equipment congestion',
  44: 'requested channel not available',
  50: 'facility not subscribed',
  57: 'bearer capability not authorised',
  58: 'bearer capability not available',
  65: 'bearer capability not implemented',
  88: 'incompatible destination',
  102: 'recovery on timer expiry',
  111: 'protocol error',
  127: 'interworking',
}

/** A Q.850 cause in words. */
export function causeText(cause: number): string {
  return texts[cause] ?? 'unknown cause'
}
