import type { Clock } from '../../kernel/clock.ts'

/** What looking something up may take of a processor: a twenty-fifth of it. */
const share = 25

/** Something that costs more the more there is, looked up no more often than it may cost, and once for all who ask. */
export class Paced<T> {
  readonly #look: () => T | Promise<T>
  readonly #leastMs: number
  readonly #clock: Pick<Clock, 'elapsed'>
  #kept: { readonly value: T; readonly freshUntilMs: number } | undefined
  #looking: Promise<T> | undefined
  /** Grows with each {@link forget}: what was looked up before is not kept. */
  #round = 0

  /** Looked up at most once in `leastMs`, and less often when it takes long. */
  constructor(look: () => T | Promise<T>, leastMs: number, clock: Pick<Clock, 'elapsed'>) {
    this.#look = look
    this.#leastMs = leastMs
    this.#clock = clock
  }

  async get(): Promise<T> {
    if (this.#kept !== undefined && this.#clock.elapsed() < this.#kept.freshUntilMs) return this.#kept.value
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined
    })
    return await this.#looking
  }

  /** Somebody changed it: the next look is a fresh one. */
  forget(): void {
    this.#round++
    this.#kept = undefined
  }

  async #lookNow(): Promise<T> {
    const round = this.#round
    const before = this.#clock.elapsed()
    const value = await this.#look()
    const after = this.#clock.elapsed()
    if (round === this.#round) {
      this.#kept = { value, freshUntilMs: after + Math.max(this.#leastMs, (after - before) * share) }
    }
    return value
  }
}
