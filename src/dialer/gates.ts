import type { Clock } from '../kernel/clock.ts'

/** Everything that can hold outbound dialing back. */
export const gateNames = [
  'asterisk',
  'leftover',
  'window',
  'panel',
  'operator',
  'recogniser',
  'llm',
  'failures',
  'paused',
  'draining',
  'upgrade',
  'scenarios',
  'trunk',
  'disk',
  'sounds',
] as const
export type GateName = (typeof gateNames)[number]

/** Shut by failures: when their time has come they open on trial, until something shows that all is well again. The others
 * are opened by whoever shut them; their time only tells. */
const tried: readonly GateName[] = ['recogniser', 'llm', 'failures']

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
  /** When the time of a gate has come, monotonic: putting the wall clock right keeps none shut. */
  readonly #endsAtMs = new Map<GateName, number>()
  readonly #holders = new Map<GateName, number>()
  /** With the instant each was first shut. */
  readonly #onTrial = new Map<GateName, number>()
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
      since: before?.since ?? this.#onTrial.get(name) ?? this.#clock.now(),
      ...(until === undefined ? {} : { until }),
    }
    this.#shut.set(name, gate)
    if (until !== undefined) this.#endsAtMs.set(name, this.#clock.elapsed() + until - this.#clock.now())
    this.#onTrial.delete(name)
    if (before?.because !== because) this.#onChange(name, gate)
  }

  open(name: GateName): void {
    const wasOnTrial = this.#onTrial.delete(name)
    if (this.#shut.delete(name) || wasOnTrial) this.#onChange(name, undefined)
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

  /** The gates shut now. Those shut by failures open on trial, by being asked, when their time has come. */
  get closed(): readonly ShutGate[] {
    const now = this.#clock.elapsed()
    for (const { name } of this.#tried()) if ((this.#endsAtMs.get(name) ?? 0) <= now) this.try(name)
    return [...this.#shut.values()]
  }

  /**
   * Opens a gate on trial, whatever its time: one call at a time finds out whether all is well again. It counts as open
   * once that has shown.
   */
  try(name: GateName): void {
    const since = this.#shut.get(name)?.since ?? this.#clock.now()
    this.#shut.delete(name)
    this.#onTrial.set(name, since)
  }

  /** Opens on trial what failures shut: somebody says it has been seen to. */
  tryNow(): void {
    for (const { name } of this.#tried()) this.try(name)
  }

  /** Whether a gate is open on trial: then one call at a time finds out whether all is well again. */
  get trial(): boolean {
    return this.#onTrial.size > 0
  }

  /** The gates open on trial. */
  get onTrial(): readonly GateName[] {
    return [...this.#onTrial.keys()]
  }

  /** Something showed that all is well again; a gate that is shut stays so until its time. */
  passTrial(name: GateName): void {
    if (this.#onTrial.delete(name)) this.#onChange(name, undefined)
  }

  /** Those shut by failures until some time; one without a time waits for a person. */
  #tried(): readonly ShutGate[] {
    return [...this.#shut.values()].filter(({ name, until }) => tried.includes(name) && until !== undefined)
  }
}
