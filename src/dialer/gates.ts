import type { Clock } from '../kernel/clock.ts'

/** Everything that can hold outbound dialing back. */
export const gateNames = [
  'asterisk',
  'window',
  'panel',
  'operator',
  'recogniser',
  'llm',
  'failures',
  'paused',
  'draining',
  'scenarios',
  'lines',
] as const
export type GateName = (typeof gateNames)[number]

/** A gate that is shut: why, since when, and until when where that is known (epoch milliseconds). */
export interface ShutGate {
  readonly name: GateName
  readonly because: string
  readonly since: number
  readonly until?: number
}

/** Why we are not dialing: any gate that is shut holds it, each says for itself why and until when. */
export class Gates {
  readonly #clock: Clock
  readonly #shut = new Map<GateName, ShutGate>()
  readonly #holders = new Map<GateName, number>()
  readonly #onChange: (gate: GateName, shut: ShutGate | undefined) => void

  constructor(clock: Clock, onChange: (gate: GateName, shut: ShutGate | undefined) => void) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** Shuts a gate; one that is already shut keeps its «since». */
  shut(name: GateName, because: string, until?: number): void {
    const before = this.#shut.get(name)
    const gate: ShutGate = {
      name,
      because,
      since: before?.since ?? this.#clock.now(),
      ...(until === undefined ? {} : { until }),
    }
    this.#shut.set(name, gate)
    if (before?.because !== because) this.#onChange(name, gate)
  }

  open(name: GateName): void {
    if (this.#shut.delete(name)) this.#onChange(name, undefined)
  }

  /** Shuts a gate for as long as what this returns is held; several may hold it at once. */
  hold(name: GateName, because: string): Disposable {
    const held = (this.#holders.get(name) ?? 0) + 1
    this.#holders.set(name, held)
    this.shut(name, because)
    let holding = true
    return {
      [Symbol.dispose]: () => {
        if (!holding) return
        holding = false
        const left = (this.#holders.get(name) ?? 1) - 1
        this.#holders.set(name, left)
        if (left === 0) this.open(name)
      },
    }
  }

  /** The gates shut now; those whose time has come open by being asked. */
  get closed(): readonly ShutGate[] {
    for (const gate of this.#shut.values()) {
      if (gate.until !== undefined && gate.until <= this.#clock.now()) this.open(gate.name)
    }
    return [...this.#shut.values()]
  }
}
