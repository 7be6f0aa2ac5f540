import type { Bridge } from './bridge.ts'
import type { Channel } from './channel.ts'
import { inTurn, tellOfBridge } from './telling.ts'
import type { World } from './world.ts'

/** How long a channel is on its way out of a bridge that was destroyed under it. */
const leavingMs = 20

/** Puts a channel into a bridge, out of any other it is in. */
export function enterBridge(world: World, channel: Channel, bridge: Bridge, tell: (work: () => void) => void): void {
  if (channel.bridge !== undefined) leaveBridge(world, channel)
  channel.inDialBridge = false
  channel.bridge = bridge
  for (const other of bridge.channels.values()) {
    other.record.spokeWith.push(channel.id)
    channel.record.spokeWith.push(other.id)
  }
  bridge.channels.set(channel.id, channel)
  if (channel.inside !== undefined) {
    bridge.audience.add(channel.inside)
    channel.inside.interests.add(`bridge:${bridge.id}`)
  }
  tell(() => tellOfBridge(world, bridge, 'ChannelEnteredBridge', {}, channel))
}

/** Takes a channel out of its bridge. */
export function leaveBridge(world: World, channel: Channel): void {
  const { bridge } = channel
  if (bridge === undefined) return
  bridge.channels.delete(channel.id)
  channel.bridge = undefined
  inTurn(world, channel, () => tellOfBridge(world, bridge, 'ChannelLeftBridge', {}, channel))
  if (bridge.channels.size === 0) for (const playback of [...bridge.playbacks]) playback.abandon()
}

/** Removes a bridge; whoever is in it is sent out, which takes a moment. */
export function destroyBridge(world: World, bridge: Bridge): void {
  for (const channel of [...bridge.channels.values()]) {
    leaveBridge(world, channel)
    channel.leavingUntilMs = world.timeline.nowMs + leavingMs
  }
  for (const recording of [...bridge.recordings]) recording.abandon()
  for (const playback of [...bridge.playbacks]) playback.abandon()
  world.bridges.delete(bridge.id)
  world.timeline.after(1, () => {
    tellOfBridge(world, bridge, 'BridgeDestroyed')
    for (const application of bridge.audience) {
      application.interests.delete(`bridge:${bridge.id}`)
      world.apps.tidy(application)
    }
  })
}
