import { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { LiveCall } from '../session/registry.ts'

/** What the watch looks at and acts on. */
export interface UpkeepWatchParts {
  /** Whether an upgrade is at work on the data folder now. */
  readonly isHeld: () => boolean
  readonly gates: {
    shut(gate: 'upgrade', because: string): void
    open(gate: 'upgrade'): void
  }
  readonly live: () => readonly LiveCall[]
  readonly clock: Clock
}

const lookMs = 1_000
const soonMs = 200

/**
 * The engine's side of an upgrade. While an upgrade is at work on the data folder nobody is rung and nobody is answered,
 * before the engine is stopped and after it was started again; who rings, rings on. Whatever becomes of the upgrade, a
 * kill too, the kernel lets go of its lock and all goes on within a second.
 */
export class UpkeepWatch {
  readonly #parts: UpkeepWatchParts
  readonly #bell = new Bell()
  #free = Promise.withResolvers<void>()
  #held = false

  constructor(parts: UpkeepWatchParts) {
    this.#parts = parts
    this.#free.resolve()
    this.#look()
  }

  /** Whether an upgrade is at work. */
  get isHeld(): boolean {
    return this.#held
  }

  /** Resolves once no upgrade is at work; rejects with the signal's reason. */
  async whileHeld(signal: AbortSignal): Promise<void> {
    if (!this.#held) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => reject(signal.reason)
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    void this.#free.promise.then(resolve)
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Looks now: somebody said that something has changed. */
  wake(): void {
    this.#bell.ring()
  }

  /** Watches until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#bell.wait(this.#parts.clock, lookMs, signal)
      this.#look()
    }
  }

  /** Resolves when an upgrade is at work and no call is left that would be cut by an end: those with an operator go on by themselves. */
  async handedOver(signal: AbortSignal): Promise<void> {
    const { clock, live } = this.#parts
    while (!(this.#held && live().every(({ phase }) => goesOn(phase)))) await clock.sleep(soonMs, signal)
  }

  #look(): void {
    const held = this.#parts.isHeld()
    if (held === this.#held) return
    this.#held = held
    if (held) {
      this.#free = Promise.withResolvers<void>()
      this.#parts.gates.shut('upgrade', 'salehi is being upgraded')
    } else {
      this.#parts.gates.open('upgrade')
      this.#free.resolve()
    }
  }
}

/** Whether a call outlives the engine: one that has its operator, and a caller who was not answered yet. */
export function goesOn(phase: string): boolean {
  return phase === 'with_operator' || phase === 'waiting'
}
