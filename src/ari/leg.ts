import type { Leg, Played, Recorded, RecordLimits } from '../session/ports.ts'
import type { Channel } from './channel.ts'
import { leaveDialBridge } from './dial-bridge.ts'
import type { Exchange } from './exchange.ts'
import { type HangupReason, hangUp } from './hangup.ts'
import { outlast } from './outlast.ts'
import { play } from './playing.ts'
import { record } from './recording.ts'
import type { Answer } from './rest.ts'
import { settleRefused } from './unseen-end.ts'

/** Asterisk did not do what it must be able to do. */
export class AsteriskFault extends Error {
  override readonly name = 'AsteriskFault'
}

/** How a channel came to us; one we dialled is in a bridge Asterisk hides. */
export type LegOrigin = 'dialled' | 'arrived'

/** A channel in our hands. */
export class AriLeg implements Leg {
  readonly id: string
  readonly #exchange: Exchange
  readonly #channel: Channel
  readonly #joins = new Set<AsyncDisposable>()
  #free: Promise<void> | undefined
  #over: Promise<void> | undefined

  constructor(exchange: Exchange, channel: Channel, origin: LegOrigin) {
    this.id = channel.id
    this.#exchange = exchange
    this.#channel = channel
    if (origin === 'arrived') this.#free = Promise.resolve()
  }

  get gone(): AbortSignal {
    return this.#channel.gone
  }

  async ring(signal: AbortSignal): Promise<void> {
    // A caller who hears nothing can still be answered.
    await this.#exchange.rest.call('channels.ring', { channelId: this.id }, this.#until(signal))
  }

  async answer(signal: AbortSignal): Promise<void> {
    const both = this.#until(signal)
    const answer = await this.#exchange.rest.call('channels.answer', { channelId: this.id }, both)
    if (answer.kind === 'done') {
      this.#channel.answered.set()
      return
    }
    await this.settle(answer, both)
    const because = answer.kind === 'refused' ? answer.message : answer.because
    throw new AsteriskFault(`Asterisk did not answer the call: ${because}`)
  }

  async play(media: readonly string[], signal: AbortSignal): Promise<Played> {
    const both = this.#until(signal)
    await this.#leaveDialBridge()
    both.throwIfAborted()
    return await play(this.#exchange, this.#channel, media, both)
  }

  async record(limits: RecordLimits, signal: AbortSignal): Promise<Recorded> {
    const both = this.#until(signal)
    await this.#leaveDialBridge()
    both.throwIfAborted()
    return await record(this.#exchange, this.#channel, limits, both)
  }

  async key(signal: AbortSignal): Promise<string> {
    return await this.#channel.keys.take(this.#until(signal))
  }

  async hangup(cause: HangupReason, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await hangUp(this.#exchange, this.#channel, cause)
  }

  /** After a failed request that the end of the call may explain: rejects with the signal's reason when it does. */
  async settle(failed: Answer<unknown>, signal: AbortSignal): Promise<void> {
    if (failed.kind === 'unreachable') await outlast(this.#exchange, this.#channel, signal)
    else await settleRefused(this.#exchange, this.#channel, signal)
  }

  /** Ties a bridge to this leg: disposal of the leg parts it, and a leg that was bridged has left the dial bridge. */
  joined(bridge: AsyncDisposable): void {
    this.#free = Promise.resolve()
    this.#joins.add(bridge)
  }

  /** The bridge is gone. */
  parted(bridge: AsyncDisposable): void {
    this.#joins.delete(bridge)
  }

  /** Lets go without hanging up: the call goes on in Asterisk without us. */
  release(): void {
    this.#over ??= Promise.resolve()
    this.#exchange.channels.close(this.#channel)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over ??= this.#end()
    await this.#over
  }

  async #end(): Promise<void> {
    await hangUp(this.#exchange, this.#channel, 'normal')
    for (const bridge of [...this.#joins]) await bridge[Symbol.asyncDispose]()
    this.#channel.keys.close()
    this.#exchange.channels.close(this.#channel)
  }

  #leaveDialBridge(): Promise<void> {
    this.#free ??= leaveDialBridge(this.#exchange, this.#channel)
    return this.#free
  }

  #until(signal: AbortSignal): AbortSignal {
    const both = AbortSignal.any([signal, this.gone])
    both.throwIfAborted()
    return both
  }
}
