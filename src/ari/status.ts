/** Why there is no connection and will be none until a person acts (or the other side changes its mind). */
export type Refusal =
  | 'password'
  | 'read_only'
  | 'no_ari'
  | 'not_asterisk'
  | 'unreachable'
  | 'events_address'
  /** Another engine is connected under our application's name. */
  | 'rival'

/** How we stand with Asterisk. `message` is a sentence or two for people. */
export type AriStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up'; readonly version: string; readonly since: number }
  | { readonly kind: 'down'; readonly message: string; readonly since: number }
  | { readonly kind: 'refused'; readonly because: Refusal; readonly message: string; readonly since: number }
  /** Another engine took our application's name: we stay down until restarted. */
  | { readonly kind: 'replaced'; readonly message: string; readonly since: number }

/** Where the status is written once and read by many. */
export class StatusBoard {
  readonly #listeners = new Set<(status: AriStatus) => void>()
  #current: AriStatus = { kind: 'connecting' }

  get current(): AriStatus {
    return this.#current
  }

  set(status: AriStatus): void {
    this.#current = status
    for (const listener of this.#listeners) listener(status)
  }

  /** Tells of every change from now on, until disposed. */
  onChange(listener: (status: AriStatus) => void): Disposable {
    this.#listeners.add(listener)
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener)
      },
    }
  }
}
