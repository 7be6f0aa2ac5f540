import type { Clock } from '../../../../kernel/clock.ts'
import type { Change, Day, LogLine } from '../../../api/contract.ts'
import { formatOf } from '../language/format.ts'
import { wordsOf } from '../language/words.ts'
import type { Listener } from './feed.ts'
import type { FeedState } from './feed-state.ts'
import type { Lists } from './lists.ts'
import { merge, mergeLines } from './merge.ts'
import type { Store } from './store.ts'

/** Puts into the model what is heard of the engine, and says aloud what matters of it. */
export class Hearing implements Listener {
  readonly #store: Store
  readonly #lists: Lists
  readonly #clock: Clock
  readonly onSignedOut: () => void

  constructor(store: Store, lists: Lists, clock: Clock, onSignedOut: () => void) {
    this.#store = store
    this.#lists = lists
    this.#clock = clock
    this.onSignedOut = onSignedOut
  }

  onDay(day: Day): void {
    this.#take(day)
  }

  onChange(change: Change): void {
    const { day } = this.#store.model
    if (day !== undefined) this.#take(merge(day, change))
  }

  onLines(lines: readonly LogLine[]): void {
    this.#store.change({ lines: mergeLines(this.#store.model.lines, lines) })
  }

  onHeard(at: number | undefined): void {
    const now = this.#clock.now()
    this.#store.change({ heardAt: now, now, ...(at === undefined ? {} : { aheadMs: at - now }) })
  }

  onState(feed: FeedState): void {
    const before = this.#store.model.feed
    const { language, heardAt } = this.#store.model
    const word = wordsOf(language).frame.feed
    const lost = feed.kind === 'lost' && before.kind !== 'lost'
    const back = feed.kind === 'live' && before.kind === 'lost'
    this.#store.change({ feed, ...(lost ? { said: word.lost } : {}), ...(back ? { said: word.back } : {}) })
    if (back && heardAt !== undefined) this.#lists.open(true)
  }

  #take(day: Day): void {
    const { day: before, language, said } = this.#store.model
    this.#store.change({ day, said: before === undefined ? said : (worthSaying(before, day, language) ?? said) })
    if (before !== undefined) this.#followCall(before, day)
  }

  /** The page of a call that is up moves on with it. */
  #followCall(before: Day, day: Day): void {
    const { route } = this.#store.model
    if (route.kind !== 'call') return
    const known = before.calls.find(({ id }) => id === route.id)
    const now = day.calls.find(({ id }) => id === route.id)
    const same = known?.phase === now?.phase && known?.step?.path === now?.step?.path
    if (!same) this.#lists.call(route.id, true)
  }
}

/** What of a change somebody who does not see the page is to be told: whether it dials, and new alerts. */
export function worthSaying(before: Day, day: Day, language: 'fa' | 'en'): string | undefined {
  const { day: word } = wordsOf(language)
  const fresh = day.alerts.filter(({ id }) => !before.alerts.some((known) => known.id === id))
  const sentences: string[] = []
  if (before.engine.dialing.kind !== day.engine.dialing.kind)
    sentences.push(word.nowDialing(word.dialing[day.engine.dialing.kind]))
  for (const { kind } of fresh) {
    const gate = (word.gates as Readonly<Record<string, { readonly title: string }>>)[kind]
    sentences.push(word.alertOpened(gate?.title ?? kind))
  }
  return sentences.length === 0 ? undefined : formatOf(language, 'UTC').list(sentences)
}
