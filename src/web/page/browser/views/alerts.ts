import { chip } from '../parts/chip.ts'
import { loaded, more } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing, panel } from '../parts/panel.ts'
import { english, when } from '../parts/text.ts'
import type { AlertsPage } from '../state/answers.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import type { View } from './view.ts'

type Alert = AlertsPage['alerts'][number]
type Gates = Readonly<Record<string, { readonly title: string; readonly todo: string }>>

/** What stopped dialing and needed a person: what is open, and what was. */
export function alerts(view: View): readonly Node[] {
  const { words, model } = view
  const word = words.calls.alerts
  return [
    pageHead(words.frame.pages.alerts, word.lead),
    el('div', { key: 'alerts', class: 'stack' }, ...loaded(view, model.alerts, (page) => list(view, page))),
  ]
}

function list(view: View, { alerts: all, next }: AlertsPage): Child {
  const { words, model, act } = view
  const word = words.calls.alerts
  const open = all.filter(({ closedAt }) => closedAt === undefined)
  const past = all.filter(({ closedAt }) => closedAt !== undefined)
  const items = (some: readonly Alert[], none: string): Child =>
    some.length === 0 ? nothing(none) : el('ul', { class: 'alerts' }, ...some.map((each) => alert(view, each)))
  return [
    panel({ id: 'open-alerts', title: word.open }, items(open, word.none)),
    panel(
      { id: 'past-alerts', title: word.past },
      items(past, word.nonePast),
      more(words.frame.loadMore, model.alerts.loading, next, () => act.moreAlerts()),
    ),
  ]
}

function alert({ words, say, at, model }: View, { id, kind, because, openedAt, closedAt }: Alert): Element {
  const word = words.calls.alerts
  const gate = (words.day.gates as Gates)[kind]
  const lasted =
    closedAt === undefined ? word.since(say.span(at - openedAt)) : word.lasted(say.span(closedAt - openedAt))
  return el(
    'li',
    { key: String(id), class: 'alert' },
    el(
      'p',
      { class: 'alert-head' },
      closedAt === undefined ? chip('wrong', word.open, 'alerts') : undefined,
      el('strong', {}, gate?.title ?? kind),
      el('span', { class: 'muted' }, when(openedAt, say.moment(openedAt, at)), ' · ', lasted),
    ),
    el('p', {}, english(model.language, because)),
    closedAt === undefined && gate !== undefined
      ? el('p', { class: 'gate-todo' }, el('span', { class: 'todo-label' }, words.day.whatToDo), ' ', gate.todo)
      : undefined,
  )
}
