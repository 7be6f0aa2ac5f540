import type { CallView } from '../../../api/contract-calls.ts'
import { wordFor } from '../language/words.ts'
import { chip } from '../parts/chip.ts'
import { nothing, panel } from '../parts/panel.ts'
import { code, english, when } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Report = CallView['reports'][number]

const tones = { waiting: 'wait', delivered: 'well', set_aside: 'wrong', dropped: 'plain' } as const

/** The state of something owed to the outside, in a word. */
export function reportState({ words }: View, state: Report['state']): Element {
  return chip(tones[state], words.calls.outbox.states[state])
}

/** What was told of the call, to whom, and whether they took it. */
export function callReports(view: View, { reports }: CallView): Element {
  const word = view.words.calls.call
  return panel(
    { id: 'reports', title: word.reports },
    reports.length === 0
      ? nothing(word.noReports)
      : el('ul', { class: 'rows' }, ...reports.map((each) => report(view, each))),
  )
}

function report(view: View, each: Report): Element {
  const { words, say, at, model } = view
  const { id, kind, status, why, attempts, changedAt } = each
  return el(
    'li',
    { key: String(id), class: 'row' },
    el(
      'span',
      { class: 'row-name' },
      wordFor(words.day.outbox.kinds, kind),
      ' ',
      status === undefined ? undefined : code(status),
    ),
    reportState(view, each.state),
    el(
      'p',
      { class: 'row-note muted' },
      when(changedAt, say.moment(changedAt, at)),
      attempts === 0 ? undefined : ` · ${words.calls.call.attempts(say.number(attempts))}`,
      why === undefined ? undefined : [' · ', english(model.language, why)],
    ),
  )
}
