import { type Disposition, dispositions } from '../../../../domain/disposition.ts'
import type { Day, Outcomes } from '../../../api/contract.ts'
import { isoDay, shiftDay } from '../language/days.ts'
import { chart, legend, swatch } from '../parts/chart.ts'
import { type Bar, draw, type Field, groupOf, groups, inGroups } from '../parts/chart-geometry.ts'
import { icon } from '../parts/icon.ts'
import { loaded } from '../parts/loaded.ts'
import { share } from '../parts/meter.ts'
import { nothing, panel } from '../parts/panel.ts'
import { scroller, table } from '../parts/table.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import type { View } from './view.ts'

const wide: Field = { width: 600, height: 320, left: 34, bottom: 28, top: 8 }
const narrow: Field = { width: 340, height: 230, left: 30, bottom: 28, top: 8 }

/** How the calls of a day ended: as a chart over time, as sums, and as a table. */
export function outcomes(view: View, day: Day): Element {
  const { model, words } = view
  const other = model.otherDay
  const shown =
    other === undefined
      ? [shownDay(view, day.outcomes)]
      : loaded(view, other.outcomes, (value) => shownDay(view, value))
  return panel({ id: 'outcomes', title: words.day.outcomes.title, aside: dayChoice(view, day) }, ...shown)
}

function dayChoice({ model, words, say, act, at }: View, { engine, outcomes: today }: Day): Element {
  const word = words.day.outcomes
  const day = model.otherDay?.day ?? today.day
  const isToday = day === today.day
  const label = isToday ? word.today : say.day(Date.parse(`${day}T12:00:00Z`))
  const later = shiftDay(day, 1)
  const next = later >= isoDay(at, engine.zone) ? undefined : later
  return el(
    'div',
    { class: 'day-choice', role: 'group', 'aria-label': word.title },
    arrow('before', word.before, false, () => act.showDay(shiftDay(day, -1))),
    el('span', { class: 'day-name', 'aria-live': 'polite' }, label),
    arrow('after', word.after, isToday, () => act.showDay(next)),
  )
}

function arrow(sign: 'before' | 'after', label: string, disabled: boolean, onclick: () => void): Element {
  return el(
    'button',
    { type: 'button', class: 'button round', 'aria-label': label, title: label, disabled, onclick },
    icon(sign, 'mirrored'),
  )
}

function shownDay(view: View, all: Outcomes): Node {
  const { words, say, at } = view
  const word = words.day.outcomes
  if (all.total === 0) return nothing(word.none)
  const label = word.chart(say.day(all.start + 12 * 3_600_000), say.number(all.total))
  const fine = draw(all, at, all.bucketMs, wide)
  const coarse = draw(all, at, 4 * all.bucketMs, narrow)
  const pointed = [...fine.bars, ...coarse.bars].find((bar) => bar.at === view.model.pointedAt)
  return el(
    'div',
    { key: all.day, class: 'outcomes' },
    el(
      'div',
      { class: 'outcomes-chart' },
      el('div', { class: 'only-wide' }, chart(view, fine, wide, label)),
      el('div', { class: 'only-narrow' }, chart(view, coarse, narrow, label)),
      el('p', { class: 'readout', 'aria-hidden': 'true' }, pointed === undefined ? ' ' : readout(view, pointed)),
      legend(view, inGroups(all.totals)),
    ),
    sums(view, all),
    el(
      'details',
      { class: 'as-table' },
      el('summary', {}, word.table),
      scroller(word.table, 'tall', asTable(view, fine.bars)),
    ),
  )
}

function readout({ words, say }: View, { at, until, total, counts }: Bar): string {
  const word = words.day.outcomes
  const parts = groups
    .filter((group) => counts[group] > 0)
    .map((group) => `${word.groups[group]} ${say.number(counts[group])}`)
  return `${word.bucket(say.time(at), say.time(until))} · ${say.number(total)} · ${parts.join(' · ')}`
}

function sums({ words, say }: View, { totals, total }: Outcomes): Element {
  const rows = dispositions.filter((each) => (totals[each] ?? 0) > 0)
  const row = (disposition: Disposition): Child => {
    const count = totals[disposition] ?? 0
    return el(
      'li',
      { key: disposition, class: 'sum' },
      el('span', { class: 'sum-name' }, swatch(groupOf[disposition]), words.calls.dispositions[disposition]),
      el(
        'span',
        { class: 'sum-count' },
        say.number(count),
        ' ',
        el('span', { class: 'muted' }, say.percent(count, total)),
      ),
      share(count, total),
    )
  }
  return el(
    'div',
    { class: 'sums' },
    el('h3', {}, words.day.outcomes.how),
    el('ul', {}, ...rows.toSorted((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0)).map(row)),
  )
}

function asTable({ words, say }: View, bars: readonly Bar[]): Element {
  const word = words.day.outcomes
  return table<Bar>({
    caption: word.title,
    rows: bars,
    key: ({ at }) => String(at),
    columns: [
      { head: word.time, cell: ({ at, until }) => word.bucket(say.time(at), say.time(until)) },
      ...groups.map((group) => ({
        head: word.groups[group],
        className: 'end',
        cell: ({ counts }: Bar) => say.number(counts[group]),
      })),
      { head: word.total, className: 'end', cell: ({ total }) => say.number(total) },
    ],
  })
}
