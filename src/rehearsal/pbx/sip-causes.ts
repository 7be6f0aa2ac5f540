import type { VersionProfile } from './version-profile.ts'

/** How a call ended: the Q.850 cause and, for a refused one, the SIP status. */
export interface EndCause {
  readonly cause: number
  readonly techCause?: number
}

/** The cause Asterisk makes of the SIP status of a refused call. */
const causeOfStatus: Readonly<Record<number, number>> = {
  302: 23,
  401: 21,
  403: 21,
  404: 1,
  408: 18,
  410: 22,
  480: 19,
  484: 28,
  486: 17,
  487: 127,
  488: 58,
  500: 38,
  502: 27,
  503: 34,
  504: 102,
  600: 17,
  603: 21,
  604: 1,
  607: 127,
}

/** The SIP status a carrier that is an Asterisk makes of a cause before the answer; 603 for all others. */
const statusOfCause: Readonly<Record<number, number>> = {
  1: 404,
  3: 404,
  17: 486,
  18: 408,
  19: 480,
  20: 480,
  21: 403,
  22: 410,
  27: 502,
  28: 484,
  31: 480,
  34: 503,
  38: 500,
  42: 503,
  58: 488,
  66: 503,
  127: 500,
}

/** What arrives of a refusal the carrier ordered with a Q.850 cause. */
export function refusalByCause(ordered: number, profile: VersionProfile): EndCause {
  return refusalByStatus(statusOf(ordered), ordered, profile)
}

/** What arrives of a SIP refusal and the `Reason: Q.850` header that may come with it. */
export function refusalByStatus(status: number, reason: number | undefined, profile: VersionProfile): EndCause {
  const mapped = causeOfStatus[status] ?? 127
  const cause = profile.reasonHeaderWins && reason !== undefined ? reason : mapped
  return { cause, ...(profile.techCause ? { techCause: status } : {}) }
}

/** The SIP status with which a call is refused for a cause. */
export function statusOf(cause: number): number {
  return statusOfCause[cause] ?? 603
}

/** The last Dial event of an originated call that failed. */
export function dialStatusOf(cause: number): 'BUSY' | 'CONGESTION' | 'NOANSWER' {
  if (cause === 17) return 'BUSY'
  return cause === 34 ? 'CONGESTION' : 'NOANSWER'
}
