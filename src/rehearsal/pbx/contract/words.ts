import type { ContractEvent, Tape } from './driver.ts'

/** Events that say nothing about the order of a call. */
const omitted: ReadonlySet<string> = new Set([
  'ChannelVarset',
  'ChannelDialplan',
  'ChannelCallerId',
  'ChannelConnectedLine',
  'DeviceStateChanged',
  'EndpointStateChange',
  'ContactStatusChange',
  'PeerStatusChange',
  'ChannelCreated',
])

/** What a tape tells of a channel, its sounds and its recordings, a word an event. */
export function told(tape: Tape, channelId: string): readonly string[] {
  return tape.events.filter((event) => concerns(event, channelId)).flatMap(wordOf)
}

/** What a tape tells of everything, a word an event. */
export function toldOfAll(tape: Tape): readonly string[] {
  return tape.events.flatMap(wordOf)
}

/** The event in a word; none for those that say nothing. */
export function wordOf(event: ContractEvent): readonly string[] {
  const { type } = event
  if (omitted.has(type)) return []
  switch (type) {
    case 'Dial':
      return [`Dial(${event.dialstatus ?? ''})`]
    case 'ChannelStateChange':
      return [event.channel?.state ?? '?']
    case 'ChannelHangupRequest':
      return [`HR ${causes(event)}`]
    case 'ChannelDestroyed':
      return [`CD ${causes(event)}`]
    case 'ChannelDtmfReceived':
      return [`key ${event.digit}`]
    case 'PlaybackFinished':
      return [`PlaybackFinished ${event.playback?.state}`]
    case 'ChannelEnteredBridge':
      return ['Entered']
    case 'ChannelLeftBridge':
      return ['Left']
    default:
      return [type]
  }
}

/** Brings two words that come in either order into one. */
export function inOneOrder(words: readonly string[], first: string, second: string): readonly string[] {
  return words.flatMap((word, at) => {
    if (word === second && words[at + 1] === first) return [first, second]
    return word === first && words[at - 1] === second ? [] : [word]
  })
}

/** Words of a call, with the ringing in one order: Asterisk tells of it in either. */
export function toldOf(tape: Tape, channelId: string): readonly string[] {
  return inOneOrder(told(tape, channelId), 'Ringing', 'Dial(RINGING)')
}

/** The same of a call that was originated: its ringing may even be told before the first word of the dialling. */
export function toldOfOriginated(tape: Tape, channelId: string): readonly string[] {
  return inOneOrder(inOneOrder(told(tape, channelId), 'Dial()', 'Ringing'), 'Ringing', 'Dial(RINGING)')
}

/** Whether an event is about a channel, or a sound or recording on it. */
export function concerns(event: ContractEvent, channelId: string): boolean {
  const media = event.playback ?? event.recording
  if (media !== undefined) return (media as { readonly target_uri?: string }).target_uri === `channel:${channelId}`
  return (event.peer ?? event.channel)?.id === channelId
}

/** Whether an event is of that type and about that channel. */
export function is(type: string, channelId: string): (event: ContractEvent) => boolean {
  return (event) => event.type === type && concerns(event, channelId)
}

function causes({ cause, tech_cause: tech, soft }: ContractEvent): string {
  return `${cause ?? '-'}${tech === undefined ? '' : `/${tech}`}${soft === true ? ' soft' : ''}`
}
