import type { Application, PbxEvent } from './application.ts'
import type { Bridge } from './bridge.ts'
import { bridgeShown } from './bridge.ts'
import { type Channel, channelShown } from './channel.ts'
import { timestamp, type World } from './world.ts'

/** The fields of an event besides those every event has. */
export type Fields = Readonly<Record<string, unknown>>

/** Tells everybody who hears of a channel; whoever also watches its endpoint hears it twice. */
export function tellOfChannel(world: World, channel: Channel, type: string, fields: Fields = {}, as = 'channel'): void {
  let event: Fields | undefined
  const shown = (): Fields => (event ??= { ...fields, [as]: channelShown(channel) })
  for (const application of channel.audience.keys()) tell(world, application, type, shown)
  tellBeside(world, channel.endpoint, channel.audience, type, shown)
}

/** Tells one application alone: of its own comings and goings no other hears. */
export function tellApplication(world: World, application: Application, type: string, fields: () => Fields): void {
  tell(world, application, type, fields)
}

/** Tells those who hear of a bridge. */
export function tellOfBridge(world: World, bridge: Bridge, type: string, fields: Fields = {}, channel?: Channel): void {
  const shown = (): Fields => ({
    ...fields,
    bridge: bridgeShown(bridge),
    ...(channel === undefined ? {} : { channel: channelShown(channel) }),
  })
  const told = new Set([...bridge.audience, ...(channel?.audience.keys() ?? [])])
  for (const application of told) tell(world, application, type, shown)
  tellBeside(world, undefined, told, type, shown)
}

/** Tells of a playback or a recording on a channel, or in a bridge. */
export function tellOfMedia(world: World, target: Channel | Bridge, type: string, fields: () => Fields): void {
  const told = 'queue' in target ? target.audience.keys() : target.audience
  const list = [...told]
  for (const application of list) tell(world, application, type, fields)
  tellBeside(world, undefined, new Set(list), type, fields)
}

/** Those who watch an endpoint, and those who subscribed to all, besides whoever is told anyway. */
function tellBeside(
  world: World,
  endpoint: string | undefined,
  told: { has(application: Application): boolean },
  type: string,
  fields: () => Fields,
): void {
  if (world.watchers === 0) return
  for (const application of world.apps.all) {
    const watches = endpoint !== undefined && application.interests.has(`endpoint:${endpoint}`)
    if (watches) tell(world, application, type, fields)
    else if (application.connection?.subscribeAll === true && !told.has(application))
      tell(world, application, type, fields)
  }
}

function tell(world: World, application: Application, type: string, fields: () => Fields): void {
  if (!application.wants(type)) return
  const { connection } = application
  if (connection === undefined) {
    world.faults.note('event_while_down')
    return
  }
  if (connection.stalled || world.faults.strikes('lost_event')) return
  const event: PbxEvent = {
    type,
    timestamp: timestamp(world),
    ...fields(),
    asterisk_id: world.entityId,
    application: application.name,
  }
  connection.subscriber.deliver(event)
  if (world.faults.strikes('duplicate_event')) connection.subscriber.deliver(event)
}

/**
 * Does what follows from a request: a moment after the answer, as a rule, and before it when the race strikes. What is
 * already on its way for this channel goes first in any case.
 */
export function follow(
  world: World,
  channel: Channel,
  race: Parameters<World['faults']['strikes']>[0],
  work: () => void,
  tooLate?: () => void,
): void {
  if (channel.pending === 0 && world.faults.strikes(race)) {
    work()
    return
  }
  soon(world, channel, 1, work, tooLate)
}

/** Tells something at once, or after what is still on its way for this channel; at the latest when it ends. */
export function inTurn(world: World, channel: Channel, work: () => void): void {
  if (channel.pending === 0) {
    work()
    return
  }
  channel.owed.add(work)
  soon(world, channel, 1, () => {
    if (channel.owed.delete(work)) work()
  })
}

/** Does something about a channel a little later; when it is gone by then, what is to be done in that case. */
export function soon(world: World, channel: Channel, ms: number, work: () => void, tooLate?: () => void): void {
  channel.pending++
  world.timeline.after(ms, () => {
    channel.pending--
    if (channel.ended === undefined) work()
    else tooLate?.()
  })
}
