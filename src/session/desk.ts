import type { Direction } from '../domain/direction.ts'
import type { Operator } from '../domain/operator.ts'
import type { Desk, TransferOrder, Transferred, Voice } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { Scope, whenAborted } from '../kernel/scope.ts'
import type { CallControl, Joined, Leg, Placed, Progress, Roster } from './ports.ts'
import type { Phase } from './registry.ts'

/** What every transfer of this engine shares. */
export interface DeskPorts {
  readonly calls: CallControl
  readonly roster: Roster
  readonly ids: Ids
  readonly clock: Clock
  /** How long operators are rung in all. */
  readonly timeoutMs: number
  /** What operators see for a caller's number, which is empty where it is withheld. */
  readonly presentedNumber: (customer: string) => string
  /** Holds outbound dialing while an operator's phone rings; disposal lets it go on. */
  readonly holdDialing: () => Disposable
}

/** The customer a desk works for. */
export interface DeskCustomer {
  readonly contact: { readonly phone: string }
  readonly direction: Direction
  readonly voice: Voice
  /** Told how far the way to a human has come. */
  readonly onPhase: (phase: Phase) => void
}

/** Below this a phone hardly rings once. */
const shortestRingMs = 5_000

/**
 * The way from one customer to a human: reserves operators in fair order, loops the hold music to the customer while a
 * phone rings, joins the two on answer. Disposal ends whatever of it still stands.
 */
export class OperatorDesk implements Desk, AsyncDisposable {
  readonly #ports: DeskPorts
  readonly #customer: Leg
  readonly #about: DeskCustomer
  readonly #log: Log
  /** What the transfer under way holds: the operator's leg, their reservation, the bridge. */
  #resources = new AsyncDisposableStack()
  #operator: Operator | undefined
  #conversation: { readonly bridge: Joined; readonly leg: Leg; readonly joined: Progress['joined'] } | undefined

  constructor(ports: DeskPorts, customer: Leg, about: DeskCustomer, log: Log) {
    this.#ports = ports
    this.#customer = customer
    this.#about = about
    this.#log = log
  }

  /** The operator who answered, for the record. */
  get operator(): Operator | undefined {
    return this.#operator
  }

  /** What joins customer and operator, while it does and both are there. */
  get joined(): Progress['joined'] {
    if (this.#customer.gone.aborted || this.#conversation?.leg.gone.aborted === true) return undefined
    return this.#conversation?.joined
  }

  /** Lets go of operator and bridge without ending the conversation; the customer's leg is let go by whoever holds it. */
  release(): void {
    this.#conversation?.bridge.release()
    this.#conversation?.leg.release()
  }

  async connect(order: TransferOrder, signal: AbortSignal): Promise<Transferred> {
    await using hold = new Scope(signal)
    const music = order.hold
    if (music !== undefined) {
      hold.spawn(async (inner) => {
        for (;;) if ((await this.#about.voice.say([music], inner)).kind === 'failed') return
      })
    }
    const found = await this.#ring(order, hold.signal)
    if ('kind' in found) {
      this.#about.onPhase('talking')
      return found
    }
    hold.cancel(new Error('an operator answered'))
    await hold.idle()
    return await this.#talk(found.leg, found.operator, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync()
  }

  /** Lets go of the operator; another transfer may follow. */
  async #part(): Promise<void> {
    this.#conversation = undefined
    this.#about.onPhase('talking')
    const parting = this.#resources
    this.#resources = new AsyncDisposableStack()
    await parting.disposeAsync()
  }

  /** Rings one operator after another until one answers or the time is up. */
  async #ring(order: TransferOrder, signal: AbortSignal): Promise<{ leg: Leg; operator: Operator } | Transferred> {
    const { clock, roster } = this.#ports
    const { direction } = this.#about
    const deadlineMs = clock.elapsed() + this.#ports.timeoutMs
    const tried = new Set<string>()
    const results: Placed['kind'][] = []
    let busy = 0
    for (;;) {
      const leftMs = deadlineMs - clock.elapsed()
      if (leftMs < shortestRingMs && tried.size > 0) break
      const free = roster.free(order.queue, direction, tried)
      const reservation = roster.reserve(order.queue, direction, tried)
      if (reservation === undefined) break
      tried.add(reservation.operator.key)
      using held = new DisposableStack()
      held.use(reservation)
      const ringMs = Math.min(leftMs, order.ringMs ?? Math.max(shortestRingMs, leftMs / Math.max(1, free)))
      const placed = await this.#place(reservation.operator, order, ringMs, signal)
      if (placed.kind === 'answered') {
        this.#resources.use(held.move())
        return { leg: this.#resources.use(placed.leg), operator: reservation.operator }
      }
      results.push(placed.kind)
      if (placed.kind === 'unanswered' && placed.hangup.cause === 17) busy++
    }
    if (tried.size === 0 || results.every((kind) => kind === 'refused')) return { kind: 'unavailable' }
    return { kind: busy === results.length ? 'busy' : 'no_answer' }
  }

  async #place(operator: Operator, order: TransferOrder, ringMs: number, signal: AbortSignal): Promise<Placed> {
    using _hold = this.#ports.holdDialing()
    this.#about.onPhase('operator_ringing')
    const placed = await this.#ports.calls.place(
      {
        id: this.#ports.ids.next(),
        endpoint: operator.endpoint,
        callerId: this.#ports.presentedNumber(order.callerId ?? this.#about.contact.phone),
        timeoutMs: Math.round(ringMs),
      },
      signal,
    )
    this.#log.info('operator.rung', 'an operator was rung', { operator: operator.panelId, result: placed.kind })
    return placed
  }

  async #talk(leg: Leg, operator: Operator, signal: AbortSignal): Promise<Transferred> {
    try {
      const bridge = this.#resources.use(await this.#ports.calls.join(this.#customer, leg, signal))
      this.#conversation = { bridge, leg, joined: { bridgeId: bridge.bridgeId, operatorLegId: leg.id } }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      const pickedUpAndLeft = leg.gone.aborted
      await this.#part()
      if (pickedUpAndLeft) return { kind: 'no_answer', operator }
      this.#log.error('operator.not_joined', 'the caller and an operator who answered could not be joined', {
        error: error instanceof Error ? error.message : String(error),
      })
      return { kind: 'failed', operator }
    }
    this.#operator = operator
    this.#about.onPhase('with_operator')
    return {
      kind: 'answered',
      operator,
      conversation: async (callSignal) => {
        await whenAborted(leg.gone, callSignal)
        await this.#part()
      },
    }
  }
}
