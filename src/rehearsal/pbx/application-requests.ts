import type { Application } from './application.ts'
import { type Asked, done, noSuchResource, ok, type Reply, refused, wrongMethod } from './reply.ts'
import { tellApplication } from './telling.ts'
import type { World } from './world.ts'

const applicationNotFound = refused(404, 'Application not found')

/** Requests below `/applications`. */
export function applicationRequest(world: World, asked: Asked): Reply {
  const { method, segments, parameters, body } = asked
  const [, name, action] = segments
  if (name === undefined) return ok([...world.apps.all].map((each) => each.shown))
  const application = world.apps.get(name)
  if (application === undefined) return applicationNotFound
  if (action === undefined) return method === 'GET' ? ok(application.shown) : wrongMethod
  if (action === 'subscription') return subscription(world, application, method, parameters.get('eventSource') ?? '')
  if (action !== 'eventFilter' || method !== 'PUT') return noSuchResource
  application.filter(typesIn(body['allowed']), typesIn(body['disallowed']))
  return ok(application.shown)
}

/** Requests below `/events`. */
export function eventRequest(world: World, { segments, parameters, body }: Asked): Reply {
  const [, , name = ''] = segments
  const application = world.apps.get(parameters.get('application') ?? '')
  if (application === undefined) return applicationNotFound
  const variables = typeof body['variables'] === 'object' ? body['variables'] : {}
  world.timeline.after(1, () =>
    tellApplication(world, application, 'ChannelUserevent', () => ({
      eventname: name,
      userevent: { eventname: name, ...variables },
    })),
  )
  return done
}

function subscription(world: World, application: Application, method: string, source: string): Reply {
  for (const each of source.split(',')) {
    const [, kind, id = ''] = /^(channel|bridge|endpoint|deviceState):(.*)$/.exec(each) ?? []
    if (kind === undefined) return refused(400, 'Invalid event source URI')
    if (kind === 'channel') {
      const channel = world.channels.get(id.toLowerCase())
      if (channel === undefined || channel.ending) return refused(422, 'Event source does not exist')
      if (method === 'POST') world.apps.attend(application, channel, 'asked')
      else world.apps.forget(application, channel)
    } else if (kind === 'bridge') {
      const bridge = world.bridges.get(id)
      if (bridge === undefined) return refused(422, 'Event source does not exist')
      if (method === 'POST') bridge.audience.add(application)
      else bridge.audience.delete(application)
      change(application, each, method)
    } else {
      change(application, each, method)
      if (kind === 'endpoint') world.watchers += method === 'POST' ? 1 : -1
    }
  }
  return ok(application.shown)
}

function change(application: Application, interest: string, method: string): void {
  if (method === 'POST') application.interests.add(interest)
  else application.interests.delete(interest)
}

function typesIn(list: unknown): readonly { readonly type: string }[] | undefined {
  if (!Array.isArray(list)) return undefined
  return list.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'type' in each ? [{ type: String(each.type) }] : [],
  )
}
