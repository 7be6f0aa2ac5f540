import type { CallRecord } from './call-record.ts'
import type { Channel, ChannelOrigin } from './channel.ts'
import { dialOut, enterStasis, meet, tellStart } from './dialing.ts'
import { end, endSoon } from './ending.ts'
import type { CallerScript } from './script.ts'
import { follow, soon, tellOfChannel } from './telling.ts'
import { timestamp, type World } from './world.ts'

/** What a channel is made of. */
export interface Making {
  readonly id: string
  /** As a client names it: `PJSIP/0912…@trunk`. */
  readonly endpoint: string
  readonly origin: ChannelOrigin
  readonly app: string
  readonly args: readonly string[]
  readonly state: Channel['state']
  readonly exten: string
  readonly context: string
  readonly caller: Channel['caller']
  readonly connected: Channel['connected']
  readonly rdnis?: string
  readonly variables: ReadonlyMap<string, string>
  readonly reported?: ReadonlyMap<string, string>
}

/** Brings a channel into being; nobody is told yet. */
export function makeChannel(world: World, making: Making): Channel {
  const [technology = '', rest = ''] = splitOnce(making.endpoint, '/')
  const [number = '', at = ''] = splitOnce(rest, '@')
  const resource = technology === 'PJSIP' && at !== '' ? at : number
  const serial = (world.serial++).toString(16).padStart(8, '0')
  const record: CallRecord = {
    direction: making.origin === 'arrived' ? 'inbound' : 'outbound',
    channelId: making.id,
    endpoint: making.endpoint,
    number: making.origin === 'arrived' ? making.exten : rest,
    presented: making.origin === 'arrived' ? making.caller.number : making.connected.number,
    createdMs: world.timeline.nowMs,
    heard: [],
    said: [],
    pressed: [],
    spokeWith: [],
  }
  const channel: Channel = {
    id: making.id,
    name: technology === 'PJSIP' ? `PJSIP/${resource}-${serial}` : `${making.endpoint}-${serial};1`,
    endpoint: `${technology}/${resource}`,
    origin: making.origin,
    protocolId: technology === 'PJSIP' ? world.ids.next() : '',
    createdAt: timestamp(world),
    context: making.context,
    exten: making.exten,
    caller: { ...making.caller },
    connected: { ...making.connected },
    rdnis: making.rdnis,
    variables: new Map(making.variables),
    reported: making.reported ?? new Map(),
    audience: new Map(),
    record,
    state: making.state,
    inside: undefined,
    app: making.app,
    args: making.args,
    bridge: undefined,
    inDialBridge: false,
    leavingUntilMs: 0,
    dialed: false,
    lastStatus: '',
    queue: [],
    running: undefined,
    endless: [],
    party: undefined,
    waiting: undefined,
    ringLimit: undefined,
    pending: 0,
    owed: new Set(),
    ending: false,
    ended: undefined,
  }
  world.calls.push(record)
  world.channels.set(making.id.toLowerCase(), channel)
  world.channelIds.add(making.id)
  tellOfChannel(world, channel, 'ChannelCreated')
  return channel
}

/** Dials a new channel at once, as `POST /channels` does; it enters the application when it is answered. */
export function originate(world: World, channel: Channel, script: CallerScript, timeoutMs: number): void {
  const application = world.apps.get(channel.app)
  // With nobody there the call is placed all the same, and dropped when it is answered.
  if (application !== undefined) world.apps.attend(application, channel, 'asked')
  if (world.faults.strikes('created_before_answer')) {
    tellOfChannel(world, channel, 'ChannelDialplan', { dialplan_app: 'AppDial2', dialplan_app_data: '(Outgoing Line)' })
  }
  dialOut(world, channel, script, timeoutMs)
}

/**
 * Gives a new channel to its application, as `POST /channels/create` does. It is in it a moment later, as a rule before
 * the client could do anything more, but not always: that is the 409 of one who dials at once.
 */
export function give(world: World, channel: Channel): void {
  const application = world.apps.get(channel.app)
  if (application === undefined) {
    soon(world, channel, 1, () => end(world, channel, { kind: 'no_application' }))
    return
  }
  world.apps.attend(application, channel, 'asked')
  const late = world.faults.strikes('dial_before_stasis')
  if (!late) channel.inside = application
  const enter = (): void => {
    channel.inside = application
    tellOfChannel(world, channel, 'ChannelDialplan', { dialplan_app: 'Stasis', dialplan_app_data: channel.app })
    tellStart(world, channel)
  }
  if (late) soon(world, channel, 1, enter)
  else follow(world, channel, 'created_before_answer', enter)
}

/** Lets a call come in: it enters the application, or the dialplan's way for when nobody is there. */
export function arrive(world: World, channel: Channel, script: CallerScript, patienceMs: number): void {
  const giveUp = world.timeline.after(patienceMs, () => {
    if (channel.state === 'Up' || channel.ending) return
    const techCause = world.profile.techCause ? { techCause: 487 } : {}
    endSoon(world, channel, { kind: 'far', end: { cause: 16, ...techCause } })
  })
  channel.ringLimit = giveUp
  channel.waiting = script
  if (!enterStasis(world, channel)) world.timeline.after(1, () => fallBack(world, channel))
}

/** An arrived channel is answered: its caller begins to do what they came for. */
export function answerArrived(world: World, channel: Channel): void {
  if (channel.state === 'Up') return
  world.timeline.cancel(channel.ringLimit)
  channel.state = 'Up'
  channel.record.answeredMs = world.timeline.nowMs
  if (channel.waiting !== undefined) meet(world, channel, channel.waiting)
}

/** The dialplan's way when the engine is not there: it answers, plays a tone and hangs up. */
function fallBack(world: World, channel: Channel): void {
  if (channel.ending) return
  channel.state = 'Up'
  channel.record.answeredMs = world.timeline.nowMs
  world.timeline.after(fallbackMs, () => end(world, channel, { kind: 'ordered', cause: 41 }))
}

const fallbackMs = 1_200

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
