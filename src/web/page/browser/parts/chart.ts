import { type Element, el } from '../tree.ts'
import type { View } from '../views/view.ts'
import { type Bar, type Drawing, type Field, type Group, groups } from './chart-geometry.ts'

/** A drawn day: one stacked bar for each stretch of time. Colours and patterns tell the groups apart, and so does the table. */
export function chart(view: View, drawing: Drawing, field: Field, label: string): Element {
  const { say, act, model } = view
  const { width, height, left, bottom } = field
  return el(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, direction: 'ltr' },
    ...drawing.up.map(({ value, y }) =>
      el(
        'g',
        { key: `up-${value}` },
        el('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: width - 16, y1: y, y2: y }),
        el('text', { class: 'tick', x: left - 8, y: y + 4, 'text-anchor': 'end' }, say.number(value)),
      ),
    ),
    ...drawing.across.map(({ at, x }) =>
      el('text', { key: `at-${at}`, class: 'tick', x, y: height - bottom + 20, 'text-anchor': 'middle' }, say.time(at)),
    ),
    ...drawing.bars.map((bar) => drawnBar(bar, field, model.pointedAt === bar.at, (at) => act.pointAt(at))),
  )
}

function drawnBar(
  bar: Bar,
  { height, bottom, top }: Field,
  pointed: boolean,
  point: (at: number | undefined) => void,
): Element {
  const { at, x, width, pieces } = bar
  const listeners = { onpointerenter: () => point(at), onpointerleave: () => point(undefined) }
  return el(
    'g',
    { key: `bar-${at}`, class: pointed ? 'bar pointed' : 'bar', ...listeners },
    el('rect', { class: 'bar-field', x: x - 1, y: top, width: width + 2, height: height - bottom - top }),
    ...pieces.map((piece) =>
      el('rect', { key: piece.group, class: `piece piece-${piece.group}`, x, y: piece.y, width, height: piece.height }),
    ),
  )
}

/** Groups are told apart by pattern too; these stand once on the page, for charts and swatches alike. */
export function patterns(): Element {
  return el(
    'svg',
    { key: 'patterns', class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true', focusable: 'false' },
    el(
      'pattern',
      { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      el('rect', { class: 'hatch-ground', width: 6, height: 6 }),
      el('rect', { class: 'hatch-line', width: 2, height: 6 }),
    ),
    el(
      'pattern',
      { id: 'dots', width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
      el('rect', { class: 'dots-ground', width: 6, height: 6 }),
      el('circle', { class: 'dots-dot', cx: 3, cy: 3, r: 1.4 }),
    ),
  )
}

/** What each colour and pattern stands for, with its sum. */
export function legend({ words, say }: View, sums: Readonly<Record<Group, number>>): Element {
  return el(
    'ul',
    { class: 'legend' },
    ...groups.map((group) =>
      el('li', {}, swatch(group), words.day.outcomes.groups[group], ' ', el('b', {}, say.number(sums[group]))),
    ),
  )
}

/** A small field of a group's colour and pattern. */
export function swatch(group: Group): Element {
  return el(
    'svg',
    { class: 'swatch', viewBox: '0 0 14 14', 'aria-hidden': 'true', focusable: 'false' },
    el('rect', { class: `piece piece-${group}`, x: 1, y: 1, width: 12, height: 12, rx: 3 }),
  )
}
