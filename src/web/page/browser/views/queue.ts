import type { Day } from '../../../api/contract.ts'
import { wordFor } from '../language/words.ts'
import { facts, panel } from '../parts/panel.ts'
import { written } from '../parts/text.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Queue = Day['queue']
type Source = Queue['sources'][number]

/** The people to call: how many wait, and where they come from. */
export function queue(view: View, { queue: all }: Day): Element {
  const { words, say, at } = view
  const word = words.day.queue
  const next =
    all.dueNow === 0 && all.nextDueAt !== undefined
      ? el('p', { class: 'muted' }, word.next(say.moment(all.nextDueAt, at)))
      : undefined
  return panel(
    { id: 'queue', title: word.title },
    facts([
      [
        word.waiting,
        [say.number(all.waiting), ' ', el('span', { class: 'muted' }, `${word.dueNow}: ${say.number(all.dueNow)}`)],
      ],
      [word.onPhone, say.number(all.onPhone)],
      [word.done, say.number(all.done)],
      [word.setAside, say.number(all.setAside)],
    ]),
    next,
    all.sources.length < 2 && all.sources[0]?.import === undefined ? undefined : sources(view, all.sources),
  )
}

function sources({ words, say }: View, all: readonly Source[]): Element {
  const word = words.day.queue
  const rest = ({ waiting, onPhone, setAside, done }: Source): Child =>
    `${word.waiting} ${say.number(waiting + onPhone)} · ${word.done} ${say.number(done + setAside)}`
  return el(
    'div',
    { class: 'sources' },
    el('h3', {}, word.bySource),
    el(
      'ul',
      { class: 'rows' },
      ...all.map((source) =>
        el(
          'li',
          { key: `${source.source}-${source.import?.id ?? ''}`, class: 'row' },
          el(
            'span',
            { class: 'row-name' },
            source.import === undefined ? wordFor(word.sources, source.source) : written(source.import.file),
          ),
          el('span', { class: 'muted' }, rest(source)),
        ),
      ),
    ),
  )
}
