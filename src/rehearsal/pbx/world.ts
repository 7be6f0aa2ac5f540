import type { Clock } from '../../kernel/clock.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { Applications, Connection } from './application.ts'
import type { Bridge } from './bridge.ts'
import type { CallRecord } from './call-record.ts'
import type { Channel } from './channel.ts'
import type { Faults } from './faults.ts'
import type { IdRegister } from './id-register.ts'
import type { PhraseBook } from './phrase-book.ts'
import type { Playback } from './playback.ts'
import type { LiveRecording } from './recording.ts'
import type { CallerScript } from './script.ts'
import type { Timeline } from './timeline.ts'
import type { VersionProfile } from './version-profile.ts'

/** Where an endpoint such as `PJSIP/0912…@trunk` leads. */
export type Route =
  | { readonly kind: 'reaches'; readonly script: CallerScript }
  /** Unknown, unregistered, or asked after (qualify) without an answer: 500 "Allocation failed". */
  | { readonly kind: 'unreachable' }

/** The telephone network outside: who is reached under an endpoint, the first time (0) and later. */
export type Network = (endpoint: string, attempt: number) => Route

/** How long a sound lasts, in milliseconds; undefined when there is none of that name. */
export type Sounds = (uri: string) => number | undefined

/** Everything one virtual PBX is made of; those who know the rules work on it. */
export interface World {
  readonly clock: Clock
  readonly timeline: Timeline
  readonly random: Random
  readonly ids: Ids
  readonly faults: Faults
  readonly phrases: PhraseBook
  readonly network: Network
  readonly sounds: Sounds
  readonly profile: VersionProfile
  readonly entityId: string
  /** After how long without packets a channel is ended; 0 = never. */
  readonly rtpTimeoutMs: number
  readonly apps: Applications
  readonly connections: Set<Connection>
  /** By id in lower case: Asterisk finds channels whatever the case. */
  readonly channels: Map<string, Channel>
  readonly channelIds: IdRegister
  readonly bridges: Map<string, Bridge>
  readonly playbacks: Map<string, Playback>
  readonly live: Map<string, LiveRecording>
  /** Recordings that are over, by name: their content is made when asked for. */
  readonly stored: Map<string, () => Uint8Array<ArrayBuffer>>
  readonly globals: Map<string, string>
  readonly attempts: Map<string, number>
  readonly calls: CallRecord[]
  /** Watchers of endpoints and subscribers to all; while there are none, nobody looks for them. */
  watchers: number
  bootedAt: string
  serial: number
}

/** The wall clock as Asterisk writes it. */
export function timestamp(world: World): string {
  return Temporal.Instant.fromEpochMilliseconds(world.clock.now())
    .toString({ fractionalSecondDigits: 3 })
    .replace('Z', '+0000')
}
