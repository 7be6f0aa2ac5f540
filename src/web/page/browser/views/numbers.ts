import type { NumberFound } from '../../../api/contract-calls.ts'
import { wordFor } from '../language/words.ts'
import { chip } from '../parts/chip.ts'
import { ending } from '../parts/ending.ts'
import { onForm } from '../parts/form.ts'
import { icon } from '../parts/icon.ts'
import { link } from '../parts/link.ts'
import { loaded } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing, panel } from '../parts/panel.ts'
import { table } from '../parts/table.ts'
import { absent, code, english, phone, when, written } from '../parts/text.ts'
import { pathOf } from '../state/route.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import { may, type View } from './view.ts'

type Found = Extract<NumberFound, { kind: 'number' }>

/** Everything known of a number, asked by the number itself or by a call. */
export function numbers(view: View): readonly Node[] {
  const { words, model } = view
  const word = words.calls.number
  if (!may(view, 'operator')) return [pageHead(words.frame.pages.numbers), nothing(word.notAllowed)]
  return [
    pageHead(words.frame.pages.numbers, word.lead),
    searchForm(view),
    el(
      'div',
      { key: 'found', class: 'stack', 'aria-live': 'polite' },
      ...loaded(view, model.number, (found) => result(view, found)),
    ),
  ]
}

function searchForm({ words, act, model }: View): Element {
  const word = words.calls.number
  return el(
    'form',
    {
      key: 'search',
      class: 'panel search',
      role: 'search',
      autocomplete: 'off',
      onsubmit: onForm((field) => act.searchNumber(field('about'))),
    },
    el(
      'label',
      { class: 'field grow' },
      el('span', {}, word.field),
      el('input', {
        name: 'about',
        type: 'text',
        dir: 'ltr',
        required: true,
        maxlength: 100,
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-describedby': 'search-private',
      }),
    ),
    el(
      'button',
      { type: 'submit', class: 'button primary', disabled: model.number.loading },
      icon('numbers'),
      word.submit,
    ),
    el('p', { id: 'search-private', class: 'muted small' }, word.private),
  )
}

function result(view: View, found: NumberFound): Child {
  const word = view.words.calls.number
  switch (found.kind) {
    case 'unknown':
      return el(
        'div',
        { class: 'panel' },
        nothing(word.unknown),
        el('p', { class: 'muted' }, english(view.model.language, found.advice)),
      )
    case 'several':
      return panel(
        { id: 'several', title: word.several },
        el('ul', { class: 'rows' }, ...found.calls.map(({ id, at }) => severalRow(view, id, at))),
      )
    case 'number':
      return [
        el('h2', { class: 'number-title' }, phone(view, found.number)),
        el('div', { class: 'stack' }, ...numberPanels(view, found)),
      ]
  }
}

function severalRow(view: View, id: string, at: number): Element {
  return el(
    'li',
    { key: id, class: 'row' },
    link(view, pathOf({ kind: 'call', id }), {}, code(id)),
    when(at, view.say.moment(at, view.at)),
  )
}

function numberPanels(view: View, found: Found): readonly Element[] {
  return [
    el('div', { class: 'pair' }, nextPanel(view, found), listsPanel(view, found)),
    callsPanel(view, found),
    storyPanel(view, found),
  ]
}

function nextPanel(view: View, { bars, next, number }: Found): Element {
  const { words, say, at, model, act } = view
  const { number: word, barred } = words.calls
  return panel(
    { id: 'next', title: word.next },
    ...bars.map(({ source, since, note }) =>
      el(
        'p',
        {},
        chip('wrong', word.barred, 'barred'),
        ' ',
        barred.sources[source],
        ' · ',
        when(since, words.frame.since(say.moment(since, at))),
        note === undefined ? undefined : [' · ', written(note)],
      ),
    ),
    ...next.map((sentence) => el('p', {}, english(model.language, sentence))),
    bars.length > 0
      ? undefined
      : el(
          'button',
          { type: 'button', class: 'button', disabled: model.ordering, onclick: () => act.bar([number], '') },
          icon('barred'),
          word.bar,
        ),
  )
}

function listsPanel(view: View, { lists }: Found): Element {
  const { words, say, at, model } = view
  const word = words.calls.number
  return panel(
    { id: 'lists', title: word.lists },
    lists.length === 0
      ? nothing(word.noLists)
      : el(
          'ul',
          { class: 'rows' },
          ...lists.map(({ source, file, state, because, changedAt, dueAt }, n) =>
            el(
              'li',
              { key: String(n), class: 'row' },
              el(
                'span',
                { class: 'row-name' },
                file === undefined ? wordFor(words.day.queue.sources, source) : written(file),
              ),
              el('span', {}, word.states[state]),
              el(
                'p',
                { class: 'row-note muted' },
                state === 'waiting' && dueAt > at
                  ? word.due(say.moment(dueAt, at))
                  : when(changedAt, say.moment(changedAt, at)),
                because === undefined ? undefined : [' · ', english(model.language, because)],
              ),
            ),
          ),
        ),
  )
}

function callsPanel(view: View, { calls }: Found): Element {
  const { words, say, at } = view
  const { number: word, list } = words.calls
  const rows = calls.map((call) => ({ ...call }))
  type Row = (typeof rows)[number]
  return panel(
    { id: 'number-calls', title: word.calls },
    rows.length === 0
      ? nothing(word.noCalls)
      : table<Row>({
          caption: word.calls,
          rows,
          key: ({ id }) => id,
          columns: [
            {
              head: list.when,
              className: 'main-cell',
              cell: (call) =>
                link(view, pathOf({ kind: 'call', id: call.id }), {}, when(call.at, say.moment(call.at, at))),
            },
            {
              head: list.how,
              className: 'whole',
              cell: ({ disposition, state }) =>
                disposition === undefined ? chip('wait', word.callStates[state]) : ending(view, disposition),
            },
            { head: list.scenario, cell: ({ scenario }) => (scenario === undefined ? absent() : code(scenario)) },
            { head: list.line, cell: ({ line }) => phone(view, line) },
          ],
        }),
  )
}

function storyPanel({ words, say, at, model }: View, { story }: Found): Element {
  return panel(
    { id: 'story', title: words.calls.number.story },
    el(
      'ol',
      { class: 'story' },
      ...story.map((event, n) =>
        el(
          'li',
          { key: String(n) },
          event.at === undefined ? undefined : when(event.at, say.moment(event.at, at)),
          ' ',
          english(model.language, event.text),
        ),
      ),
    ),
  )
}
