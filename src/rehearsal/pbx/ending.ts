import type { Channel } from './channel.ts'
import { channelShown } from './channel.ts'
import { abandonAll } from './command-queue.ts'
import { leaveBridge } from './membership.ts'
import { dialStatusOf, type EndCause, refusalByStatus, statusOf } from './sip-causes.ts'
import { follow, soon, tellApplication, tellOfChannel } from './telling.ts'
import type { World } from './world.ts'

/** The flag values Asterisk puts where a cause should be when the end was ordered inside. */
const softFlag = 32
const timeoutFlag = 1
const shutdownFlag = 4

/** Who or what ends a channel. */
export type EndOrder =
  /** The far end, or the network on its behalf. */
  | { readonly kind: 'far'; readonly end: EndCause }
  /** A client's DELETE. */
  | { readonly kind: 'ordered'; readonly cause: number | undefined }
  /** The time to ring is over. */
  | { readonly kind: 'rang_out' }
  /** No packets came for `rtp_timeout`. */
  | { readonly kind: 'no_packets' }
  /** The application it was meant for is not there when it is answered. */
  | { readonly kind: 'no_application' }
  /** Asterisk stops. */
  | { readonly kind: 'stopping' }

/** Ends a channel on a client's order: the answer to the request comes first, as a rule. */
export function orderEnd(world: World, channel: Channel, cause: number | undefined): void {
  follow(world, channel, 'hangup_before_answer', () => end(world, channel, { kind: 'ordered', cause }))
}

/** Ends a channel once what is on its way for it has been told. */
export function endSoon(world: World, channel: Channel, order: EndOrder): void {
  if (channel.pending === 0) end(world, channel, order)
  else soon(world, channel, 1, () => endSoon(world, channel, order))
}

/** Ends a channel, telling everything in Asterisk's order. */
export function end(world: World, channel: Channel, order: EndOrder): void {
  if (channel.ending) return
  channel.ending = true
  world.timeline.cancel(channel.ringLimit)
  announce(world, channel, order)
  for (const tell of channel.owed) tell()
  channel.owed.clear()
  const answered = channel.state === 'Up'
  const final = finalCause(world, channel, order)
  abandonAll(channel)
  if (channel.origin === 'originated' && !answered && order.kind !== 'rang_out' && order.kind !== 'stopping') {
    tellOfChannel(world, channel, 'Dial', dialFields(channel, dialStatusOf(final.cause)), 'peer')
  }
  const bridge = channel.bridge
  if (bridge !== undefined) leaveBridge(world, channel)
  const wasInside = channel.inside
  leaveStasis(world, channel)
  if (bridge?.channels.size === 0) for (const recording of [...bridge.recordings]) recording.abandon()
  channel.party?.close()
  if (channel.origin === 'arrived') afterDialplan(world, channel, order, wasInside !== undefined, final)
  destroy(world, channel, order, final)
}

/** Takes a channel out of its application; it may go on elsewhere. */
export function leaveStasis(world: World, channel: Channel): void {
  const application = channel.inside
  if (application === undefined) return
  tellApplication(world, application, 'StasisEnd', () => ({ channel: channelShown(channel) }))
  channel.inside = undefined
  if (channel.audience.get(application) === 'inside') world.apps.forget(application, channel)
}

/** The fields of a Dial event. */
export function dialFields(channel: Channel, dialstatus: string): Readonly<Record<string, unknown>> {
  return { dialstatus, forward: '', dialstring: channel.record.number }
}

function announce(world: World, channel: Channel, order: EndOrder): void {
  const request = (cause: number, fields: Readonly<Record<string, unknown>>): void => {
    const told = world.profile.hangupRequestHasCause ? { cause } : {}
    tellOfChannel(world, channel, 'ChannelHangupRequest', { ...told, ...fields })
  }
  switch (order.kind) {
    case 'far': {
      const { cause, techCause } = order.end
      request(cause, techCause === undefined ? {} : { tech_cause: techCause })
      break
    }
    case 'ordered':
      request(softFlag, { soft: true })
      break
    case 'stopping':
      request(shutdownFlag, { soft: true })
      break
    case 'rang_out':
      if (channel.origin === 'created') request(softFlag, { soft: true })
      break
    case 'no_packets':
      request(timeoutFlag, { soft: true })
      break
    case 'no_application':
  }
}

function finalCause(world: World, channel: Channel, order: EndOrder): EndCause {
  const { profile } = world
  switch (order.kind) {
    case 'far':
      return order.end
    case 'ordered': {
      const cause = order.cause ?? 16
      const cancelled = channel.dialed && channel.state !== 'Up' && cause === 19
      return { cause, ...(cancelled && profile.techCause ? { techCause: 480 } : {}) }
    }
    case 'rang_out': {
      const cause = channel.origin === 'originated' ? profile.originateTimeoutCause : profile.dialTimeoutCause
      return { cause, ...(profile.techCause ? { techCause: 480 } : {}) }
    }
    case 'no_packets':
      return { cause: 44 }
    case 'no_application':
      return { cause: 16 }
    case 'stopping':
      return { cause: 0 }
  }
}

/** A channel that came by the dialplan goes back to it, which hangs up; only who asked hears of it. */
function afterDialplan(world: World, channel: Channel, order: EndOrder, wasInside: boolean, final: EndCause): void {
  if (channel.state !== 'Up' && order.kind === 'ordered') {
    channel.record.refusedWith = order.cause === undefined ? 603 : statusOf(order.cause)
  }
  channel.record.seenByFarEnd = seenByFarEnd(world, channel, final)
  if (wasInside && order.kind === 'far') {
    tellOfChannel(world, channel, 'ChannelHangupRequest', { cause: final.cause, soft: true })
  }
}

/** Before the answer a cause travels as a SIP status, and is what the other side makes of that. */
function seenByFarEnd(world: World, channel: Channel, final: EndCause): number {
  const { refusedWith } = channel.record
  return refusedWith === undefined ? final.cause : refusalByStatus(refusedWith, undefined, world.profile).cause
}

function destroy(world: World, channel: Channel, order: EndOrder, final: EndCause): void {
  channel.ended = final
  const { record } = channel
  record.endedMs = world.timeline.nowMs
  record.cause = final.cause
  record.endedBy =
    order.kind === 'far' ? 'far' : order.kind === 'rang_out' || order.kind === 'no_packets' ? 'time' : 'us'
  const { cause, techCause } = final
  const fields = { cause, ...(techCause === undefined ? {} : { tech_cause: techCause }) }
  tellOfChannel(world, channel, 'ChannelDestroyed', fields)
  remove(world, channel)
}

/** The channel is not there any more. */
export function remove(world: World, channel: Channel): void {
  world.channels.delete(channel.id.toLowerCase())
  world.channelIds.delete(channel.id)
  for (const playback of channel.endless) world.playbacks.delete(playback)
  for (const application of [...channel.audience.keys()]) world.apps.forget(application, channel)
}
