import { applicationRequest, eventRequest } from './application-requests.ts'
import { bridgeRequest } from './bridge-requests.ts'
import { channelRequest } from './channel-requests.ts'
import { playbackRequest, recordingRequest } from './media-requests.ts'
import { type Asked, done, noSuchResource, ok, type Reply, refused, wrongMethod } from './reply.ts'
import { timestamp, type World } from './world.ts'

/** Whether an endpoint can be reached, as its name is known here: `PJSIP/trunk`. */
export type EndpointState = 'online' | 'offline' | 'unknown'

/** Carries out one request; its events follow, or have come before. */
export function carryOut(world: World, endpoints: ReadonlyMap<string, EndpointState>, asked: Asked): Reply {
  switch (asked.segments[0]) {
    case 'channels':
      return channelRequest(world, asked)
    case 'bridges':
      return bridgeRequest(world, asked)
    case 'playbacks':
      return playbackRequest(world, asked)
    case 'recordings':
      return recordingRequest(world, asked)
    case 'applications':
      return applicationRequest(world, asked)
    case 'events':
      return eventRequest(world, asked)
    case 'asterisk':
      return asteriskRequest(world, asked)
    case 'endpoints':
      return endpointRequest(world, endpoints, asked)
    default:
      return noSuchResource
  }
}

function asteriskRequest(world: World, { method, segments, parameters }: Asked): Reply {
  const [, what] = segments
  if (what === 'info') {
    return ok({
      system: { version: world.profile.version, entity_id: world.entityId },
      status: { startup_time: world.bootedAt, last_reload_time: world.bootedAt },
    })
  }
  if (what === 'ping') return ok({ ping: 'pong', timestamp: timestamp(world), asterisk_id: world.entityId })
  if (what !== 'variable') return noSuchResource
  const name = parameters.get('variable') ?? ''
  if (name === '') return refused(400, 'Variable name is required')
  if (method === 'GET') return ok({ value: world.globals.get(name) ?? '' })
  if (method !== 'POST') return wrongMethod
  world.globals.set(name, parameters.get('value') ?? '')
  return done
}

function endpointRequest(world: World, endpoints: ReadonlyMap<string, EndpointState>, { segments }: Asked): Reply {
  const shown = (name: string): unknown => {
    const [technology, resource] = name.split('/')
    const channels = [...world.channels.values()].filter(({ endpoint }) => endpoint === name).map(({ id }) => id)
    return { technology, resource, state: endpoints.get(name) ?? 'unknown', channel_ids: channels }
  }
  const [, technology, resource] = segments
  if (resource === undefined) return ok([...endpoints.keys()].map(shown))
  const name = `${technology}/${resource}`
  return endpoints.has(name) ? ok(shown(name)) : refused(404, 'Endpoint not found')
}
