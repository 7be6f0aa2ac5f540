import { nothing } from '../parts/panel.ts'
import { when } from '../parts/text.ts'
import { el, type Node } from '../tree.ts'
import { deliveries } from './deliveries.ts'
import { figures } from './figures.ts'
import { hero } from './hero.ts'
import { lines } from './lines.ts'
import { liveCalls } from './live-calls.ts'
import { logLines } from './log-lines.ts'
import { operators } from './operators.ts'
import { outcomes } from './outcomes.ts'
import { queue } from './queue.ts'
import { services } from './services.ts'
import type { View } from './view.ts'

/** The day at a glance. */
export function today(view: View): readonly Node[] {
  const { model, words, say, at } = view
  const { day } = model
  if (day === undefined) {
    return [
      el('h1', { key: 'title', id: 'page-title', tabindex: -1 }, words.frame.pages.today),
      nothing(words.frame.loading),
    ]
  }
  const { version, startedAt, zone } = day.engine
  return [
    hero(view, day),
    figures(view, day),
    el(
      'div',
      { key: 'day', class: 'day' },
      el(
        'div',
        { class: 'day-main' },
        liveCalls(view, day),
        outcomes(view, day),
        el('div', { class: 'pair' }, queue(view, day), deliveries(view, day)),
      ),
      el('div', { class: 'day-side' }, lines(view, day), operators(view, day), services(view, day)),
    ),
    logLines(view),
    el(
      'p',
      { key: 'engine', class: 'engine muted' },
      when(startedAt, words.day.engine(say.digits(version), say.moment(startedAt, at))),
      ' · ',
      words.day.zone(zone),
    ),
  ]
}
