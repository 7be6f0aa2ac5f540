import type { Day } from '../../../api/contract.ts'
import { wordFor } from '../language/words.ts'
import { chip } from '../parts/chip.ts'
import { link } from '../parts/link.ts'
import { facts, panel } from '../parts/panel.ts'
import { english } from '../parts/text.ts'
import { pathOf } from '../state/route.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Destination = Day['outbox']['destinations'][number]

/** What waits to be told to the panel and by SMS, and whether they take it. */
export function deliveries(view: View, { outbox }: Day): Element {
  const { words, say, at } = view
  const word = words.day.outbox
  const { waiting, setAside, oldestAt, destinations } = outbox
  return panel(
    {
      id: 'deliveries',
      title: word.title,
      aside: link(view, pathOf({ kind: 'outbox' }), { class: 'aside-link' }, word.open),
    },
    facts([
      [word.waiting, say.number(waiting)],
      [word.setAside, setAside === 0 ? say.number(0) : chip('wrong', say.number(setAside))],
      oldestAt === undefined ? undefined : [word.oldest, words.frame.ago(say.span(at - oldestAt))],
    ]),
    el('ul', { class: 'rows' }, ...destinations.map((each) => destination(view, each))),
  )
}

function destination({ words, say, at, model }: View, { kind, failures, because, until }: Destination): Element {
  const word = words.day.outbox
  const next = until === undefined ? undefined : ` · ${word.until(say.moment(until, at))}`
  return el(
    'li',
    { key: kind, class: 'row' },
    el('span', { class: 'row-name' }, wordFor(word.kinds, kind)),
    failures === 0 ? chip('well', word.well) : chip('wrong', word.failing(say.number(failures))),
    because === undefined ? undefined : el('p', { class: 'row-note muted' }, english(model.language, because), next),
  )
}
