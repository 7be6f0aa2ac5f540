import { formatOf, inLatinDigits } from '../language/format.ts'
import { type Words, wordsOf } from '../language/words.ts'
import type { Api } from './api.ts'
import type { Lists } from './lists.ts'
import type { Store } from './store.ts'

/** What orders stand on. */
export interface OrderParts {
  readonly store: Store
  readonly api: Api
  readonly lists: Lists
}

/** What a person may order the engine to do; one order at a time, each answered with a notice. */
export abstract class Orders {
  readonly #parts: OrderParts
  readonly #signal: AbortSignal

  constructor(parts: OrderParts, signal: AbortSignal) {
    this.#parts = parts
    this.#signal = signal
  }

  abstract signedOut(): void

  pause(because: string): void {
    const body = because === '' ? {} : { because }
    this.#give('/api/dialer/pause', body, () => this.#done(this.words.day.paused))
  }

  resume(): void {
    this.#give('/api/dialer/resume', {}, () => this.#done(this.words.day.resumed))
  }

  bar(numbers: readonly string[], note: string): void {
    const body = { numbers: numbers.map(inLatinDigits), ...(note === '' ? {} : { note }) }
    this.#give<{ readonly added: number; readonly already: number }>(
      '/api/do-not-call/add',
      body,
      ({ added, already }) => {
        const say = formatOf(this.#parts.store.model.language, 'UTC')
        this.#done(this.words.calls.barred.added(say.number(added), say.number(already)))
        this.#parts.lists.open(true)
      },
    )
  }

  unbar(number: string): void {
    this.#give<{ readonly left: readonly unknown[] }>('/api/do-not-call/remove', { number }, ({ left }) => {
      const { removed, stillBarred } = this.words.calls.barred
      this.#done(left.length === 0 ? removed : stillBarred)
      this.#parts.lists.open(true)
    })
  }

  resend(id: number): void {
    this.#give('/api/outbox/resend', { id }, () => this.#listDone(this.words.calls.outbox.resent))
  }

  drop(id: number, because: string): void {
    this.#give('/api/outbox/drop', { id, because }, () => this.#listDone(this.words.calls.outbox.dropped))
  }

  protected get words(): Words {
    return wordsOf(this.#parts.store.model.language)
  }

  /** Gives an order; what goes wrong is told in a notice. */
  protected async order<T>(path: string, body: object, onDone: (answer: T) => void): Promise<void> {
    const { store, api } = this.#parts
    store.forget('notice')
    store.change({ ordering: true })
    const answered = await api.post<T>(path, body, this.#signal)
    store.change({ ordering: false })
    if (answered.kind === 'answer') return onDone(answered.value)
    if (answered.trouble === 'not_signed_in') return this.signedOut()
    store.forget('question')
    store.change({ notice: { tone: 'wrong', text: this.words.frame.faults[answered.trouble] } })
  }

  #give<T>(path: string, body: object, onDone: (answer: T) => void): void {
    void this.order<T>(path, body, onDone) // what goes wrong is told in a notice
  }

  #done(text: string): void {
    this.#parts.store.forget('question')
    this.#parts.store.change({ notice: { tone: 'well', text } })
  }

  #listDone(text: string): void {
    this.#done(text)
    this.#parts.lists.open(true)
  }
}
