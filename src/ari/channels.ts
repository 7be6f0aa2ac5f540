import type { HangupCause } from '../domain/cause.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Scope } from '../kernel/scope.ts'
import { Channel } from './channel.ts'
import type { Arrived } from './decode.ts'
import { channelOf } from './decode.ts'

/** An id of ours: no channel Asterisk names by itself looks like this. */
export function isOurs(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id)
}

/** The channels in our hands, found by id in one step however many there are. */
export class Channels {
  readonly #byId = new Map<string, Channel>()
  readonly #clock: Clock
  readonly #tasks: Scope

  constructor(clock: Clock, tasks: Scope) {
    this.#clock = clock
    this.#tasks = tasks
  }

  /** Begins to listen for a channel, before Asterisk is asked to make it. */
  open(id: string): Channel {
    const channel = new Channel(id, this.#clock, this.#tasks)
    this.#byId.set(id, channel)
    return channel
  }

  /** Nobody holds it any more. */
  close(channel: Channel): void {
    if (this.#byId.get(channel.id) === channel) this.#byId.delete(channel.id)
  }

  /** Hands an event to its channel; false when it belongs to none of ours. */
  route(event: Arrived): boolean {
    const channel = this.find(channelOf(event))
    channel?.apply(event)
    return channel !== undefined
  }

  find(id: string | undefined): Channel | undefined {
    return id === undefined ? undefined : this.#byId.get(id)
  }

  /** Whether somebody holds it and it has not ended. */
  holds(id: string): boolean {
    return this.#byId.get(id)?.gone.aborted === false
  }

  /** Those known to exist and not to have ended. */
  live(): readonly Channel[] {
    return [...this.#byId.values()].filter((channel) => channel.confirmed && !channel.gone.aborted)
  }

  /** Ends every channel: the exchange is gone, or we are. */
  endAll(hangup: HangupCause): void {
    for (const channel of this.#held()) channel.end(hangup, true)
  }

  /** Events of the channels there are were missed. */
  missEvents(): void {
    for (const channel of this.#held()) channel.missEvents()
  }

  #held(): readonly Channel[] {
    return [...this.#byId.values()].filter((channel) => !channel.gone.aborted)
  }
}
