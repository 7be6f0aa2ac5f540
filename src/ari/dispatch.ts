import type { Mailbox } from '../kernel/mailbox.ts'
import { MailboxClosed } from '../kernel/mailbox.ts'
import type { Incoming } from '../session/ports.ts'
import { arrive } from './arriving.ts'
import { type Arrived, decode } from './decode.ts'
import type { Exchange } from './exchange.ts'
import type { Latch } from './latch.ts'
import { answerRival } from './rival.ts'
import type { SocketTransport } from './socket-transport.ts'

/** What of an unknown event's type is told. */
const longestName = 60

/** Where events that belong to no channel of ours go. */
export interface Destinations {
  readonly callers: Mailbox<Incoming>
  /** Set when another engine takes our application's name. */
  readonly replaced: Latch<void>
  readonly transport: SocketTransport | undefined
  /** What has been complained of already. */
  readonly complaints: Set<string>
}

/** Reads the messages of one event socket in order and hands each event to whom it concerns, until the inbox is closed. */
export async function dispatch(
  exchange: Exchange,
  inbox: Mailbox<string>,
  to: Destinations,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) deliver(exchange, await inbox.take(signal), to)
  } catch (error) {
    if (!(error instanceof MailboxClosed)) throw error
  }
}

function deliver(exchange: Exchange, text: string, to: Destinations): void {
  const decoded = decode(text)
  if (decoded.kind === 'event') {
    route(exchange, decoded.event, to)
    return
  }
  const type = decoded.kind === 'unknown' ? decoded.type.slice(0, longestName) : '(malformed)'
  if (to.complaints.has(type) || to.complaints.size >= 100) return
  to.complaints.add(type)
  exchange.log.warn('ari.event.unknown', 'Asterisk sent an event this engine does not know; it is ignored', { type })
}

function route(exchange: Exchange, event: Arrived, to: Destinations): void {
  switch (event.type) {
    case 'ApplicationReplaced':
      to.replaced.set()
      break
    case 'RESTResponse':
      to.transport?.deliver(event)
      break
    case 'ChannelUserevent':
      answerRival(exchange, event)
      break
    case 'StasisStart':
      if (!exchange.channels.route(event)) arrive(exchange, to.callers, event)
      break
    default:
      exchange.channels.route(event)
  }
}
