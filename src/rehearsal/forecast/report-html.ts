import { dispositions } from '../../domain/disposition.ts'
import { escaped, lyingBars, type Scale, standingBars } from './chart.ts'
import { type Figures, utilisation } from './figures.ts'
import { holds } from './held-back.ts'
import { inUnit } from './measure.ts'
import { holdNames, sectionsOf } from './report-rows.ts'
import { daySlots, hourSlots, type NamedSlot, type ReportHead } from './report-text.ts'

/** The report as one page: nothing of it is fetched from elsewhere, and nothing in it runs. The same figures, the same bytes. */
export function reportHtml(head: ReportHead, all: readonly Figures[]): string {
  const isCompared = all.length > 1
  const title = `A simulated campaign of ${head.company}`
  const crossed = head.crossed.map((each) => `<li>${escaped(each)}</li>`).join('')
  const thresholds =
    head.thresholds === 0
      ? ''
      : head.crossed.length === 0
        ? '<p class="kept">Every threshold is kept.</p>'
        : `<div class="crossed"><b>Thresholds crossed</b><ul>${crossed}</ul></div>`
  const scales = scalesOf(all)
  const charts = all.map((figures, at) => {
    const name = isCompared ? `<h2>${escaped(head.names[at] ?? '')}</h2>` : ''
    return `<section>${name}${chartsOf(figures, scales).join('')}</section>`
  })
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1><p>Seed ${head.seed}. Nobody was called.</p>`,
    `<ul class="notes">${head.notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`,
    thresholds,
    `<div class="charts">${charts.join('')}</div>`,
    table(head, all),
    '</body></html>',
    '',
  ].join('\n')
}

interface Scales {
  readonly hours: Scale
  readonly days: Scale
  readonly busy: Scale
}

/** Settings that are compared are drawn over the same scale. */
function scalesOf(all: readonly Figures[]): Scales {
  const most = (slots: readonly NamedSlot[]): number => Math.max(0, ...slots.map(({ slot }) => slot.calls))
  const label = (value: number): string => inUnit(value, 'count')
  const busy = all.flatMap((each) => each.hours.map((slot) => utilisation(slot, each.seats) ?? 0))
  return {
    hours: { label, reaches: Math.max(...all.map((each) => most(hourSlots(each)))) },
    days: { label, reaches: Math.max(...all.map((each) => most(daySlots(each)))) },
    busy: { label: (value) => inUnit(value, 'share'), reaches: Math.max(0, ...busy) },
  }
}

function chartsOf(figures: Figures, scales: Scales): readonly string[] {
  const { seats, outcomes, held, days } = figures
  const count = (value: number): string => inUnit(value, 'count')
  const calls = (slots: readonly NamedSlot[]) =>
    slots.map(({ name, slot }) => ({
      label: name,
      parts: [slot.connected, slot.answered - slot.connected, slot.calls - slot.answered],
      text: `${count(slot.calls)} calls, ${count(slot.answered)} answered, ${count(slot.connected)} connected, ${count(slot.abandoned)} abandoned`,
    }))
  const series = ['connected', 'answered', 'not answered']
  const busy = hourSlots(figures).map(({ name, slot }) => {
    const share = utilisation(slot, seats) ?? 0
    return { label: name, parts: [share], text: inUnit(share, 'share') }
  })
  const ends = dispositions.flatMap((name) => {
    const times = outcomes[name]
    return times === undefined ? [] : [{ label: name, parts: [times], text: count(times) }]
  })
  const holding = holds.flatMap((hold) => {
    const ms = held.get(hold) ?? 0
    // Nights would hide everything else.
    if (ms < 1_000 || hold === 'calling_hours' || hold === 'nobody_due') return []
    return [{ label: holdNames[hold].replace(/[(:].*/, '').trim(), parts: [ms], text: inUnit(ms, 'time') }]
  })
  const waits = [figures.operatorWait, figures.yesWait].flatMap((wait, at) => {
    const of = at === 0 ? 'an operator' : 'all who agreed'
    const bars = [['half', wait.p50] as const, ['95 of 100', wait.p95] as const, ['longest', wait.most] as const]
    return wait.count === 0
      ? []
      : bars.map(([which, ms]) => ({ label: `${of}, ${which}`, parts: [ms], text: inUnit(ms, 'time') }))
  })
  return [
    standingBars('Calls by hour of the day', calls(hourSlots(figures)), series, scales.hours),
    ...(days.length > 1 ? [standingBars('Calls by day', calls(daySlots(figures)), series, scales.days)] : []),
    ...(seats > 0 ? [standingBars('Operators busy, by hour of the day', busy, [], scales.busy)] : []),
    lyingBars('How the calls ended', ends),
    lyingBars('Waiting of those who agreed', waits),
    lyingBars('What held the dialing back', holding),
  ]
}

function table({ names }: ReportHead, all: readonly Figures[]): string {
  const isCompared = all.length > 1
  const columns = isCompared ? [...names, 'difference'] : ['']
  const head = `<tr><th></th>${columns.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr>`
  const body = sectionsOf(all).flatMap(({ title, rows }) => [
    `<tr><th colspan="${columns.length + 1}" class="section">${escaped(title)}</th></tr>`,
    ...rows.map(({ label, cells, difference }) => {
      const values = [...cells, ...(isCompared ? [difference ?? ''] : [])]
      return `<tr><th>${escaped(label)}</th>${values.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`
    }),
  ])
  return `<table>${isCompared ? head : ''}${body.join('\n')}</table>`
}

const style = [
  ':root{color-scheme:light dark;--ink:#1c2430;--soft:#5d6877;--paper:#fff;--line:#d9dee5;--a:#1f7a5c;--b:#7db6a0;--c:#c9d2dc;--bad:#b3261e}',
  '@media(prefers-color-scheme:dark){:root{--ink:#e7ebf0;--soft:#9aa6b5;--paper:#14181f;--line:#2c3440;--a:#4cc39a;--b:#2d7a63;--c:#465160;--bad:#ff8a80}}',
  'body{margin:2rem auto;max-width:76rem;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}',
  'h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem}p{margin:.2rem 0}.notes{color:var(--soft);padding-left:1.2rem}',
  '.crossed{border-left:4px solid var(--bad);padding:.3rem 1rem}.kept{border-left:4px solid var(--a);padding:.3rem 1rem}',
  '.charts{display:flex;flex-wrap:wrap;gap:2rem}.charts section{flex:1 1 26rem;min-width:0}',
  'figure{margin:1.2rem 0}figcaption{font-weight:600;margin-bottom:.3rem}small{font-weight:400;color:var(--soft);margin-left:1rem}',
  'small span{margin-right:.8rem}small i{display:inline-block;width:.7em;height:.7em;margin-right:.3em}',
  'svg{width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}.grid{stroke:var(--line)}',
  'rect.s0{fill:var(--a)}rect.s1{fill:var(--b)}rect.s2{fill:var(--c)}i.s0{background:var(--a)}i.s1{background:var(--b)}i.s2{background:var(--c)}',
  'table{border-collapse:collapse;margin-top:1.5rem}th{text-align:left;font-weight:400}td{text-align:right;padding-left:2rem;font-variant-numeric:tabular-nums}',
  'td,th{padding-block:.15rem;border-bottom:1px solid var(--line);white-space:pre}th.section{font-weight:600;padding-top:1rem}',
].join('\n')
