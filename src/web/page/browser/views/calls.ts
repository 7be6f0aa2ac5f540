import { dispositions } from '../../../../domain/disposition.ts'
import type { CallRow } from '../../../api/contract-calls.ts'
import { ending } from '../parts/ending.ts'
import { onChoice } from '../parts/form.ts'
import { icon } from '../parts/icon.ts'
import { link } from '../parts/link.ts'
import { loaded, more } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing } from '../parts/panel.ts'
import { type Column, table } from '../parts/table.ts'
import { absent, code, phone, unseen, when, written } from '../parts/text.ts'
import type { CallsFound } from '../state/answers.ts'
import type { CallFilter } from '../state/model.ts'
import { pathOf } from '../state/route.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import type { View } from './view.ts'

/** Calls that are over, newest first, and which of them. */
export function calls(view: View): readonly Node[] {
  const { model, words } = view
  return [
    pageHead(words.frame.pages.calls),
    el(
      'section',
      { key: 'calls', class: 'panel', 'aria-label': words.frame.pages.calls },
      filters(view),
      ...loaded(view, model.calls, (found) => list(view, found)),
    ),
  ]
}

function filters(view: View): Element {
  const { words, model, act } = view
  const { list: word, dispositions: endings, directions } = words.calls
  const { filter, me } = model
  const any: readonly (readonly [string, string])[] = [['', word.any]]
  const change = (name: keyof CallFilter) => (value: string) =>
    act.filterCalls({ [name]: value === '' ? undefined : value } as Partial<CallFilter>)
  return el(
    'div',
    { key: 'filters', class: 'filters', role: 'group', 'aria-label': word.filter },
    choice(word.when, Object.entries(word.ranges), filter.range, change('range')),
    choice(
      word.how,
      [...any, ...dispositions.map((each) => [each, endings[each]] as const)],
      filter.disposition,
      change('disposition'),
    ),
    choice(word.direction, [...any, ...Object.entries(directions)], filter.direction, change('direction')),
    (me?.scenarios?.length ?? 0) < 2
      ? undefined
      : choice(
          word.scenario,
          [...any, ...(me?.scenarios ?? []).map(({ name, title }) => [name, title] as const)],
          filter.scenario,
          change('scenario'),
        ),
  )
}

function choice(
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string | undefined,
  take: (value: string) => void,
): Element {
  return el(
    'label',
    { class: 'field' },
    el('span', {}, label),
    el(
      'select',
      { onchange: onChoice(take) },
      ...options.map(([value, name]) => el('option', { value, selected: value === (chosen ?? '') }, name)),
    ),
  )
}

function list(view: View, { calls: found, next }: CallsFound): Child {
  const { words, model, act } = view
  const word = words.calls.list
  return [
    found.length === 0
      ? nothing(next === undefined ? word.none : word.searching)
      : callTable(view, found, word.caption),
    more(word.more, model.calls.loading, next, () => act.moreCalls()),
  ]
}

/** Calls as lines of a table, each leading to its page. */
export function callTable(view: View, found: readonly CallRow[], caption: string): Element {
  const { words, say, at } = view
  const word = words.calls.list
  const columns: readonly Column<CallRow>[] = [
    { head: word.number, className: 'main-cell', cell: (call) => callLink(view, call) },
    { head: word.how, className: 'whole', cell: ({ disposition, reason }) => ending(view, disposition, reason) },
    { head: word.ended, cell: ({ endedAt }) => when(endedAt, say.moment(endedAt, at)) },
    {
      head: word.lasted,
      cell: ({ answeredAt, endedAt }) => (answeredAt === undefined ? absent() : say.timer(endedAt - answeredAt)),
    },
    { head: word.scenario, cell: ({ scenario }) => (scenario === undefined ? absent() : code(scenario)) },
    { head: word.line, cell: ({ line }) => phone(view, line) },
    {
      head: word.operator,
      cell: ({ operator }) => (operator === undefined ? absent() : written(say.digits(operator))),
    },
  ]
  return table({ caption, columns, rows: found, key: ({ id }) => id })
}

function callLink(view: View, { id, direction, number }: CallRow): Element {
  return link(
    view,
    pathOf({ kind: 'call', id }),
    { class: 'call-link' },
    icon(direction === 'outbound' ? 'out' : 'in', 'direction'),
    unseen(view.words.calls.directions[direction]),
    phone(view, number),
  )
}
