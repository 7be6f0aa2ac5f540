import { Bell } from '../kernel/bell.ts'
import type { Mailbox } from '../kernel/mailbox.ts'
import type { Adopted, CallControl, Incoming, Joined, Leg, LegOrder, Placed, Survivors } from '../session/ports.ts'
import { adopt, dissolve, hush, rejoinWhereTheyAre } from './adopting.ts'
import type { Exchange } from './exchange.ts'
import { join } from './joining.ts'
import { place } from './placing.ts'
import type { AriStatus, StatusBoard } from './status.ts'

/** How long an order waits for a connection that is being made. */
const reconnectMs = 5_000

/** Control of calls over ARI, also of those that went on without us. */
export class AriCalls implements CallControl, Survivors {
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
    if (!(await this.#connectedSoon(signal))) {
      return { kind: 'refused', because: 'there is no connection to Asterisk' }
    }
    return await place(this.#exchange, order, signal)
  }

  /** A connection that was lost is back in a moment: whoever waits for an operator must not suffer for it. */
  async #connectedSoon(signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#exchange
    const changed = new Bell()
    using _listening = this.#status.onChange(() => changed.ring())
    const untilMs = clock.elapsed() + reconnectMs
    for (let leftMs = reconnectMs; leftMs > 0 && comesBack(this.#status.current); leftMs = untilMs - clock.elapsed()) {
      await changed.wait(clock, leftMs, signal)
    }
    return this.connected
  }

  async incoming(signal: AbortSignal): Promise<Incoming> {
    return await this.#callers.take(signal)
  }

  async join(customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined> {
    return await join(this.#exchange, customer, operator, signal)
  }

  async adopt(channelId: string, signal: AbortSignal): Promise<Adopted> {
    return await adopt(this.#exchange, channelId, signal)
  }

  async hush(leg: Leg): Promise<void> {
    await hush(this.#exchange, leg.id)
  }

  async rejoin(bridgeId: string, customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined | undefined> {
    return await rejoinWhereTheyAre(this.#exchange, bridgeId, customer, operator, signal)
  }

  async dissolve(bridgeId: string): Promise<void> {
    await dissolve(this.#exchange, bridgeId)
  }
}

/** Whether there is no connection, and nobody need do anything about it. */
function comesBack(status: AriStatus): boolean {
  if (status.kind === 'refused') return status.because === 'unreachable'
  return status.kind === 'connecting' || status.kind === 'down'
}
