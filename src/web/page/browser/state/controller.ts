import type { Clock } from '../../../../kernel/clock.ts'
import type { Me, Outcomes } from '../../../api/contract.ts'
import { inLatinDigits, type Language } from '../language/format.ts'
import type { Actions } from './actions.ts'
import type { Api } from './api.ts'
import type { Device } from './device.ts'
import type { Lists } from './lists.ts'
import type { CallFilter, Model, Question, Theme, Trouble } from './model.ts'
import { Orders } from './orders.ts'
import { routeOf } from './route.ts'
import type { Store } from './store.ts'

/** What the controller stands on. */
export interface ControllerParts {
  readonly store: Store
  readonly api: Api
  readonly lists: Lists
  readonly clock: Clock
  readonly device: Device
  /** Listens to the engine anew; the listening before ends. */
  readonly listen: () => void
  readonly hush: () => void
  readonly hurry: () => void
}

/** Does what a person asks of the page. */
export class Controller extends Orders implements Actions {
  readonly #parts: ControllerParts
  readonly #signal: AbortSignal

  constructor(parts: ControllerParts, signal: AbortSignal) {
    super(parts, signal)
    this.#parts = parts
    this.#signal = signal
  }

  /** Finds out who is asking, then shows the page or the way in. */
  async begin(): Promise<void> {
    const answered = await this.#parts.api.me(this.#signal)
    if (answered.kind === 'trouble') return this.#store.change({ meTrouble: answered.trouble })
    this.#welcome(answered.value)
  }

  go(path: string): void {
    this.#parts.device.push(path)
    this.arrive(path)
    this.#parts.device.toBeginning()
  }

  /** The address has changed to `path`. */
  arrive(path: string): void {
    this.#store.forget('question', 'notice', 'pointedAt')
    this.#store.change({ route: routeOf(path), menuOpen: false, players: { plain: [], broken: [] } })
    this.#parts.lists.open(false)
  }

  speak(language: Language): void {
    this.#parts.device.remember('language', language)
    this.#store.change({ language, said: '' })
    this.#dress()
  }

  paint(theme: Theme): void {
    this.#parts.device.remember('theme', theme)
    this.#store.change({ theme })
    this.#dress()
  }

  openMenu(menuOpen: boolean): void {
    this.#store.change({ menuOpen })
  }

  login(password: string): void {
    const { login } = this.#store.model
    this.#store.change({ login: { shown: login.shown, ended: login.ended, working: true } })
    void this.#login(password) // what goes wrong is told in the form
  }

  showPassword(shown: boolean): void {
    this.#store.change({ login: { ...this.#store.model.login, shown } })
  }

