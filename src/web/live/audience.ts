import type { Day } from '../api/contract.ts'
import { eventBytes } from './event.ts'
import type { Listener } from './listener.ts'
import { Snapshot } from './snapshot.ts'

/** Those who see the day alike; what is sent is written out once for all of them. */
export class Audience {
  readonly listeners = new Set<Listener>()
  readonly #seen: (day: Day) => Day
  /** When they were last sent something, monotonic. */
  saidMs = 0
  #last: Snapshot | undefined
  #first: Uint8Array | undefined

  /** `seen`: the day as these may see it. */
  constructor(seen: (day: Day) => Day) {
    this.#seen = seen
  }

  /** Somebody new: they get all there is, and from then on what the others get. */
  add(listener: Listener, day: Day, nowMs: number): void {
    if (this.listeners.size === 0 || this.#last === undefined) {
      this.saidMs = nowMs
      this.#last = new Snapshot(this.#seen(day))
      this.#first = undefined
    }
    this.#first ??= eventBytes('day', this.#last.text)
    this.listeners.add(listener)
    listener.send(this.#first)
  }

  /** Tells what changed, if something did. */
  tell(day: Day, nowMs: number): void {
    if (this.listeners.size === 0) return
    const next = new Snapshot(this.#seen(day))
    const change = this.#last === undefined ? undefined : next.since(this.#last)
    if (change === undefined) return
    this.#last = next
    this.#first = undefined
    this.send(eventBytes('change', change), nowMs)
  }

  send(bytes: Uint8Array, nowMs: number): void {
    this.saidMs = nowMs
    for (const listener of this.listeners) listener.send(bytes)
  }
}
