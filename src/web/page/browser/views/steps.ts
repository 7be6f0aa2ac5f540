import type { CallView } from '../../../api/contract-calls.ts'
import { nothing, panel } from '../parts/panel.ts'
import { code, when } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** The steps of a call in order: when, which line, what came of it. A line leads to its place in the file. */
export function steps(view: View, { trace, attemptedAt, answeredAt, scenario }: CallView): Element {
  const { words, say, act } = view
  const word = words.calls.call
  const from = answeredAt ?? attemptedAt
  const linked = scenario?.source !== undefined
  return panel(
    { id: 'steps', title: word.steps },
    trace.length === 0
      ? nothing(word.noSteps)
      : el(
          'ol',
          { class: 'steps' },
          ...trace.map(({ at, path, line, result }, n) =>
            el(
              'li',
              { key: String(n) },
              el('span', { class: 'step-number', 'aria-hidden': 'true' }, say.number(n + 1)),
              el('span', { class: 'step-time' }, when(at, `+${say.timer(at - from)}`)),
              el(
                'span',
                { class: 'step-body' },
                code(path),
                el(
                  'span',
                  { class: 'step-result' },
                  el('bdi', { lang: 'en', dir: 'ltr' }, result),
                  ' · ',
                  linked
                    ? el(
                        'button',
                        { type: 'button', class: 'link', onclick: () => act.showLine(line) },
                        word.toLine(say.number(line)),
                      )
                    : word.toLine(say.number(line)),
                ),
              ),
            ),
          ),
        ),
  )
}
