import type { Application, Attention } from './application.ts'
import type { Bridge } from './bridge.ts'
import type { CallRecord } from './call-record.ts'
import type { FarParty } from './far-party.ts'
import type { CallerScript } from './script.ts'
import type { EndCause } from './sip-causes.ts'
import type { Due } from './timeline.ts'

/** A state of a channel, in Asterisk's words. */
export type ChannelState = 'Down' | 'Ring' | 'Ringing' | 'Up'

/** How a channel came to be. */
export type ChannelOrigin = 'originated' | 'created' | 'arrived'

/** Name and number of a party. */
export interface Identity {
  name: string
  number: string
}

/** Something a channel does after what was ordered before; one at a time. */
export interface Command {
  readonly kind: 'play' | 'record' | 'dial'
  /** Begins; the command says itself when it has ended. */
  start(): void
  /** The channel is going: ends at once, telling what Asterisk tells then. */
  abandon(): void
}

/** A channel: plain state, changed by those who know the rules. */
export interface Channel {
  readonly id: string
  readonly name: string
  /** Technology and resource it belongs to, such as `PJSIP/TO-CUCM-Gaptel`. */
  readonly endpoint: string
  readonly origin: ChannelOrigin
  readonly protocolId: string
  readonly createdAt: string
  readonly context: string
  readonly exten: string
  readonly caller: Identity
  readonly connected: Identity
  readonly rdnis: string | undefined
  readonly variables: Map<string, string>
  /** Variables told with every event of the channel. */
  readonly reported: ReadonlyMap<string, string>
  readonly audience: Map<Application, Attention>
  readonly record: CallRecord
  state: ChannelState
  /** The application it is in. */
  inside: Application | undefined
  /** Name of the application it is meant for, and the arguments it enters with. */
  app: string
  args: readonly string[]
  bridge: Bridge | undefined
  /** In the hidden bridge that holds a dialled channel until it has passed through another. */
  inDialBridge: boolean
  /** Being sent out of a destroyed bridge: what is played now may be heard by nobody and never end. */
  leavingUntilMs: number
  dialed: boolean
  /** What the network has said of the dialling so far, as `HANGUPCAUSE(…,tech)` tells it. */
  lastStatus: string
  readonly queue: Command[]
  running: Command | undefined
  /** Playbacks of it that will never end by themselves. */
  readonly endless: string[]
  party: FarParty | undefined
  /** What a caller will do once we have answered. */
  waiting: CallerScript | undefined
  ringLimit: Due | undefined
  /** Events on their way; what comes before them would come out of order. */
  pending: number
  /** What must still be told before its end. */
  readonly owed: Set<() => void>
  /** Its end is under way or over. */
  ending: boolean
  ended: EndCause | undefined
}

/** As Asterisk shows it. */
export function channelShown(channel: Channel): Readonly<Record<string, unknown>> {
  const stasis = channel.inside !== undefined
  const originated = channel.origin === 'originated'
  const data = [channel.app, ...channel.args].join(',')
  return {
    id: channel.id,
    name: channel.name,
    state: channel.state,
    protocol_id: channel.protocolId,
    caller: { ...channel.caller },
    connected: { ...channel.connected },
    accountcode: '',
    dialplan: {
      context: channel.context,
      exten: channel.exten,
      priority: channel.origin === 'arrived' ? 2 : 1,
      app_name: stasis ? 'Stasis' : originated ? 'AppDial2' : '',
      app_data: stasis ? data : originated ? '(Outgoing Line)' : '',
    },
    creationtime: channel.createdAt,
    language: 'en',
    ...(channel.reported.size === 0 ? {} : { channelvars: Object.fromEntries(channel.reported) }),
    ...(channel.rdnis === undefined ? {} : { caller_rdnis: channel.rdnis }),
  }
}
