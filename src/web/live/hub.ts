import { Bell } from '../../kernel/bell.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { LogLine } from '../api/contract.ts'
import type { LogPort } from '../site-ports.ts'
import { Audience } from './audience.ts'
import type { DayWatch } from './day-watch.ts'
import { eventBytes, retryBytes } from './event.ts'
import { Listener } from './listener.ts'
import { maskedDay } from './masked-day.ts'

/** What the hub works with. */
export interface HubParts {
  readonly watch: DayWatch
  readonly logs: LogPort
  readonly clock: Clock
}

/** Who wants to listen. */
export interface Joining {
  /** Whether they may see numbers. */
  readonly seesPeople: boolean
  /** Whether their session goes on. */
  readonly goesOn: () => boolean
}

/** Nobody is told more often. */
const tickMs = 1_000
/** Whoever heard nothing for so long is told that we are there. */
const beatMs = 15_000
/** How often it is looked whether those who listen still may. */
const lookMs = 10_000
/** While nobody listens nothing is done. */
const restMs = 3_600_000
/** More are sent away: each costs a connection. */
const mostListeners = 64
const firstLines = 100
const linesAtOnce = 50

/** Tells everybody who listens what changes: looked up once for all, and not at all while nobody listens. */
export class LiveHub {
  readonly #parts: HubParts
  readonly #audiences = { all: new Audience((day) => day), masked: new Audience(maskedDay) }
  readonly #bell = new Bell()
  #lineTold = 0
  #lookedMs = 0
  #ended = false

  constructor(parts: HubParts) {
    this.#parts = parts
  }

  /** How many listen. */
  get size(): number {
    return this.#audiences.all.listeners.size + this.#audiences.masked.listeners.size
  }

  /** The events for one more listener; undefined when there are too many, or when the engine ends. */
  async join({ seesPeople, goesOn }: Joining): Promise<ReadableStream<Uint8Array> | undefined> {
    const { watch, logs, clock } = this.#parts
    const day = await watch.day()
    if (this.#ended || this.size >= mostListeners) return undefined
    if (this.size === 0) {
      this.#lineTold = logs.since(0, 1).at(-1)?.n ?? 0
      this.#lookedMs = clock.elapsed()
    }
    const audience = seesPeople ? this.#audiences.all : this.#audiences.masked
    const listener = new Listener(goesOn, (gone) => audience.listeners.delete(gone))
    listener.send(retryBytes)
    audience.add(listener, day, clock.elapsed())
    const lines = logs.since(0, firstLines).filter(({ n }) => n <= this.#lineTold)
    if (lines.length > 0) listener.send(logEvent(lines))
    this.#bell.ring()
    return listener.stream
  }

  /** Tells, until aborted; then everybody is told that it ends. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        if (this.size === 0) await this.#bell.wait(this.#parts.clock, restMs, signal)
        await this.#parts.clock.sleep(tickMs, signal)
        await this.#tick()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      this.#end()
    }
  }

  async #tick(): Promise<void> {
    if (this.size === 0) return
    const { watch, logs, clock } = this.#parts
    const now = clock.elapsed()
    const { all, masked } = this.#audiences
    if (now >= this.#lookedMs + lookMs) {
      this.#lookedMs = now
      for (const listener of [...all.listeners, ...masked.listeners])
        if (!listener.goesOn()) leave(listener, 'not_signed_in')
    }
    const day = await watch.day()
    const lines = logs.since(this.#lineTold, linesAtOnce)
    this.#lineTold = lines.at(-1)?.n ?? this.#lineTold
    for (const audience of [all, masked]) {
      audience.tell(day, now)
      if (lines.length > 0) audience.send(logEvent(lines), now)
      else if (now >= audience.saidMs + beatMs) audience.send(eventBytes('beat', JSON.stringify({ at: day.at })), now)
    }
  }

  #end(): void {
    this.#ended = true
    const { all, masked } = this.#audiences
    for (const listener of [...all.listeners, ...masked.listeners]) leave(listener, 'ending')
  }
}

function leave(listener: Listener, code: 'ending' | 'not_signed_in'): void {
  listener.send(eventBytes('end', JSON.stringify({ code })))
  listener.close()
}

function logEvent(lines: readonly LogLine[]): Uint8Array {
  return eventBytes('log', JSON.stringify({ lines }))
}
