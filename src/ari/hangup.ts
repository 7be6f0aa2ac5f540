import type { Channel } from './channel.ts'
import { causeGraceMs } from './channel.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { shielded } from './shielded.ts'

/** Why we hang up, in Asterisk's words, with the Q.850 cause each becomes. */
export const hangupReasons = { normal: 16, busy: 17, no_answer: 19, congestion: 34 } as const

/** One of them. */
export type HangupReason = keyof typeof hangupReasons

/** Between two orders to hang up that Asterisk does not answer. */
const againMs = 200

/** Hangs up a channel we hold and waits until it is gone; what cannot be hung up now is at the next reconciliation. */
export async function hangUp(exchange: Exchange, channel: Channel, reason: HangupReason): Promise<void> {
  if (channel.gone.aborted) return
  const { clock, log } = exchange
  const done = await shielded(clock, cleanUpMs, 'hanging up', async (signal) => {
    let answer = await order(exchange, channel.id, reason, signal)
    // Its line is taken for free when this ends: it is not given up lightly.
    while (answer.kind === 'unreachable') {
      if (await channel.ended.within(clock, againMs, signal)) return true
      answer = await order(exchange, channel.id, reason, signal)
    }
    if (answer.kind === 'done') channel.endOrdered({ cause: hangupReasons[reason] })
    const neverWas = answer.kind === 'refused' && !channel.confirmed
    if (!neverWas) await channel.ended.within(clock, causeGraceMs, signal)
    return true
  })
  // The event may not come: the socket is down, or Asterisk does not tell us of this channel's destruction.
  channel.end({ cause: hangupReasons[reason] })
  if (done !== true) log.warn('ari.hangup.failed', 'a channel could not be hung up; it will be on reconnection')
}

/** Hangs up a channel nobody holds. */
export async function hangUpStray(exchange: Exchange, id: string, reason: HangupReason): Promise<void> {
  await shielded(exchange.clock, cleanUpMs, 'hanging up', (signal) => order(exchange, id, reason, signal))
}

function order(exchange: Exchange, channelId: string, reason: HangupReason, signal: AbortSignal) {
  return exchange.rest.call('channels.hangup', { channelId, reason }, signal)
}
