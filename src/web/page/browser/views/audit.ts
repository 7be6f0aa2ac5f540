import { loaded, more } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { nothing } from '../parts/panel.ts'
import { type Column, table } from '../parts/table.ts'
import { code, english, when } from '../parts/text.ts'
import type { AuditPage } from '../state/answers.ts'
import { type Child, el, type Node } from '../tree.ts'
import { may, type View } from './view.ts'

type Entry = AuditPage['entries'][number]

/** Who gave which order. */
export function audit(view: View): readonly Node[] {
  const { words, model } = view
  const word = words.calls.audit
  if (!may(view, 'admin')) return [pageHead(words.frame.pages.audit), nothing(word.notAllowed)]
  return [
    pageHead(words.frame.pages.audit, word.lead),
    el(
      'section',
      { key: 'audit', class: 'panel', 'aria-label': words.frame.pages.audit },
      ...loaded(view, model.audit, (page) => list(view, page)),
    ),
  ]
}

function list(view: View, { entries, next }: AuditPage): Child {
  const { words, say, at, model, act } = view
  const word = words.calls.audit
  const columns: readonly Column<Entry>[] = [
    { head: word.at, className: 'main-cell', cell: (entry) => when(entry.at, say.moment(entry.at, at)) },
    {
      head: word.action,
      className: 'whole',
      cell: ({ action, about }) => [
        code(action),
        about === undefined ? undefined : [' ', english(model.language, about)],
      ],
    },
    { head: word.who, cell: ({ role, access }) => [code(role), ' ', el('span', { class: 'muted' }, code(access))] },
    { head: word.from, cell: ({ from }) => code(from) },
    { head: word.outcome, cell: ({ outcome }) => english(model.language, outcome) },
  ]
  return [
    entries.length === 0
      ? nothing(word.none)
      : table<Entry>({ caption: word.caption, columns, rows: entries, key: ({ id }) => String(id) }),
    more(words.frame.loadMore, model.audit.loading, next, () => act.moreAudit()),
  ]
}