  logout(everywhere: boolean): void {
    void this.order(everywhere ? '/api/logout-all' : '/api/logout', {}, () => this.#leave(false)) // told in a notice
  }

  /** Somebody ended the session, or it ended by itself: the address stays for when they are back. */
  signedOut(): void {
    this.#leave(true)
  }

  connectNow(): void {
    if (this.#store.model.me === undefined) {
      this.#store.forget('meTrouble')
      void this.begin() // what goes wrong is shown
    } else this.#parts.hurry()
  }

  ask(question: Question | undefined): void {
    if (question === undefined) this.#store.forget('question')
    else this.#store.change({ question })
  }

  showLevel(level: Model['level']): void {
    this.#store.change({ level })
  }

  showDay(day: string | undefined): void {
    this.#store.forget('pointedAt')
    if (day === undefined) {
      this.#store.forget('otherDay')
      return
    }
    this.#store.change({ otherDay: { day, outcomes: { loading: true } } })
    void this.#fetchDay(day) // what goes wrong is shown
  }

  pointAt(bucket: number | undefined): void {
    if (bucket === undefined) this.#store.forget('pointedAt')
    else this.#store.change({ pointedAt: bucket })
  }

  filterCalls(change: Partial<CallFilter>): void {
    this.#store.change({ filter: { ...this.#store.model.filter, ...change } })
    this.#parts.lists.calls(true)
  }

  moreCalls(): void {
    const next = this.#store.model.calls.value?.next
    if (next !== undefined) this.#parts.lists.calls(true, next)
  }

  retry(): void {
    const { otherDay, route } = this.#store.model
    if (route.kind === 'today' && otherDay !== undefined) this.showDay(otherDay.day)
    else this.#parts.lists.open(true)
  }

  showLine(line: number): void {
    this.#parts.device.toLine(line)
  }

  playPlain(recording: number, plain: boolean): void {
    const { players } = this.#store.model
    const others = (some: readonly number[]): readonly number[] => some.filter((each) => each !== recording)
    this.#store.change({
      players: {
        plain: plain ? [...others(players.plain), recording] : others(players.plain),
        broken: others(players.broken),
      },
    })
  }

  playerBroke(recording: number): void {
    const { players } = this.#store.model
    this.#store.change({ players: { ...players, broken: [...players.broken, recording] } })
  }

  searchNumber(about: string): void {
    if (about !== '') this.#parts.lists.number(inLatinDigits(about))
  }

  moreBarred(): void {
    const next = this.#store.model.barred.value?.next
    if (next !== undefined) this.#parts.lists.barred(true, next)
  }

  moreAlerts(): void {
    const next = this.#store.model.alerts.value?.next
    if (next !== undefined) this.#parts.lists.alerts(true, next)
  }

  showOutbox(outboxState: Model['outboxState']): void {
    this.#store.change({ outboxState })
    this.#parts.lists.outbox(false)
  }

  moreOutbox(): void {
    const next = this.#store.model.outbox.value?.next
    if (next !== undefined) this.#parts.lists.outbox(true, next)
  }

  moreAudit(): void {
    const next = this.#store.model.audit.value?.next
    if (next !== undefined) this.#parts.lists.audit(true, next)
  }

  dismiss(): void {
    this.#store.forget('notice')
  }

  get #store(): Store {
    return this.#parts.store
  }

  #welcome(me: Me): void {
    this.#store.change({ me, login: { working: false, ended: false, shown: false } })
    if (me.access === 'none') return
    this.#parts.listen()
    this.#parts.lists.open(false)
  }

  async #login(password: string): Promise<void> {
    const { login } = this.#store.model
    const answered = await this.#parts.api.login(password, this.#signal)
    if (answered.kind === 'answer') {
      this.#welcome(answered.value)
      return this.#parts.device.toBeginning()
    }
    const { trouble, retryAfterS } = answered
    const waits = retryAfterS === undefined ? {} : { waitUntil: this.#parts.clock.now() + retryAfterS * 1_000 }
    this.#store.change({ login: { ...login, working: false, trouble, ...waits } })
  }

  /** Nothing of the day stays in a page nobody is signed in to. */
  #leave(ended: boolean): void {
    this.#parts.hush()
    this.#store.forget('day', 'heardAt', 'otherDay', 'question', 'notice', 'pointedAt')
    const nothing = { loading: false }
    this.#store.change({
      me: { access: 'none' },
      login: { working: false, ended, shown: false },
      feed: { kind: 'off' },
      lines: [],
      ...{
        calls: nothing,
        call: nothing,
        number: nothing,
        barred: nothing,
        alerts: nothing,
        outbox: nothing,
        audit: nothing,
      },
      menuOpen: false,
    })
  }

  async #fetchDay(day: string): Promise<void> {
    const answered = await this.#parts.api.get<Outcomes>(`/api/outcomes?day=${day}`, this.#signal)
    const { otherDay } = this.#store.model
    if (otherDay?.day !== day) return
    const trouble = (why: Trouble): void =>
      this.#store.change({ otherDay: { day, outcomes: { loading: false, trouble: why } } })
    if (answered.kind === 'trouble')
      return answered.trouble === 'not_signed_in' ? this.signedOut() : trouble(answered.trouble)
    this.#store.change({ otherDay: { day, outcomes: { loading: false, value: answered.value } } })
  }

  #dress(): void {
    const { language, theme } = this.#store.model
    this.#parts.device.dress(language, theme)
  }
}
