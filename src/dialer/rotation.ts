import type { Plan } from '../scenario/plan.ts'
import type { Batch } from './ports.ts'

/** A scenario in force, with the panel's id of it where it gave one. */
export interface Enabled {
  readonly plan: Plan
  readonly panelId?: number | string
}

/** The company's scenarios and which of them are enabled; calls take turns over them. */
export class Rotation {
  readonly #plans: ReadonlyMap<string, Plan>
  #enabled: readonly Enabled[]
  #outboundTurn = 0
  #inboundTurn = 0

  constructor(plans: readonly Plan[]) {
    this.#plans = new Map(plans.map((plan) => [plan.name, plan]))
    this.#enabled = plans.map((plan) => ({ plan }))
  }

  /** Enables by name what the panel lists, all where it lists nothing. Returns the names that are not here. */
  enable(scenarios: Batch['scenarios']): readonly string[] {
    if (scenarios === undefined) {
      this.#enabled = [...this.#plans.values()].map((plan) => ({ plan }))
      return []
    }
    this.#enabled = scenarios.flatMap(({ name, panelId }) => {
      const plan = this.#plans.get(name)
      return plan === undefined ? [] : [{ plan, panelId }]
    })
    return scenarios.map(({ name }) => name).filter((name) => !this.#plans.has(name))
  }

  /** Whether any enabled scenario is for outbound calls. */
  get offersOutbound(): boolean {
    return this.#offeringOutbound().length > 0
  }

  /** The next scenario for an outbound call. */
  nextOutbound(): Enabled | undefined {
    const offering = this.#offeringOutbound()
    return offering[this.#outboundTurn++ % Math.max(1, offering.length)]
  }

  /** The next scenario for a caller: those that offer inbound take turns, else those that offer outbound. */
  nextInbound(): Enabled | undefined {
    const inbound = this.#enabled.filter(({ plan }) => plan.offers.includes('inbound'))
    const offering = inbound.length > 0 ? inbound : this.#enabled
    return offering[this.#inboundTurn++ % Math.max(1, offering.length)]
  }

  #offeringOutbound(): readonly Enabled[] {
    return this.#enabled.filter(({ plan }) => plan.offers.includes('outbound'))
  }
}
