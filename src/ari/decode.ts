import { type AriEvent, eventTypes } from './description/events.generated.ts'

/** A shape whose fields may all be absent: other versions of Asterisk leave out or add some, and none may make us throw. */
export type Loose<T> = T extends readonly (infer Element)[]
  ? readonly Loose<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Loose<T[Key]> | undefined }
    : T

/** An event as it came over the wire: its type is certain, everything else may be missing. */
export type Arrived = {
  [Event in AriEvent as Event['type']]: { readonly type: Event['type'] } & Loose<Omit<Event, 'type'>>
}[AriEvent['type']]

/** What a message on the event socket turned out to be. */
export type Decoded =
  | { readonly kind: 'event'; readonly event: Arrived }
  /** A type no version we know sends. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'malformed' }

const known: ReadonlySet<string> = new Set(eventTypes)

/** Reads one message of the event socket; never throws. */
export function decode(text: string): Decoded {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'malformed' }
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') {
    return { kind: 'malformed' }
  }
  if (!known.has(value.type)) return { kind: 'unknown', type: value.type }
  return { kind: 'event', event: value as Arrived }
}

const ofChannel = /^channel:(.+)$/

/** The channel an event is about; undefined for events about none. */
export function channelOf(event: Arrived): string | undefined {
  switch (event.type) {
    case 'Dial':
      return event.peer?.id
    case 'PlaybackStarted':
    case 'PlaybackContinuing':
    case 'PlaybackFinished':
      return ofChannel.exec(event.playback?.target_uri ?? '')?.[1]
    case 'RecordingStarted':
    case 'RecordingFinished':
    case 'RecordingFailed':
      return ofChannel.exec(event.recording?.target_uri ?? '')?.[1]
    default:
      return 'channel' in event ? event.channel?.id : undefined
  }
}
