import type { Day, ServiceView } from '../../../api/contract.ts'
import { chip } from '../parts/chip.ts'
import { nothing, panel } from '../parts/panel.ts'
import { english } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** How everything outside does that the calls depend on. */
export function services(view: View, { services: all }: Day): Element {
  return panel(
    { id: 'services', title: view.words.day.services.title },
    all.length === 0
      ? nothing(view.words.frame.none)
      : el('ul', { class: 'rows' }, ...all.map((each) => service(view, each))),
  )
}

const tones = { well: 'well', failing: 'wrong', idle: 'wait', off: 'plain' } as const

function service(view: View, state: ServiceView): Element {
  const { words, model } = view
  const word = words.day.services
  const wrong = state.state === 'failing' ? (state.lastFailure?.because ?? state.message) : undefined
  const message = state.state === 'well' ? state.message : undefined
  const figures = numbers(view, state)
  return el(
    'li',
    { key: state.name, class: 'row' },
    el('span', { class: 'row-name' }, word.names[state.name]),
    chip(tones[state.state], word[state.state]),
    wrong === undefined ? undefined : el('p', { class: 'row-note' }, english(model.language, wrong)),
    message === undefined ? undefined : el('p', { class: 'row-note muted' }, english(model.language, message)),
    figures === '' ? undefined : el('p', { class: 'row-note muted' }, figures),
  )
}

function numbers({ words, say, at }: View, state: ServiceView): string {
  const word = words.day.services
  const { answeredAt, p50Ms, p95Ms, served, failed, lastFailure } = state
  const parts = [
    p50Ms === undefined || p95Ms === undefined ? '' : word.typical(say.span(p50Ms), say.span(p95Ms)),
    failed === 0 ? '' : word.failures(say.number(failed), say.number(served + failed)),
    failed === 0 || lastFailure === undefined ? '' : word.lastFailure(say.moment(lastFailure.at, at)),
    failed > 0 || answeredAt === undefined
      ? ''
      : word.answered(words.frame.ago(say.span(roundSeconds(at - answeredAt)))),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** Ages move on by the second. */
function roundSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1_000)) * 1_000
}
