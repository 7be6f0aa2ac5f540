import type { Clock } from '../../../../kernel/clock.ts'
import type { Change, Day, LogLine } from '../../../api/contract.ts'
import { type FeedState, type Lost, waitBefore } from './feed-state.ts'

/** What is heard of the engine. */
export interface Listener {
  onDay(day: Day): void
  onChange(change: Change): void
  onLines(lines: readonly LogLine[]): void
  /** Anything at all was heard; `at` is the server's clock, epoch milliseconds, where it said it. */
  onHeard(at: number | undefined): void
  onState(state: FeedState): void
  onSignedOut(): void
}

/** The part of the browser's `EventSource` used here. */
export interface Source {
  addEventListener(event: string, listener: (event: { readonly data?: unknown }) => void): void
  close(): void
}

/** What the feed stands on. */
export interface FeedParts {
  readonly open: () => Source
  readonly clock: Clock
  readonly chance: () => number
  /** Asked before connecting anew: whether somebody is signed in still; undefined where the server does not say. */
  readonly isSignedIn: (signal: AbortSignal) => Promise<boolean | undefined>
}

/** A connection on which nothing was heard for so long is dead, whatever the browser believes. */
const silenceMs = 40_000

type Ended = { readonly kind: 'lost'; readonly because: Lost } | { readonly kind: 'signed_out' }

/** Keeps listening to the engine for as long as `signal` lasts, and says truthfully whether it hears it. */
export class Feed {
  readonly #parts: FeedParts
  readonly #listener: Listener
  #hurry = new AbortController()

  constructor(parts: FeedParts, listener: Listener) {
    this.#parts = parts
    this.#listener = listener
  }

  /** Waits no longer before the next try. */
  tryNow(): void {
    this.#hurry.abort()
  }

  async run(signal: AbortSignal): Promise<void> {
    let attempt = 0
    let answers = false
    this.#listener.onState({ kind: 'connecting' })
    while (!signal.aborted) {
      const { ended, heard } = await this.#connection(signal)
      if (signal.aborted) return
      if (ended.kind === 'signed_out') return this.#listener.onSignedOut()
      attempt = heard ? 0 : attempt + 1
      // A server that answers, but refuses to be listened to, has too many listeners.
      const refused = !heard && answers && ended.because === 'gone'
      const known = await this.#wait(refused ? 'busy' : ended.because, attempt, signal)
      if (signal.aborted) return
      if (known === false) return this.#listener.onSignedOut()
      answers = known === true
    }
  }

  /** One connection, from opening to its end. */
  async #connection(signal: AbortSignal): Promise<{ readonly ended: Ended; readonly heard: boolean }> {
    const { clock } = this.#parts
    const source = this.#parts.open()
    const { promise, resolve } = Promise.withResolvers<Ended>()
    const over = new AbortController()
    let heardAtMs = clock.elapsed()
    let heard = false
    const on = (event: string, take: (data: unknown) => number | undefined): void => {
      source.addEventListener(event, ({ data }) => {
        heardAtMs = clock.elapsed()
        if (!heard) this.#listener.onState({ kind: 'live' })
        heard = true
        const at = take(JSON.parse(String(data)))
        this.#listener.onHeard(at)
      })
    }
    on('day', (data) => {
      const day = data as Day
      this.#listener.onDay(day)
      return day.at
    })
    on('change', (data) => {
      const change = data as Change
      this.#listener.onChange(change)
      return change.at
    })
    on('log', (data) => {
      this.#listener.onLines((data as { readonly lines: readonly LogLine[] }).lines)
      return undefined
    })
    on('beat', (data) => (data as { readonly at: number }).at)
    source.addEventListener('end', ({ data }) => {
      const { code } = JSON.parse(String(data)) as { readonly code: string }
      resolve(code === 'not_signed_in' ? { kind: 'signed_out' } : { kind: 'lost', because: 'ending' })
    })
    source.addEventListener('error', () => resolve({ kind: 'lost', because: 'gone' }))
    signal.addEventListener('abort', () => resolve({ kind: 'lost', because: 'gone' }), {
      once: true,
      signal: over.signal,
    })
    const watch = this.#watchSilence(() => heardAtMs, over.signal)
    try {
      const ended = await Promise.any([promise, watch])
      return { ended, heard }
    } finally {
      over.abort()
      source.close()
    }
  }

  async #watchSilence(heardAtMs: () => number, signal: AbortSignal): Promise<Ended> {
    const { clock } = this.#parts
    for (;;) {
      const quietMs = clock.elapsed() - heardAtMs()
      if (quietMs >= silenceMs) return { kind: 'lost', because: 'silent' }
      await clock.sleep(silenceMs - quietMs, signal)
    }
  }

  /** Waits, then asks whether somebody is signed in still. */
  async #wait(because: Lost, attempt: number, signal: AbortSignal): Promise<boolean | undefined> {
    const { clock, chance, isSignedIn } = this.#parts
    const state = { kind: 'lost', because } as const
    const waitMs = waitBefore(attempt, chance())
    this.#listener.onState({ ...state, triesAt: clock.now() + waitMs })
    this.#hurry = new AbortController()
    const hurry = AbortSignal.any([signal, this.#hurry.signal])
    await clock.sleep(waitMs, hurry).catch((error: unknown) => {
      if (error !== hurry.reason) throw error
    })
    if (signal.aborted) return undefined
    this.#listener.onState(state)
    return isSignedIn(signal)
  }
}
