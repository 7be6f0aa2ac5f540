import type { Channel } from './channel.ts'
import { channelShown } from './channel.ts'
import { dialFields, type EndOrder, end } from './ending.ts'
import { FarParty } from './far-party.ts'
import type { CallerScript } from './script.ts'
import { type EndCause, refusalByCause, refusalByStatus } from './sip-causes.ts'
import { soon, tellApplication, tellOfChannel } from './telling.ts'
import type { World } from './world.ts'

/** SIP's Timer B: with no answer to the INVITE, the call is over then. */
const timerBMs = 32_000
/** From the INVITE to the first word of the network. */
const networkMs = 1

/** Sends the INVITE and lets the network answer it as the script says. */
export function dialOut(world: World, channel: Channel, script: CallerScript, timeoutMs: number): void {
  channel.dialed = true
  channel.inDialBridge = channel.origin === 'created' && channel.bridge === undefined
  channel.record.dialedMs = world.timeline.nowMs
  if (timeoutMs > 0)
    channel.ringLimit = world.timeline.after(timeoutMs, () => finish(world, channel, { kind: 'rang_out' }))
  const begun = (): void => tellOfChannel(world, channel, 'Dial', dialFields(channel, ''), 'peer')
  const { network } = script
  const refusedAtOnce = (network.kind === 'refuses' || network.kind === 'refuses_sip') && network.afterMs === 0
  if (refusedAtOnce && channel.origin === 'originated' && world.faults.strikes('hangup_before_dial')) {
    soon(world, channel, 1, () => refuse(world, channel, script))
    return
  }
  const ringsFirst = channel.origin === 'originated' && rings(script) && world.faults.strikes('ringing_before_dial')
  soon(world, channel, 1, () => {
    if (ringsFirst) {
      channel.state = 'Ringing'
      tellOfChannel(world, channel, 'ChannelStateChange')
    }
    begun()
    soon(world, channel, networkMs, () => answerOfNetwork(world, channel, script))
  })
}

function answerOfNetwork(world: World, channel: Channel, script: CallerScript): void {
  const { network } = script
  switch (network.kind) {
    case 'answers':
      if (rings(script)) ring(world, channel)
      later(world, channel, network.afterMs, () => pickUp(world, channel, script))
      break
    case 'refuses':
      if (network.announces === true) announce(world, channel)
      else if (network.rings === true) ring(world, channel)
      later(world, channel, network.afterMs, () => refuse(world, channel, script))
      break
    case 'refuses_sip':
      later(world, channel, network.afterMs, () => refuse(world, channel, script))
      break
    case 'rings_for_ever':
      ring(world, channel)
      break
    case 'says_nothing':
      channel.lastStatus = '100'
      break
    case 'dead':
      later(world, channel, timerBMs, () => {
        const techCause = world.profile.techCause ? { techCause: 408 } : {}
        finish(world, channel, { kind: 'far', end: { cause: 18, ...techCause } })
      })
  }
}

function later(world: World, channel: Channel, ms: number, work: () => void): void {
  world.timeline.after(ms, () => {
    if (channel.ending) return
    if (channel.pending === 0) work()
    else soon(world, channel, 1, work)
  })
}

/** Whether the network's first word is that the phone rings. */
function rings({ network }: CallerScript): boolean {
  if (network.kind === 'answers') return network.rings !== false && network.afterMs > 0
  return network.kind === 'rings_for_ever' || (network.kind === 'refuses' && network.rings === true)
}

/** The two words of ringing come in either order. */
function ring(world: World, channel: Channel): void {
  const toldAlready = channel.state === 'Ringing'
  channel.state = 'Ringing'
  channel.lastStatus = '180'
  channel.record.rangMs = world.timeline.nowMs
  const words = [
    ...(toldAlready ? [] : [() => tellOfChannel(world, channel, 'ChannelStateChange')]),
    () => tellOfChannel(world, channel, 'Dial', dialFields(channel, 'RINGING'), 'peer'),
  ]
  if (world.faults.strikes('ringing_dial_first')) words.reverse()
  for (const word of words) word()
}

function announce(world: World, channel: Channel): void {
  channel.lastStatus = '183'
  tellOfChannel(world, channel, 'Dial', dialFields(channel, 'PROGRESS'), 'peer')
}

function refuse(world: World, channel: Channel, script: CallerScript): void {
  finish(world, channel, { kind: 'far', end: refusal(world, script) })
}

function refusal(world: World, { network }: CallerScript): EndCause {
  if (network.kind === 'refuses') return refusalByCause(network.cause, world.profile)
  if (network.kind === 'refuses_sip') return refusalByStatus(network.status, network.reason, world.profile)
  return { cause: 16 }
}

function finish(world: World, channel: Channel, order: EndOrder): void {
  if (channel.ending) return
  if (channel.pending === 0) end(world, channel, order)
  else soon(world, channel, 1, () => end(world, channel, order))
}

function pickUp(world: World, channel: Channel, script: CallerScript): void {
  world.timeline.cancel(channel.ringLimit)
  channel.state = 'Up'
  channel.lastStatus = '200'
  channel.record.answeredMs = world.timeline.nowMs
  tellOfChannel(world, channel, 'ChannelStateChange')
  tellOfChannel(world, channel, 'Dial', dialFields(channel, 'ANSWER'), 'peer')
  if (channel.origin === 'originated' && !enterStasis(world, channel)) {
    end(world, channel, { kind: 'no_application' })
    return
  }
  meet(world, channel, script)
}

/** Puts whoever is at the far end on the open line. */
export function meet(world: World, channel: Channel, script: CallerScript): void {
  channel.party = new FarParty(world, channel, script, {
    leave: (cause) => finish(world, channel, { kind: 'far', end: { cause } }),
    vanish: () => {
      if (world.rtpTimeoutMs === 0) return // the channel stays up for ever
      world.timeline.after(world.rtpTimeoutMs, () => finish(world, channel, { kind: 'no_packets' }))
    },
  })
  channel.party.open()
}

/** Enters the application the channel is meant for; false when nobody listens under that name. */
export function enterStasis(world: World, channel: Channel): boolean {
  const application = world.apps.get(channel.app)
  if (application?.connection === undefined) return false
  channel.inside = application
  world.apps.attend(application, channel, 'inside')
  tellStart(world, channel)
  return true
}

/** Tells the application that the channel has come. */
export function tellStart(world: World, channel: Channel): void {
  const application = channel.inside
  if (application === undefined) return
  const args = channel.args
  tellApplication(world, application, 'StasisStart', () => ({ args, channel: channelShown(channel) }))
}
