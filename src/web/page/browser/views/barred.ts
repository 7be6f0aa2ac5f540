import { onForm } from '../parts/form.ts'
import { link } from '../parts/link.ts'
import { loaded, more } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing, panel } from '../parts/panel.ts'
import { type Column, table } from '../parts/table.ts'
import { absent, phone, when, written } from '../parts/text.ts'
import type { BarredPage } from '../state/answers.ts'
import { pathOf } from '../state/route.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import { may, type View } from './view.ts'

type Entry = BarredPage['entries'][number]

/** Numbers that are never called: who they are and why, adding and, for an admin, removing. */
export function barred(view: View): readonly Node[] {
  const { words, model } = view
  const word = words.calls.barred
  if (!may(view, 'operator')) return [pageHead(words.frame.pages.barred), nothing(word.notAllowed)]
  return [
    pageHead(words.frame.pages.barred, word.lead),
    el(
      'div',
      { key: 'panels', class: 'panels' },
      panel(
        { id: 'barred-list', title: words.frame.pages.barred, aside: total(view), className: 'wide-panel' },
        ...loaded(view, model.barred, (page) => list(view, page)),
      ),
      addForm(view),
    ),
  ]
}

function total({ words, say, model }: View): Child {
  const { value } = model.barred
  return value === undefined
    ? undefined
    : el('span', { class: 'count' }, words.calls.barred.total(say.number(value.total)))
}

function list(view: View, { entries, next }: BarredPage): Child {
  const { words, say, at, act, model } = view
  const word = words.calls.barred
  const columns: readonly Column<Entry>[] = [
    { head: word.number, className: 'main-cell', cell: ({ number }) => phone(view, number) },
    {
      head: word.source,
      className: 'whole',
      cell: ({ source, callId }) => [
        word.sources[source],
        callId === undefined ? undefined : [' · ', link(view, pathOf({ kind: 'call', id: callId }), {}, word.seeCall)],
      ],
    },
    { head: word.since, cell: ({ since }) => when(since, say.moment(since, at)) },
    { head: word.note, className: 'whole', cell: ({ note }) => (note === undefined ? absent() : written(note)) },
    ...(may(view, 'admin')
      ? [{ head: word.remove, bare: true, className: 'end', cell: (entry: Entry) => remove(view, entry) }]
      : []),
  ]
  return [
    entries.length === 0
      ? nothing(word.none)
      : table<Entry>({
          caption: word.caption,
          columns,
          rows: entries,
          key: ({ number, source }) => `${number} ${source}`,
        }),
    more(words.frame.loadMore, model.barred.loading, next, () => act.moreBarred()),
  ]
}

function remove({ words, act, say }: View, { number, source }: Entry): Child {
  // What a company's own file says is changed there.
  if (source === 'file') return undefined
  const { remove: word } = words.calls.barred
  return el(
    'button',
    {
      type: 'button',
      class: 'button small',
      'aria-label': `${word}: ${say.digits(number)}`,
      onclick: () => act.ask({ kind: 'unbar', number }),
    },
    word,
  )
}

function addForm({ words, act, model }: View): Element {
  const word = words.calls.barred
  const send = onForm((field, form) => {
    const numbers = field('numbers')
      .split(/[\n,;،]+/)
      .map((each) => each.trim())
      .filter((each) => each !== '')
    if (numbers.length === 0) return
    act.bar(numbers, field('note'))
    form.reset()
  })
  return panel(
    { id: 'bar-form', title: word.add },
    el(
      'form',
      { class: 'stack', autocomplete: 'off', onsubmit: send },
      el(
        'label',
        { class: 'field' },
        el('span', {}, word.numbers),
        el('textarea', { name: 'numbers', rows: 4, dir: 'ltr', required: true, spellcheck: 'false' }),
      ),
      el(
        'label',
        { class: 'field' },
        el('span', {}, word.noteField),
        el('input', { name: 'note', type: 'text', maxlength: 200 }),
      ),
      el('button', { type: 'submit', class: 'button primary', disabled: model.ordering }, word.submit),
    ),
  )
}
