import type { Answered } from './api.ts'
import type { Loaded, Model } from './model.ts'
import type { Store } from './store.ts'

/** The parts of the model that are asked of the server. */
type Places = { [Key in keyof Model]: Model[Key] extends Loaded<infer T> ? T : never }
export type Place = 'calls' | 'call' | 'number' | 'barred' | 'alerts' | 'outbox' | 'audit'

/** Asks for parts of the model; of several requests for one place only the latest counts. */
export class Loading {
  readonly #store: Store
  readonly #onSignedOut: () => void
  readonly #signal: AbortSignal
  readonly #asked = new Map<Place, AbortController>()

  constructor(store: Store, onSignedOut: () => void, signal: AbortSignal) {
    this.#store = store
    this.#onSignedOut = onSignedOut
    this.#signal = signal
  }

  /** `before`: what to show until the answer comes; nothing without it. `join` puts a further page behind what is there. */
  async load<P extends Place>(
    place: P,
    ask: (signal: AbortSignal) => Promise<Answered<Places[P]>>,
    how: { readonly keep: boolean; readonly join?: (before: Places[P], more: Places[P]) => Places[P] },
  ): Promise<void> {
    this.#asked.get(place)?.abort()
    const controller = new AbortController()
    this.#asked.set(place, controller)
    const before = (this.#store.model[place] as Loaded<Places[P]>).value
    const known = how.keep && before !== undefined ? { value: before } : {}
    this.#put(place, { ...known, loading: true })
    const answered = await this.#answer(ask, controller)
    if (answered === undefined) return
    if (answered.kind === 'trouble') {
      if (answered.trouble === 'not_signed_in') return this.#onSignedOut()
      return this.#put(place, { ...known, loading: false, trouble: answered.trouble })
    }
    const value = how.join === undefined || before === undefined ? answered.value : how.join(before, answered.value)
    this.#put(place, { value, loading: false })
  }

  async #answer<T>(
    ask: (signal: AbortSignal) => Promise<Answered<T>>,
    controller: AbortController,
  ): Promise<Answered<T> | undefined> {
    const signal = AbortSignal.any([this.#signal, controller.signal])
    try {
      const answered = await ask(signal)
      return signal.aborted ? undefined : answered
    } catch (error) {
      if (signal.aborted) return undefined
      throw error
    }
  }

  #put<P extends Place>(place: P, state: Loaded<Places[P]>): void {
    this.#store.change({ [place]: state } as Partial<Model>)
  }
}
