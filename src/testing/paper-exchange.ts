import type { HangupCause, SignOfLife } from '../domain/cause.ts'
import type { Clock } from '../kernel/clock.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import { race } from '../kernel/scope.ts'
import {
  type Adopted,
  type CallControl,
  HungUp,
  type Incoming,
  type Joined,
  type Leg,
  type LegOrder,
  type LegState,
  type Placed,
  type Played,
  type Recorded,
  type RecordLimits,
  type Survivors,
} from '../session/ports.ts'

/** What a phone does when it is rung. */
export type Phone =
  | {
      readonly kind: 'answers'
      readonly afterMs: number
      readonly leavesAfterMs?: number
      readonly keys?: readonly string[]
    }
  | { readonly kind: 'refuses'; readonly afterMs: number; readonly hangup: HangupCause; readonly sign: SignOfLife }
  | { readonly kind: 'rings' }
  /** Nothing at all is heard of it. */
  | { readonly kind: 'silent' }
  /** The exchange dies while it is rung. */
  | { readonly kind: 'lost'; readonly afterMs: number; readonly sign: SignOfLife }
  | { readonly kind: 'offline' }

const playMs = 1_000
const recordMs = 2_000

/** One phone of a {@link PaperExchange}. */
export class PaperLeg implements Leg {
  readonly id: string
  readonly #clock: Clock
  readonly #gone = new AbortController()
  #released = false
  readonly #keys = new Mailbox<string>(100)
  /** Everything that was done to it, in order: `ring`, `answer`, `play sound:…`, `cut sound:…`, `record`, `hangup`, `release`. */
  readonly log: string[] = []

  constructor(id: string, clock: Clock, keys: readonly string[] = []) {
    this.id = id
    this.#clock = clock
    for (const key of keys) this.#keys.put(key)
  }

  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** The far end leaves now. */
  leave(cause = 16, lost = false): void {
    this.#gone.abort(new HungUp({ cause }, lost))
  }

  async ring(signal: AbortSignal): Promise<void> {
    this.#check(signal)
    this.log.push('ring')
    await Promise.resolve()
  }

  async answer(signal: AbortSignal): Promise<void> {
    this.#check(signal)
    this.log.push('answer')
    await Promise.resolve()
  }

  async play(media: readonly string[], signal: AbortSignal): Promise<Played> {
    this.#check(signal)
    const names = media.join(' ')
    if (media.some((each) => each.endsWith('/missing'))) return { kind: 'failed', because: 'no such sound' }
    try {
      await this.#clock.sleep(playMs * media.length, signal)
      this.log.push(`play ${names}`)
      return { kind: 'finished' }
    } catch (error) {
      this.log.push(`cut ${names}`)
      throw error
    }
  }

  async record(limits: RecordLimits, signal: AbortSignal): Promise<Recorded> {
    this.#check(signal)
    await this.#clock.sleep(recordMs, signal)
    this.log.push('record')
    return { kind: 'recorded', name: limits.name, wav: new Uint8Array() }
  }

  async key(signal: AbortSignal): Promise<string> {
    return await this.#keys.take(signal)
  }

  press(key: string): void {
    this.#keys.put(key)
  }

  async hangup(cause: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.gone.aborted) return
    this.log.push(`hangup ${cause}`)
    await Promise.resolve()
    this.leave()
  }

  release(): void {
    this.#released = true
    this.log.push('release')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#released) return
    if (!this.#gone.signal.aborted) this.log.push('hangup')
    await Promise.resolve()
    this.leave()
  }

  #check(signal: AbortSignal): void {
    signal.throwIfAborted()
    this.#gone.signal.throwIfAborted()
  }
}

/** A telephone exchange on paper: phones do what a test says, time is the test's. */
export class PaperExchange implements CallControl, Survivors {
  readonly connected = true
  readonly #clock: Clock
  readonly #phone: (order: LegOrder) => Phone
  readonly #incoming = new Mailbox<Incoming>(100)
  /** Legs that were answered, by the endpoint rung. */
  readonly legs = new Map<string, PaperLeg>()
  readonly orders: LegOrder[] = []
  /** Bridges that stand now. */
  readonly joined = new Set<string>()
  /** What an earlier engine left, by the leg's id. */
  readonly left = new Map<string, { readonly leg: PaperLeg; readonly state: LegState } | 'elsewhere'>()

