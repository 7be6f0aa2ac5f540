import type { CallView } from '../../../api/contract-calls.ts'
import { nothing, panel } from '../parts/panel.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Turn = CallView['turns'][number]

const phases = ['listen', 'enhance', 'recognise', 'think'] as const

/** How long each part of a reply took: from the beginning of listening until it was understood. */
export function timings(view: View, { turns }: CallView): Element {
  const word = view.words.calls.call
  const longest = Math.max(1, ...turns.map(totalOf))
  return panel(
    { id: 'timings', title: word.timings },
    turns.length === 0
      ? nothing(word.noTurns)
      : [
          el('ul', { class: 'legend' }, ...phases.map((phase) => el('li', {}, phaseSwatch(phase), word[phase]))),
          el('ol', { class: 'timings' }, ...turns.map((turn, n) => timing(view, turn, n, longest))),
        ],
  )
}

function timing({ words, say }: View, turn: Turn, n: number, longest: number): Element {
  const word = words.calls.call
  const silence = turn.enhanceMs + turn.recogniseMs + turn.thinkMs
  const parts = phases.map((phase) => `${word[phase]} ${say.span(msOf(turn, phase))}`)
  let x = 0
  const bar = (phase: (typeof phases)[number]): Child => {
    const share = (msOf(turn, phase) / longest) * 100
    const from = x
    x += share
    return el('rect', { class: `phase phase-${phase}`, x: `${from}%`, y: 0, width: `${share}%`, height: '100%' })
  }
  return el(
    'li',
    { key: String(n) },
    el(
      'p',
      { class: 'timing-head' },
      el('b', {}, word.reply(say.number(n + 1))),
      ' ',
      el('span', { class: 'muted' }, `${say.span(silence)} ${word.silence}`),
    ),
    el('svg', { class: 'timing-bar', 'aria-hidden': 'true', focusable: 'false' }, ...phases.map(bar)),
    el('p', { class: 'muted small' }, parts.join(' · ')),
  )
}

function phaseSwatch(phase: string): Element {
  return el(
    'svg',
    { class: 'swatch', viewBox: '0 0 14 14', 'aria-hidden': 'true', focusable: 'false' },
    el('rect', { class: `phase phase-${phase}`, x: 1, y: 1, width: 12, height: 12, rx: 3 }),
  )
}

function msOf(turn: Turn, phase: (typeof phases)[number]): number {
  return turn[`${phase}Ms`]
}

function totalOf(turn: Turn): number {
  return phases.reduce((sum, phase) => sum + msOf(turn, phase), 0)
}
