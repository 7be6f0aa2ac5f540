import { type Bridge, bridgeShown } from './bridge.ts'
import type { Channel } from './channel.ts'
import { playOn, recordOn } from './media-requests.ts'
import { destroyBridge, enterBridge, leaveBridge } from './membership.ts'
import { type Asked, bridgeNotFound, done, noSuchResource, ok, type Reply, refused, wrongMethod } from './reply.ts'
import { follow, tellOfBridge } from './telling.ts'
import { timestamp, type World } from './world.ts'

const kinds: ReadonlySet<string> = new Set([
  'mixing',
  'holding',
  'dtmf_events',
  'proxy_media',
  'video_sfu',
  'video_single',
  'sdp_label',
])

/** Requests below `/bridges`. */
export function bridgeRequest(world: World, asked: Asked): Reply {
  const { method, segments, parameters } = asked
  const [, id, action, detail] = segments
  if (id === undefined) {
    if (method === 'GET') return ok([...world.bridges.values()].map(bridgeShown))
    return method === 'POST' ? make(world, parameters.get('bridgeId') ?? world.ids.next(), parameters) : wrongMethod
  }
  if (action === undefined && method === 'POST') return make(world, id, parameters)
  const bridge = world.bridges.get(id)
  if (bridge === undefined) return bridgeNotFound
  if (action === undefined) {
    if (method === 'GET') return ok(bridgeShown(bridge))
    if (method !== 'DELETE') return wrongMethod
    destroyBridge(world, bridge)
    return done
  }
  switch (action) {
    case 'addChannel':
      return add(world, bridge, idsIn(parameters))
    case 'removeChannel':
      return remove(world, bridge, idsIn(parameters))
    case 'play':
      return playOn(world, bridge, detail ?? parameters.get('playbackId'), parameters)
    case 'record':
      return recordOn(world, bridge, parameters)
    case 'moh':
      return done
    default:
      return noSuchResource
  }
}

function make(world: World, id: string, parameters: Asked['parameters']): Reply {
  if (world.bridges.has(id)) return refused(409, `Bridge with id '${id}' already exists`)
  const words = (parameters.get('type') ?? 'mixing').split(',')
  if (!words.every((word) => kinds.has(word))) return refused(500, 'Unable to create bridge')
  const bridge: Bridge = {
    id,
    name: parameters.get('name') ?? '',
    type: words.includes('holding') ? 'holding' : 'mixing',
    createdAt: timestamp(world),
    channels: new Map(),
    audience: new Set(),
    recordings: new Set(),
    playbacks: new Set(),
  }
  world.bridges.set(id, bridge)
  tellOfBridge(world, bridge, 'BridgeCreated') // whoever made it is not told
  return ok(bridgeShown(bridge))
}

function add(world: World, bridge: Bridge, ids: readonly string[]): Reply {
  const channels: Channel[] = []
  for (const id of ids) {
    const channel = world.channels.get(id.toLowerCase())
    if (channel === undefined || channel.ending) return refused(400, 'Channel not found')
    if (channel.inside === undefined) return refused(422, 'Channel not in Stasis application')
    channels.push(channel)
  }
  for (const channel of channels) {
    enterBridge(world, channel, bridge, (tell) => follow(world, channel, 'entered_bridge_before_answer', tell))
  }
  return done
}

function remove(world: World, bridge: Bridge, ids: readonly string[]): Reply {
  for (const id of ids) {
    const channel = world.channels.get(id.toLowerCase())
    if (channel === undefined) return refused(400, 'Channel not found')
    if (channel.bridge !== bridge) return refused(422, 'Channel not in this bridge')
    leaveBridge(world, channel)
  }
  return done
}

function idsIn(parameters: Asked['parameters']): readonly string[] {
  return (parameters.get('channel') ?? '').split(',')
}