  constructor(clock: Clock, phone: (order: LegOrder) => Phone) {
    this.#clock = clock
    this.#phone = phone
  }

  async place(order: LegOrder, signal: AbortSignal): Promise<Placed> {
    signal.throwIfAborted()
    this.orders.push(order)
    const phone = this.#phone(order)
    if (phone.kind === 'offline') return { kind: 'refused', because: 'Allocation failed' }
    if ((await order.mayDial?.(signal)) === false) return { kind: 'withdrawn' }
    if (phone.kind === 'silent') {
      await this.#clock.sleep(order.timeoutMs, signal)
      return { kind: 'unanswered', hangup: { cause: 19 }, sign: 'none', timedOut: true, lastedMs: order.timeoutMs }
    }
    if (phone.kind === 'rings' || phone.afterMs > order.timeoutMs) {
      await this.#clock.sleep(order.timeoutMs, signal)
      return { kind: 'unanswered', hangup: { cause: 19 }, sign: 'ringing', timedOut: true, lastedMs: order.timeoutMs }
    }
    await this.#clock.sleep(phone.afterMs, signal)
    if (phone.kind === 'lost') {
      const { afterMs: lastedMs, sign } = phone
      return { kind: 'unanswered', hangup: { cause: 0 }, sign, timedOut: false, lastedMs, lost: true }
    }
    if (phone.kind === 'refuses') {
      return { kind: 'unanswered', hangup: phone.hangup, sign: phone.sign, timedOut: false, lastedMs: phone.afterMs }
    }
    const leg = new PaperLeg(order.id, this.#clock, phone.keys)
    this.legs.set(order.endpoint, leg)
    if (phone.leavesAfterMs !== undefined) this.#leaveLater(leg, phone.leavesAfterMs)
    return { kind: 'answered', leg }
  }

  /** Someone rings us. */
  ring(incoming: Incoming): void {
    this.#incoming.put(incoming)
  }

  async incoming(signal: AbortSignal): Promise<Incoming> {
    return await this.#incoming.take(signal)
  }

  async join(customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined> {
    signal.throwIfAborted()
    await Promise.resolve()
    return this.#bridge(`${customer.id}+${operator.id}`)
  }

  async adopt(legId: string, signal: AbortSignal): Promise<Adopted> {
    signal.throwIfAborted()
    await Promise.resolve()
    const found = this.left.get(legId)
    if (found === 'elsewhere') return { kind: 'elsewhere' }
    if (found === undefined || found.leg.gone.aborted) return { kind: 'gone' }
    return { kind: 'held', ...found, hasRung: () => found.state !== 'down' }
  }

  async hush(leg: Leg): Promise<void> {
    await Promise.resolve()
    if (leg instanceof PaperLeg) leg.log.push('hush')
  }

  async rejoin(bridgeId: string, _customer: Leg, _operator: Leg, signal: AbortSignal): Promise<Joined | undefined> {
    signal.throwIfAborted()
    await Promise.resolve()
    return this.joined.has(bridgeId) ? this.#bridge(bridgeId) : undefined
  }

  async dissolve(bridgeId: string): Promise<void> {
    await Promise.resolve()
    this.joined.delete(bridgeId)
  }

  #bridge(bridgeId: string): Joined {
    this.joined.add(bridgeId)
    let released = false
    return {
      bridgeId,
      release: () => {
        released = true
      },
      [Symbol.asyncDispose]: async () => {
        if (!released) this.joined.delete(bridgeId)
        await Promise.resolve()
      },
    }
  }

  #leaveLater(leg: PaperLeg, ms: number): void {
    // Owned by nobody but the leg: it ends by leaving, or with the clock.
    void race(leg.gone, (signal) => this.#clock.sleep(ms, signal).then(() => leg.leave())).catch(() => undefined)
  }
}
