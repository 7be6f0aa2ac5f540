import type { CallsSearch, CallView, NumberFound } from '../../../api/contract-calls.ts'
import { startOfDay } from '../language/days.ts'
import type { AlertsPage, AuditPage, BarredPage, CallsFound, OutboxPage } from './answers.ts'
import type { Api } from './api.ts'
import type { Loading } from './loading.ts'
import { type CallFilter, shownAt } from './model.ts'
import type { Store } from './store.ts'

const dayMs = 24 * 3_600_000

/** Everything the page looks up, and how a further page of it is put behind. */
export class Lists {
  readonly #store: Store
  readonly #api: Api
  readonly #loading: Loading
  readonly #onCall: () => void
  #about = ''

  /** `onCall` is told when the page of another call is there. */
  constructor(store: Store, api: Api, loading: Loading, onCall: () => void) {
    this.#onCall = onCall
    this.#store = store
    this.#api = api
    this.#loading = loading
  }

  /** Fetches what the view that is open shows; `keep` what is known of it meanwhile. */
  open(keep: boolean): void {
    const { route } = this.#store.model
    if (route.kind === 'calls') this.calls(keep)
    else if (route.kind === 'call') this.call(route.id, keep)
    else if (route.kind === 'numbers' && keep && this.#about !== '') this.number(this.#about)
    else if (route.kind === 'barred') this.barred(keep)
    else if (route.kind === 'alerts') this.alerts(keep)
    else if (route.kind === 'outbox') this.outbox(keep)
    else if (route.kind === 'audit') this.audit(keep)
  }

  call(id: string, keep: boolean): void {
    const path = `/api/calls/${encodeURIComponent(id)}`
    const loaded = this.#loading.load('call', (signal) => this.#api.get<CallView>(path, signal), { keep })
    this.#own(keep ? loaded : loaded.then(() => this.#onCall()))
  }

  calls(keep: boolean, after?: string): void {
    const { model } = this.#store
    const search = searchOf(model.filter, shownAt(model), model.day?.engine.zone ?? model.me?.zone ?? 'UTC')
    const body = { ...search, limit: 50, ...(after === undefined ? {} : { after }) }
    const join = (before: CallsFound, more: CallsFound): CallsFound => ({
      ...more,
      calls: [...before.calls, ...more.calls],
    })
    const ask = (signal: AbortSignal) => this.#api.post<CallsFound>('/api/calls/search', body, signal)
    this.#own(this.#loading.load('calls', ask, { keep, ...(after === undefined ? {} : { join }) }))
  }

  number(about: string): void {
    this.#about = about
    const ask = (signal: AbortSignal) => this.#api.post<NumberFound>('/api/numbers/search', { about }, signal)
    this.#own(this.#loading.load('number', ask, { keep: false }))
  }

  barred(keep: boolean, after?: string): void {
    const body = { limit: 50, ...(after === undefined ? {} : { after }) }
    const join = (before: BarredPage, more: BarredPage): BarredPage => ({
      ...more,
      entries: [...before.entries, ...more.entries],
    })
    const ask = (signal: AbortSignal) => this.#api.post<BarredPage>('/api/do-not-call/list', body, signal)
    this.#own(this.#loading.load('barred', ask, { keep, ...(after === undefined ? {} : { join }) }))
  }

  alerts(keep: boolean, before?: number): void {
    const join = (known: AlertsPage, more: AlertsPage): AlertsPage => ({
      ...more,
      alerts: [...known.alerts, ...more.alerts],
    })
    const ask = (signal: AbortSignal) => this.#api.get<AlertsPage>(`/api/alerts?${query({ before })}`, signal)
    this.#own(this.#loading.load('alerts', ask, { keep, ...(before === undefined ? {} : { join }) }))
  }

  outbox(keep: boolean, before?: number): void {
    const state = this.#store.model.outboxState
    const join = (known: OutboxPage, more: OutboxPage): OutboxPage => ({
      ...more,
      entries: [...known.entries, ...more.entries],
    })
    const ask = (signal: AbortSignal) => this.#api.get<OutboxPage>(`/api/outbox?${query({ state, before })}`, signal)
    this.#own(this.#loading.load('outbox', ask, { keep, ...(before === undefined ? {} : { join }) }))
  }

  audit(keep: boolean, before?: number): void {
    const join = (known: AuditPage, more: AuditPage): AuditPage => ({
      ...more,
      entries: [...known.entries, ...more.entries],
    })
    const ask = (signal: AbortSignal) => this.#api.get<AuditPage>(`/api/audit?${query({ before })}`, signal)
    this.#own(this.#loading.load('audit', ask, { keep, ...(before === undefined ? {} : { join }) }))
  }

  /** What goes wrong in asking is part of the answer: what is left is a fault of the page, for the browser to report. */
  #own(asking: Promise<void>): void {
    void asking
  }
}

/** The body of a search for the calls a filter means; days are those of `zone`. */
export function searchOf({ range, ...rest }: CallFilter, now: number, zone: string): Omit<CallsSearch, 'limit'> {
  const today = startOfDay(now, zone)
  const chosen = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  switch (range) {
    case 'today':
      return { ...chosen, from: today }
    case 'yesterday':
      return { ...chosen, from: startOfDay(today - dayMs / 2, zone), until: today }
    case 'week':
      return { ...chosen, from: startOfDay(today - 5.5 * dayMs, zone) }
    case 'all':
      return chosen
  }
}

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return new URLSearchParams([...given, ['limit', '50']]).toString()
}
