import { patterns } from '../parts/chart.ts'
import { icon, mark } from '../parts/icon.ts'
import { link } from '../parts/link.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing } from '../parts/panel.ts'
import { written } from '../parts/text.ts'
import type { Route } from '../state/route.ts'
import { type Element, el, type Node } from '../tree.ts'
import { alerts } from './alerts.ts'
import { audit } from './audit.ts'
import { barred } from './barred.ts'
import { call } from './call.ts'
import { calls } from './calls.ts'
import { connectionChip, staleBanner } from './connection.ts'
import { login } from './login.ts'
import { navigation } from './navigation.ts'
import { numbers } from './numbers.ts'
import { outbox } from './outbox.ts'
import { question } from './questions.ts'
import { today } from './today.ts'
import type { View } from './view.ts'

/** The whole page as it should be now. */
export function page(view: View): readonly Node[] {
  const { model } = view
  if (model.me === undefined) return [waiting(view), announcer(view)]
  if (model.me.access === 'none') return [...login(view), announcer(view)]
  return [
    patterns(),
    skip(view),
    top(view),
    navigation(view),
    el(
      'main',
      { key: 'main', id: 'main', class: model.feed.kind === 'lost' ? 'main stale' : 'main' },
      staleBanner(view),
      el('div', { key: model.route.kind, class: 'view' }, ...views[model.route.kind](view)),
    ),
    ...[question(view), notice(view), announcer(view)].filter((each) => each !== undefined),
  ]
}

const views: Readonly<Record<Route['kind'], (view: View) => readonly Node[]>> = {
  ...{ today, calls, call, numbers, barred, alerts, outbox, audit },
  lost: (view) => [
    pageHead(view.words.frame.pages.lost, view.words.frame.lostPage),
    el('p', { key: 'home' }, link(view, '/', { class: 'button' }, view.words.frame.toToday)),
  ],
}

/** What the browser calls the page. */
export function titleOf({ model, words }: View): string {
  const { frame, day } = words
  const kind = model.day?.engine.dialing.kind
  const state =
    model.route.kind === 'today' && kind !== undefined && model.feed.kind === 'live'
      ? day.dialing[kind]
      : frame.pages[model.route.kind]
  const signedOut = model.me?.access === 'none'
  return `${signedOut ? frame.pages.login : state} · ${frame.product}`
}

function skip({ words }: View): Element {
  const onclick = (event: Event): void => {
    event.preventDefault()
    document.getElementById('page-title')?.focus()
  }
  return el('a', { key: 'skip', class: 'skip', href: '#main', onclick }, words.frame.skip)
}

function top(view: View): Element {
  const { words, model } = view
  const { title, company } = model.me ?? {}
  return el(
    'header',
    { key: 'top', class: 'top' },
    link(
      view,
      '/',
      { class: 'brand' },
      mark(),
      el('span', { class: 'brand-name' }, words.frame.product),
      company === undefined ? undefined : el('span', { class: 'brand-company' }, written(title ?? company, '')),
    ),
    connectionChip(view),
  )
}

/** Before the server has said who is asking. */
function waiting(view: View): Element {
  const { words, model, act } = view
  const trouble = model.meTrouble
  return el(
    'main',
    { key: 'waiting', id: 'main', class: 'login' },
    el(
      'div',
      { class: 'login-card' },
      mark(),
      el('h1', { id: 'page-title', tabindex: -1 }, words.frame.product),
      trouble === undefined ? nothing(words.frame.loading) : el('p', { role: 'alert' }, words.frame.faults[trouble]),
      trouble === undefined
        ? undefined
        : el('button', { type: 'button', class: 'button primary', onclick: () => act.connectNow() }, words.frame.retry),
    ),
  )
}

function notice({ model, words, act }: View): Element | undefined {
  const { notice: said } = model
  if (said === undefined) return undefined
  return el(
    'div',
    { key: 'notice', class: `notice notice-${said.tone}`, role: said.tone === 'wrong' ? 'alert' : 'status' },
    icon(said.tone),
    el('p', {}, said.text),
    el(
      'button',
      { type: 'button', class: 'button round', 'aria-label': words.frame.close, onclick: () => act.dismiss() },
      icon('close'),
    ),
  )
}

/** Read aloud when it changes; nothing to see. */
function announcer({ model }: View): Element {
  return el('div', { key: 'announcer', class: 'unseen', 'aria-live': 'polite' }, model.said)
}
