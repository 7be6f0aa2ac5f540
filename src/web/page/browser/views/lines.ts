import type { Day } from '../../../api/contract.ts'
import { chip } from '../parts/chip.ts'
import { meter } from '../parts/meter.ts'
import { nothing, panel } from '../parts/panel.ts'
import { english, phone, written } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Line = Day['lines'][number]

/** Our numbers: what is on each, and what its limits leave. */
export function lines(view: View, { lines: all }: Day): Element {
  const word = view.words.day.lines
  return panel(
    { id: 'lines', title: word.title },
    all.length === 0 ? nothing(word.none) : el('ul', { class: 'lines' }, ...all.map((line) => lineItem(view, line))),
  )
}

function lineItem(view: View, line: Line): Element {
  const { words, say } = view
  const word = words.day.lines
  const { number, title, limits, live, dialledLastMinute, dialledToday, waitingCallers } = line
  return el(
    'li',
    { key: number, class: 'line' },
    el(
      'div',
      { class: 'line-head' },
      el('strong', {}, phone(view, number)),
      title === undefined || title === number ? undefined : written(title, 'muted'),
      state(view, line),
    ),
    waitingCallers > 0
      ? el('p', { class: 'line-note' }, chip('wait', word.waiting(say.number(waitingCallers))))
      : undefined,
    el(
      'dl',
      { class: 'loads' },
      load(view, word.concurrent, live, limits.concurrent),
      load(view, word.minute, dialledLastMinute, limits.perMinute),
      load(view, word.today, dialledToday, limits.perDay),
    ),
    line.held === undefined || !line.active ? undefined : heldNote(view, line.held),
  )
}

function state({ words }: View, { active, held }: Line): Element {
  const word = words.day.lines
  if (!active) return chip('plain', word.inactive)
  return held === undefined ? chip('well', word.dials) : chip('wait', word.held)
}

function load({ words, say }: View, name: string, used: number, limit: number): Element {
  const word = words.day.lines
  const text = limit === 0 ? word.unlimited(say.number(used)) : word.of(say.number(used), say.number(limit))
  return el('div', { class: 'load' }, el('dt', {}, name), el('dd', {}, text), meter(used, limit))
}

function heldNote({ model, words, say, at }: View, { because, until }: NonNullable<Line['held']>): Element {
  const opens = until === undefined ? undefined : ` · ${words.frame.until(say.moment(until, at))}`
  return el('p', { class: 'line-note muted' }, english(model.language, because), opens)
}
