import { TimedOut, within } from '../kernel/deadline.ts'
import { Scope } from '../kernel/scope.ts'
import type { DestinationState } from './destination.ts'
import { Lane, type LanePorts } from './lane.ts'
import type { Deliver } from './ports.ts'

/** What the worker works with. */
export interface OutboxWorkerPorts extends LanePorts {
  /** Who takes which kind; rows of a kind nobody takes wait. */
  readonly deliver: Readonly<Record<string, Deliver>>
}

/** Delivers what is owed, each kind in a lane of its own: a panel that hangs holds up no message to a person. */
export class OutboxWorker {
  readonly #ports: OutboxWorkerPorts
  readonly #lanes: readonly Lane[]

  constructor(ports: OutboxWorkerPorts) {
    this.#ports = ports
    this.#lanes = Object.entries(ports.deliver).map(([kind, deliver]) => new Lane(kind, deliver, ports))
  }

  /** Something was written to the outbox: look at once. Never waits, may be called from anywhere. */
  wake(): void {
    for (const lane of this.#lanes) lane.wake()
  }

  /** How each destination is doing, for the page. */
  get destinations(): readonly DestinationState[] {
    return this.#lanes.map(({ destination }) => destination.state)
  }

  /** Works until the signal aborts; rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#each((lane, inner) => lane.run(inner), signal)
    signal.throwIfAborted()
  }

  /** Sends what is due now, for `limitMs` at most; true when nothing due is left. A destination that is closed stays so. */
  async drain(limitMs: number, signal: AbortSignal): Promise<boolean> {
    const { clock, outbox } = this.#ports
    const sweep = (inner: AbortSignal): Promise<void> => this.#each((lane, own) => lane.sweep(own), inner)
    try {
      await within(clock, limitMs, 'sending the last reports', sweep, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof TimedOut)) throw error
    }
    return outbox.due(clock.now(), 1).length === 0
  }

  async #each(work: (lane: Lane, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    await using scope = new Scope(signal)
    for (const lane of this.#lanes) scope.spawn((inner) => work(lane, inner))
    await scope.idle()
  }
}
