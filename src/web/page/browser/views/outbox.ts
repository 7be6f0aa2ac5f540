import { wordFor } from '../language/words.ts'
import { onChoice } from '../parts/form.ts'
import { link } from '../parts/link.ts'
import { loaded, more } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing } from '../parts/panel.ts'
import { type Column, table } from '../parts/table.ts'
import { absent, code, english, phone, when } from '../parts/text.ts'
import type { OutboxPage } from '../state/answers.ts'
import type { Model } from '../state/model.ts'
import { pathOf } from '../state/route.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import { reportState } from './call-reports.ts'
import { may, type View } from './view.ts'

type Entry = OutboxPage['entries'][number]

const states = ['set_aside', 'waiting', 'delivered', 'dropped'] as const

/** Reports owed: what waits, what was set aside and may be sent again or dropped. */
export function outbox(view: View): readonly Node[] {
  const { words, model, act } = view
  const word = words.calls.outbox
  return [
    pageHead(words.frame.pages.outbox, word.lead),
    el(
      'section',
      { key: 'outbox', class: 'panel', 'aria-label': words.frame.pages.outbox },
      el(
        'div',
        { key: 'filters', class: 'filters' },
        el(
          'label',
          { class: 'field' },
          el('span', {}, word.which),
          el(
            'select',
            { onchange: onChoice((value) => act.showOutbox(value as Model['outboxState'])) },
            ...states.map((state) =>
              el('option', { value: state, selected: state === model.outboxState }, word.states[state]),
            ),
          ),
        ),
      ),
      ...loaded(view, model.outbox, (page) => list(view, page)),
    ),
  ]
}

function list(view: View, { entries, next }: OutboxPage): Child {
  const { words, say, at, model, act } = view
  const word = words.calls.outbox
  const columns: readonly Column<Entry>[] = [
    { head: word.what, className: 'main-cell', cell: (entry) => what(view, entry) },
    { head: word.number, cell: ({ number }) => (number === undefined ? absent() : phone(view, number)) },
    { head: word.status, className: 'whole', cell: (entry) => reportState(view, entry.state) },
    {
      head: word.why,
      className: 'whole',
      cell: ({ why }) => (why === undefined ? absent() : english(model.language, why)),
    },
    { head: word.attempts, className: 'end', cell: ({ attempts }) => say.number(attempts) },
    {
      head: word.written,
      cell: ({ createdAt, state, dueAt }) => [
        when(createdAt, say.moment(createdAt, at)),
        state === 'waiting' && dueAt > at
          ? el('span', { class: 'muted' }, ' · ', word.due(say.moment(dueAt, at)))
          : undefined,
      ],
    },
    { head: word.resend, bare: true, className: 'end', cell: (entry) => orders(view, entry) },
  ]
  return [
    entries.length === 0
      ? nothing(word.none)
      : table<Entry>({ caption: word.caption, columns, rows: entries, key: ({ id }) => String(id) }),
    more(words.frame.loadMore, model.outbox.loading, next, () => act.moreOutbox()),
  ]
}

function what(view: View, { kind, status, callId }: Entry): Child {
  const name = wordFor(view.words.day.outbox.kinds, kind)
  const told = [callId === undefined ? name : link(view, pathOf({ kind: 'call', id: callId }), {}, name)]
  return [told, status === undefined ? undefined : [' ', code(status)]]
}

function orders(view: View, { id, state }: Entry): Child {
  const { words, act, model } = view
  const word = words.calls.outbox
  if (state !== 'set_aside' && state !== 'waiting') return undefined
  const button = (label: string, onclick: () => void): Element =>
    el(
      'button',
      { type: 'button', class: 'button small', disabled: model.ordering, 'aria-label': `${label}: ${id}`, onclick },
      label,
    )
  return el(
    'span',
    { class: 'cell-orders' },
    state === 'set_aside' && may(view, 'operator') ? button(word.resend, () => act.resend(id)) : undefined,
    may(view, 'admin') ? button(word.drop, () => act.ask({ kind: 'drop', id })) : undefined,
  )
}
