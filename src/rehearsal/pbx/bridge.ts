import type { Application } from './application.ts'
import type { Channel } from './channel.ts'
import type { Playback } from './playback.ts'
import type { LiveRecording } from './recording.ts'

/** A bridge: plain state. */
export interface Bridge {
  readonly id: string
  readonly name: string
  readonly type: 'mixing' | 'holding'
  readonly createdAt: string
  readonly channels: Map<string, Channel>
  /** Applications one of whose channels has been in it: only they hear of it. */
  readonly audience: Set<Application>
  /** What is recorded, and played, of or to all in it. */
  readonly recordings: Set<LiveRecording>
  readonly playbacks: Set<Playback>
}

/** As Asterisk shows it. */
export function bridgeShown(bridge: Bridge): Readonly<Record<string, unknown>> {
  return {
    id: bridge.id,
    technology: bridge.type === 'holding' ? 'holding_bridge' : 'simple_bridge',
    bridge_type: bridge.type,
    bridge_class: 'stasis',
    creator: 'Stasis',
    name: bridge.name,
    channels: [...bridge.channels.keys()],
    creationtime: bridge.createdAt,
    video_mode: 'talker',
  }
}
