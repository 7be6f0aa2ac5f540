import { assert } from '../kernel/assert.ts'
import type { Mailbox } from '../kernel/mailbox.ts'
import type { CallControl, Incoming, Leg, LegOrder, Placed } from '../session/ports.ts'
import type { Exchange } from './exchange.ts'
import { type Joined, join, rejoin } from './joining.ts'
import { AriLeg } from './leg.ts'
import { place } from './placing.ts'
import type { StatusBoard } from './status.ts'

/** Control of calls over ARI. */
export class AriCalls implements CallControl {
  readonly #exchange: Exchange
  readonly #callers: Mailbox<Incoming>
  readonly #status: StatusBoard

  constructor(exchange: Exchange, callers: Mailbox<Incoming>, status: StatusBoard) {
    this.#exchange = exchange
    this.#callers = callers
    this.#status = status
  }

  get connected(): boolean {
    return this.#status.current.kind === 'up'
  }

  async place(order: LegOrder, signal: AbortSignal): Promise<Placed> {
    signal.throwIfAborted()
    if (!this.connected) return { kind: 'refused', because: 'there is no connection to Asterisk' }
    return await place(this.#exchange, order, signal)
  }

  async incoming(signal: AbortSignal): Promise<Incoming> {
    return await this.#callers.take(signal)
  }

  async join(customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined> {
    return await join(this.#exchange, customer, operator, signal)
  }

  /**
   * Takes a channel in hand that went on without us and was kept when we connected; undefined when it is over.
   */
  async adopt(channelId: string, signal: AbortSignal): Promise<Leg | undefined> {
    const { app, channels, rest } = this.#exchange
    assert(channels.find(channelId) === undefined, 'a channel is adopted once')
    const channel = channels.open(channelId)
    try {
      const eventSource = `channel:${channelId}`
      await rest.call('applications.subscribe', { applicationName: app, eventSource }, signal)
      const seen = await rest.call('channels.get', { channelId }, signal)
      if (seen.kind === 'done') {
        channel.enter()
        channel.observe(seen.value.state)
        return new AriLeg(this.#exchange, channel, 'dialled')
      }
    } catch (error) {
      channels.close(channel)
      throw error
    }
    channels.close(channel)
    return undefined
  }

  /** Takes the bridge of two adopted legs in hand again. */
  rejoin(bridgeId: string, customer: Leg, operator: Leg): Joined {
    return rejoin(this.#exchange, bridgeId, customer, operator)
  }

  /** Lets go of a leg without hanging it up; its later disposal does nothing. */
  release(leg: Leg): void {
    if (leg instanceof AriLeg) leg.release()
  }
}
