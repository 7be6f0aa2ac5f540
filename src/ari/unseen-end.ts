import type { Channel } from './channel.ts'
import type { Exchange } from './exchange.ts'

/**
 * After a refusal that a hang-up may explain: waits for an end that is being told, and notices one that nobody told of,
 * as happens while the event socket is silent. Rejects with the signal's reason.
 */
export async function settleRefused(exchange: Exchange, channel: Channel, signal: AbortSignal): Promise<void> {
  await channel.settle(signal)
  await noticeEnd(exchange, channel, signal)
}

/** Asks whether a channel is still there; one that is not has ended. Rejects with the signal's reason. */
export async function noticeEnd({ rest }: Exchange, channel: Channel, signal: AbortSignal): Promise<void> {
  const seen = await rest.call('channels.get', { channelId: channel.id }, signal)
  if (seen.kind === 'refused' && seen.status === 404) {
    channel.missEvents()
    channel.end({ cause: 0 })
  }
  signal.throwIfAborted()
}
