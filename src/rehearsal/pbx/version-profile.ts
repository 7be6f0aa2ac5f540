/** In what one version of Asterisk differs from another, as far as an engine can see it. */
export interface VersionProfile {
  readonly version: string
  /** A `Reason: Q.850` header of a refused call decides its cause; later the SIP status alone does. */
  readonly reasonHeaderWins: boolean
  /** Cause of an originated call whose time to ring is over: nothing in older versions. */
  readonly originateTimeoutCause: 0 | 19
  /** Cause of a dialled channel whose time to ring is over. */
  readonly dialTimeoutCause: 16 | 19
  /** ChannelHangupRequest always carries its cause. */
  readonly hangupRequestHasCause: boolean
  /** Events carry the SIP status as `tech_cause`. */
  readonly techCause: boolean
  readonly restOverSocket: boolean
  /** An id of which another is a prefix, or which differs only in case, counts as taken. */
  readonly prefixIdsConflict: boolean
}

/** Since which minor version of each line something is so; absent for a line that never got it. */
type Since = Readonly<Partial<Record<20 | 21 | 22, number>>>

const since = {
  reasonIgnored: { 20: 19, 22: 9 },
  originateCause: { 20: 18, 22: 8 },
  dialCause: { 20: 14, 21: 9, 22: 4 },
  hangupCause: { 20: 14, 21: 9, 22: 4 },
  techCause: { 20: 17, 22: 7 },
  restOverSocket: { 20: 14, 21: 9, 22: 4 },
  prefixIds: { 20: 15, 21: 10, 22: 5 },
} as const satisfies Readonly<Record<string, Since>>

/** The profile of a version such as `22.10.1`; throws for a line that is not known (20, 21, 22). */
export function profileOf(version: string): VersionProfile {
  const [major = Number.NaN, minor = 0] = version.split('.').map(Number)
  if (major !== 20 && major !== 21 && major !== 22) {
    throw new Error(`There is no profile of Asterisk ${version}: the lines 20, 21 and 22 are known.`)
  }
  const has = (what: Since): boolean => minor >= (what[major] ?? Number.POSITIVE_INFINITY)
  return {
    version,
    reasonHeaderWins: !has(since.reasonIgnored),
    originateTimeoutCause: has(since.originateCause) ? 19 : 0,
    dialTimeoutCause: has(since.dialCause) ? 19 : 16,
    hangupRequestHasCause: has(since.hangupCause),
    techCause: has(since.techCause),
    restOverSocket: has(since.restOverSocket),
    prefixIdsConflict: has(since.prefixIds),
  }
}
