/** The answer to a request. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  /** A file instead of a body. */
  readonly file?: Uint8Array<ArrayBuffer>
}

/** A request, taken apart: path segments decoded, parameters from query and body. */
export interface Asked {
  readonly method: string
  readonly segments: readonly string[]
  readonly parameters: ReadonlyMap<string, string>
  readonly body: Readonly<Record<string, unknown>>
}

/** Done, with nothing to say. */
export const done: Reply = { status: 204 }

/** Done; here it is. */
export function ok(body: unknown, status = 200): Reply {
  return { status, body }
}

/** Refused, in Asterisk's words. */
export function refused(status: number, message: string): Reply {
  return { status, body: { message } }
}

export const channelNotFound: Reply = refused(404, 'Channel not found')
export const notInStasis: Reply = refused(409, 'Channel not in Stasis application')
export const bridgeNotFound: Reply = refused(404, 'Bridge not found')
export const recordingNotFound: Reply = refused(404, 'Recording not found')
export const playbackNotFound: Reply = refused(404, 'Playback not found')
export const noSuchResource: Reply = refused(404, 'Resource not found')
export const wrongMethod: Reply = refused(405, 'Invalid method')
/** The one refusal whose key is `error`. */
export const allocationFailed: Reply = { status: 500, body: { error: 'Allocation failed' } }
