/** A sound the far end heard of us; `endedMs` is absent while it goes on. */
export interface HeardSound {
  readonly media: string
  readonly startedMs: number
  endedMs?: number
  /** It was played to its end. */
  whole?: boolean
}

/** What happened on one line, from the far end's point of view. Times are on the clock's monotonic scale. */
export interface CallRecord {
  readonly direction: 'outbound' | 'inbound'
  readonly channelId: string
  /** What was dialled, by us or by the caller. */
  readonly endpoint: string
  readonly number: string
  /** Whom the far end saw as caller; for one who called us, who they are. */
  presented: string
  readonly createdMs: number
  dialedMs?: number
  rangMs?: number
  answeredMs?: number
  endedMs?: number
  cause?: number
  /** With what SIP status a caller was turned away before we answered. */
  refusedWith?: number
  /** The cause with which a caller's own exchange saw the call end. */
  seenByFarEnd?: number
  endedBy?: 'far' | 'us' | 'time' | 'crash'
  readonly heard: HeardSound[]
  readonly said: { readonly text: string; readonly startedMs: number; readonly lastsMs: number }[]
  readonly pressed: { readonly key: string; readonly atMs: number }[]
  /** Channels it shared a bridge with, in order. */
  readonly spokeWith: string[]
}
