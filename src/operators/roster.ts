import type { Agent } from '../dialer/ports.ts'
import type { Direction } from '../domain/direction.ts'
import type { Operator } from '../domain/operator.ts'
import type { Log } from '../kernel/log.ts'
import type { Reservation, Roster } from '../session/ports.ts'
import {
  type Candidate,
  fixedEndpoint,
  fixedExtension,
  mobilePeople,
  type OperatorSettings,
  panelPeople,
  queuePeople,
} from './sources.ts'

/** The queue every scenario may name without declaring it: the owner's operators. */
export const builtInQueue = 'operators'

/** The panel's people on duty. */
export interface PanelAgents {
  readonly inbound: readonly Agent[]
  readonly outbound: readonly Agent[]
}

/** An operator as others may see them; `shared`: something behind it decides who is free. */
export interface OperatorView {
  readonly queue: string
  readonly name?: string
  readonly phone?: string
  readonly state: 'free' | 'busy' | 'shared'
}

/**
 * Who takes transfers. The built-in queue is the first of these that has anyone: the fixed endpoint, the panel's people
 * of the call's direction, the mobile numbers, the extension. Fair order is: whoever waited longest since they were
 * last chosen. A phone is rung by one call at a time, whatever lists it stands in.
 */
export class OperatorRoster implements Roster {
  readonly #settings: OperatorSettings
  readonly #log: Log
  readonly #held = new Set<Operator>()
  /** Key → when chosen last, as a count: the smaller, the longer ago. */
  readonly #chosen = new Map<string, number>()
  #count = 0
  #panel: PanelAgents = { inbound: [], outbound: [] }

  constructor(settings: OperatorSettings, log: Log) {
    this.#settings = settings
    this.#log = log
  }

  /** The panel's people from now on; whoever is reserved stays so until their call lets go. */
  updatePanel(agents: PanelAgents): void {
    this.#panel = agents
    const present = new Set([...agents.inbound, ...agents.outbound].map((agent) => `panel:${agent.panelId}`))
    for (const key of this.#chosen.keys()) if (key.startsWith('panel:') && !present.has(key)) this.#chosen.delete(key)
  }

  reserve(queue: string, direction: Direction, tried: ReadonlySet<string>): Reservation | undefined {
    let next: Operator | undefined
    for (const { operator } of this.#free(queue, direction, tried)) {
      if (next === undefined || this.#lastChosen(operator) < this.#lastChosen(next)) next = operator
    }
    return next === undefined ? undefined : this.take(next)
  }

  free(queue: string, direction: Direction, tried: ReadonlySet<string>): number {
    return this.#free(queue, direction, tried).length
  }

  /** Reserves this very operator, free or not: one who was already talking when we started. */
  take(operator: Operator): Reservation {
    const held: Operator = { ...operator }
    this.#held.add(held)
    this.#chosen.set(operator.key, ++this.#count)
    return { operator, [Symbol.dispose]: () => void this.#held.delete(held) }
  }

  /** Everybody who may take a transfer now and whether they do; the panel's people of both directions once each. */
  views(): OperatorView[] {
    const queues = [builtInQueue, ...this.#settings.queues.keys()]
    return queues.flatMap((queue) => {
      const both = [...this.#candidates(queue, 'outbound'), ...this.#candidates(queue, 'inbound')]
      const people = new Map(both.map((candidate) => [candidate.operator.key, candidate]))
      return [...people.values()].map(({ operator, shared }) => ({
        queue,
        ...(operator.name === undefined ? {} : { name: operator.name }),
        ...(operator.phone === undefined ? {} : { phone: operator.phone }),
        state: shared ? ('shared' as const) : this.#busy(operator) ? ('busy' as const) : ('free' as const),
      }))
    })
  }

  #free(queue: string, direction: Direction, tried: ReadonlySet<string>): readonly Candidate[] {
    return this.#candidates(queue, direction).filter(
      ({ operator, shared }) => !tried.has(operator.key) && (shared || !this.#busy(operator)),
    )
  }

  #candidates(queue: string, direction: Direction): readonly Candidate[] {
    if (queue !== builtInQueue) {
      const people = queuePeople(queue, this.#settings)
      if (people !== undefined) return people
      this.#log.error('operators.no_queue', 'a scenario transfers to a queue that company.yaml does not have', {
        queue,
      })
      return []
    }
    const sources = [
      () => fixedEndpoint(this.#settings),
      () => (this.#settings.usePanelAgents ? panelPeople(this.#panel[direction], this.#settings) : []),
      () => mobilePeople(this.#settings),
      () => fixedExtension(this.#settings),
    ]
    for (const source of sources) {
      const people = source()
      if (people.length > 0) return people
    }
    return []
  }

  #busy(operator: Operator): boolean {
    for (const held of this.#held) if (held.key === operator.key || held.endpoint === operator.endpoint) return true
    return false
  }

  #lastChosen({ key }: Operator): number {
    return this.#chosen.get(key) ?? 0
  }
}
