import type { Mailbox } from '../kernel/mailbox.ts'
import type { Incoming } from '../session/ports.ts'
import type { Channel } from './channel.ts'
import { isOurs } from './channels.ts'
import type { Arrived } from './decode.ts'
import type { Exchange } from './exchange.ts'
import { hangUpStray } from './hangup.ts'
import { AriLeg } from './leg.ts'
import { isAnonymous, usersOf } from './sip-headers.ts'

type Start = Extract<Arrived, { type: 'StasisStart' }>

/** Takes in a channel that entered our application without our doing: a caller, unless it is a piece of our own. */
export function arrive(exchange: Exchange, callers: Mailbox<Incoming>, event: Start): void {
  const id = event.channel?.id
  if (id === undefined) return
  if (isOurs(id)) {
    turnBack(exchange, id, event.channel?.name?.endsWith(';2') === true)
    return
  }
  const channel = exchange.channels.open(id)
  channel.apply(event)
  exchange.tasks.spawn(async (signal) => {
    const incoming = await introduce(exchange, channel, event, signal)
    if (callers.put(incoming)) return
    exchange.log.warn('inbound.overflow', 'more callers than can wait; one was turned away')
    await incoming.leg.hangup('congestion', signal)
    await incoming.leg[Symbol.asyncDispose]()
  })
}

/** The far half of our own Local channel, or one whose call was given up: nobody is waiting for it. */
function turnBack(exchange: Exchange, id: string, farHalf: boolean): void {
  if (farHalf) {
    exchange.log.warn(
      'ari.own-channel-returned',
      'a Local endpoint leads back to this application, so its call was hung up: let it lead to a phone or a queue',
    )
  }
  exchange.tasks.spawn(() => hangUpStray(exchange, id, 'congestion'))
}

async function introduce(exchange: Exchange, channel: Channel, event: Start, signal: AbortSignal): Promise<Incoming> {
  const { app, rest } = exchange
  const leg = new AriLeg(exchange, channel, 'arrived')
  const header = async (name: string): Promise<string | undefined> => {
    const variable = `PJSIP_HEADER(read,${name})`
    const answer = await rest.call('channels.getChannelVar', { channelId: channel.id, variable }, signal)
    return answer.kind === 'done' ? answer.value.value : undefined // a header that is not there is a refusal
  }
  const isSip = event.channel?.name?.startsWith('PJSIP/') === true
  const names = isSip ? ['Diversion', 'History-Info', 'To', 'P-Asserted-Identity'] : []
  const [[diversion, history, to, asserted]] = await Promise.all([
    Promise.all(names.map(header)),
    // Without this the end of a channel that came by the dialplan is told without its cause.
    rest.call('applications.subscribe', { applicationName: app, eventSource: `channel:${channel.id}` }, signal),
  ])
  const exten = event.channel?.dialplan?.exten ?? ''
  const candidates = [
    ...usersOf(diversion),
    ...usersOf(history),
    ...usersOf(to),
    ...(/^[sht]?$/.test(exten) ? [] : [exten]),
  ]
  return { leg, caller: callerOf(asserted, event.channel?.caller?.number), dialled: [...new Set(candidates)] }
}

function callerOf(asserted: string | undefined, number: string | undefined): string {
  const [first] = usersOf(asserted)
  if (first !== undefined) return first
  return number === undefined || isAnonymous(number) ? '' : number
}
