import type { Channel } from './channel.ts'
import type { Exchange } from './exchange.ts'

/** Between two questions to an Asterisk that does not answer. */
const askEveryMs = 500

/** How long a call may stay in doubt; before that an Asterisk without a connection to us counts as gone, and its calls too. */
export const doubtMs = 30_000

/**
 * After a request Asterisk did not answer: waits until it answers again, for only then is it known whether the call
 * went down with it. Rejects with the signal's reason, which is that of the call's end where it did.
 */
export async function outlast(exchange: Exchange, channel: Channel, signal: AbortSignal): Promise<void> {
  const { clock, rest } = exchange
  const untilMs = clock.elapsed() + doubtMs
  while (clock.elapsed() < untilMs) {
    const seen = await rest.call('channels.get', { channelId: channel.id }, signal)
    if (seen.kind === 'done') return
    // Not there any more: we shall be told why as soon as we are connected again.
    if (await channel.ended.within(clock, askEveryMs, signal)) break
  }
  signal.throwIfAborted()
}
