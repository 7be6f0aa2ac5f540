import type { Day } from '../../../api/contract.ts'
import { chip } from '../parts/chip.ts'
import { nothing, panel } from '../parts/panel.ts'
import { code, phone, written } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Operator = Day['operators'][number]

/** Who takes transfers, and who of them is free. */
export function operators(view: View, { operators: all }: Day): Element {
  const { words, say } = view
  const word = words.day.operators
  const free = all.filter(({ state }) => state === 'free').length
  const count = el('span', { class: 'count' }, word.count(say.number(free), say.number(all.length)))
  return panel(
    { id: 'operators', title: word.title, aside: all.length === 0 ? undefined : count },
    all.length === 0
      ? nothing(word.none)
      : el('ul', { class: 'rows' }, ...all.map((each, n) => operator(view, each, n))),
  )
}

const tones = { free: 'well', busy: 'note', shared: 'plain' } as const

function operator(view: View, { queue, name, phone: number, state }: Operator, n: number): Element {
  const { words } = view
  const sign = state === 'busy' ? 'calls' : undefined
  return el(
    'li',
    { key: `${queue}-${n}`, class: 'row' },
    el(
      'span',
      { class: 'row-name' },
      name === undefined ? undefined : written(name),
      name !== undefined && number !== undefined ? ' ' : undefined,
      number === undefined ? undefined : el('span', { class: name === undefined ? '' : 'muted' }, phone(view, number)),
      queue === 'operators' ? undefined : el('span', { class: 'muted' }, ' ', code(queue)),
    ),
    chip(tones[state], words.day.operators[state], sign),
  )
}
