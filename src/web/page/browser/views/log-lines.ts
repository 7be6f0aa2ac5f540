import type { LogLine } from '../../../api/contract.ts'
import { nothing, panel } from '../parts/panel.ts'
import { ltrScroller } from '../parts/table.ts'
import { when } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const

/** The latest lines of the log, newest first; they speak English. */
export function logLines(view: View): Element {
  const { model, words } = view
  const word = words.day.logs
  const shown = model.lines.filter(({ level }) => levels.indexOf(level) >= levels.indexOf(model.level)).toReversed()
  return panel(
    { id: 'logs', title: word.title, aside: choice(view) },
    shown.length === 0
      ? nothing(word.none)
      : ltrScroller(word.title, 'logs', el('ol', {}, ...shown.map((line) => logLine(view, line)))),
  )
}

function choice({ model, words, act }: View): Element {
  const word = words.day.logs
  const onchange = (event: Event): void => act.showLevel((event.target as HTMLSelectElement).value as LogLine['level'])
  return el(
    'label',
    { class: 'inline-field' },
    word.level,
    el(
      'select',
      { onchange },
      ...levels.map((level) => el('option', { value: level, selected: level === model.level }, word.levels[level])),
    ),
  )
}

function logLine({ words, say }: View, { n, at, level, event, text }: LogLine): Element {
  return el(
    'li',
    { key: String(n), class: `log log-${level}` },
    when(at, say.exactTime(at)),
    el('span', { class: 'log-level' }, words.day.logs.levelNames[level]),
    el('span', { class: 'log-text', lang: 'en' }, el('b', {}, event), ' ', text),
  )
}
