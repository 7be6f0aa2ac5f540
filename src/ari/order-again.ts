import type { Channel, Media } from './channel.ts'
import type { Exchange } from './exchange.ts'
import { outlast } from './outlast.ts'
import type { Answer } from './rest.ts'

/**
 * Orders a sound or a recording. Where Asterisk does not answer, waits until it does and looks whether it took the order
 * up all the same; where it did not, orders once more. Rejects with the signal's reason.
 */
export async function orderAgain<T>(
  exchange: Exchange,
  channel: Channel,
  order: () => Promise<Answer<T> | undefined>,
  isKnown: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Answer<T> | { readonly kind: 'known' } | undefined> {
  const first = await order()
  if (first !== undefined && first.kind !== 'unreachable') return first
  await outlast(exchange, channel, signal)
  return (await isKnown()) ? { kind: 'known' } : await order()
}

/** Whether Asterisk knows of it, or has told of its end already. */
export async function isKnown(seen: Promise<Answer<unknown>>, media: Media): Promise<boolean> {
  return (await seen).kind === 'done' || media.end.isSet
}
